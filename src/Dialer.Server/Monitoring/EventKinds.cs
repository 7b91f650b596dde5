namespace Dialer.Server.Monitoring;

/// <summary>Every kind of event; docs/events.md says what each has.</summary>
public static class EventKinds
{
    /// <summary>Said to whoever listens, and kept nowhere: the next one says more.</summary>
    public static IReadOnlySet<string> OfTheMoment { get; } = new HashSet<string>(StringComparer.Ordinal) { "pacing", "heartbeat", "lost", "cutOff" };

    public static IReadOnlySet<string> All { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "dialing", "ringing", "answered", "classified", "revoked", "attemptClosed", "queued", "offered", "connected", "workAnswered", "ended", "disposition", "abandoned",
        "agentState", "logInFailed", "previewOffered", "campaignState", "dialMode", "dialRefused", "callsRefused", "leadGivenBack", "callBackPromised", "sent", "step", "callerRefused", "voicemail",
        "pacing", "trunkState", "trunkReport", "overload", "configured", "commandRefused", "drained", "heartbeat", "lost", "cutOff",
    };
}
