namespace Dialer.Tools.Amd;

/// <summary>What a file of the judge holds.</summary>
internal enum AmdLabel : byte
{
    Human,
    Machine,
    Sit,
    Fax,
    Ringback,
    Busy,
    Congestion,
    Reorder,
    Tone,
    Beep,
    Music,
    Silence,

    /// <summary>An ingredient of composed greetings; not scored.</summary>
    Part,

    /// <summary>Background to mix in; not scored.</summary>
    Noise,
}
