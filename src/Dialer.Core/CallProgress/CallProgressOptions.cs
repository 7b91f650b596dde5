namespace Dialer.Core.CallProgress;

/// <summary>
/// Parameters of call progress analysis, one set per campaign. Times in milliseconds of media, levels in dBov
/// (0 = full scale of 16 bits). The defaults are the ones that the documentation reports on.
/// </summary>
public sealed record CallProgressOptions
{
    public static readonly CallProgressOptions Default = new();

    /// <summary>ISO 3166 code of the called country where it is known: only its cadences are looked for. Null: all of them.</summary>
    public string? Country { get; init; }

    /// <summary>No voice at all for so long after the answer: <see cref="CpaVerdict.Silence"/>.</summary>
    public int InitialSilenceMs { get; init; } = 3500;

    /// <summary>No packets at all for so long after the answer: <see cref="CpaVerdict.NoMedia"/>.</summary>
    public int NoMediaMs { get; init; } = 3000;

    /// <summary>From the answer, or <see cref="TotalAfterOnsetMs"/> from the first voice, whichever is earlier: <see cref="CpaVerdict.Undetermined"/>.</summary>
    public int TotalMs { get; init; } = 8000;

    public int TotalAfterOnsetMs { get; init; } = 5500;

    /// <summary>A pause longer than this ends a phrase.</summary>
    public int PauseInPhraseMs { get; init; } = 450;

    /// <summary>Live after a pause of so long when the voice lasted at most 0.6 s; the next three for at most 1.1 s, 1.7 s, and more.</summary>
    public int LivePauseAfterWordMs { get; init; } = 600;

    public int LivePauseAfterShortMs { get; init; } = 700;

    public int LivePauseAfterPhraseMs { get; init; } = 850;

    public int LivePauseAfterLongMs { get; init; } = 1000;

    /// <summary>More voice than this is never called live on its length alone.</summary>
    public int LiveVoicedMaxMs { get; init; } = 2000;

    /// <summary>A phrase that lasts so long, pauses within included: a machine.</summary>
    public int MachinePhraseMs { get; init; } = 2000;

    public int MachineVoicedMs { get; init; } = 2200;

    /// <summary>Voice begins so far above the noise floor, dB.</summary>
    public float VoiceOnDb { get; init; } = 8f;

    public float VoiceOffDb { get; init; } = 4.5f;

    /// <summary>Nothing below this level is voice, dBov.</summary>
    public float VoiceMinimumDb { get; init; } = -50f;

    /// <summary>A lost packet's level is held for so long.</summary>
    public int HoldLostMs { get; init; } = 60;

    /// <summary>From the end of the beep to the message.</summary>
    public int MessageAfterBeepMs { get; init; } = 250;

    /// <summary>Silence that ends a greeting which has no beep.</summary>
    public int MessageAfterSilenceMs { get; init; } = 2000;

    /// <summary>The message is left so long after the answer at the latest.</summary>
    public int MessageCapMs { get; init; } = 45_000;

    /// <summary>How long the shadow listens after a live verdict; 0: not at all.</summary>
    public int ShadowMs { get; init; } = 15_000;
}
