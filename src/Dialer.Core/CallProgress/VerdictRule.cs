namespace Dialer.Core.CallProgress;

/// <summary>Which rule decided.</summary>
public enum VerdictRule : byte
{
    None = 0,

    /// <summary>A short utterance, then a pause: somebody waits for an answer.</summary>
    UtteranceThenPause,

    /// <summary>Speech that goes on: nobody greets a caller for so long.</summary>
    SpeechGoesOn,

    /// <summary>A finished phrase that sounds like a recording.</summary>
    RecordedPhrase,

    /// <summary>A beep after speech.</summary>
    Beep,
    SitTones,
    FaxTone,
    BusyCadence,
    ReorderCadence,

    /// <summary>Ringback goes on after the answer: the called party is not there yet.</summary>
    RingbackAfterAnswer,
    SteadyTones,

    /// <summary>An announcement, and a silence that waits.</summary>
    AnnouncementThenWait,
    NobodySpoke,
    NoPackets,
    TimeUp,

    /// <summary>The greeting of a machine that was heard before.</summary>
    Remembered,
}
