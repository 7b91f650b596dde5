namespace Dialer.Core.Ids;

/// <summary>What call progress analysis heard after (or, for tones, before) the answer. Never what the network said.</summary>
public enum CpaVerdict : byte
{
    /// <summary>Not analysed, or not concluded yet.</summary>
    None = 0,
    LiveVoice,
    AnsweringMachine,
    Fax,
    SpecialInformationTone,
    Busy,
    Reorder,
    Music,

    /// <summary>A short announcement, then a silence that waits for the caller to say who it is.</summary>
    CallScreening,

    /// <summary>Media arrived and nobody spoke. Never a machine.</summary>
    Silence,

    /// <summary>No media arrived at all. Never a machine.</summary>
    NoMedia,

    /// <summary>The analyzer's time was up before it could tell. Never a machine.</summary>
    Undetermined,
}
