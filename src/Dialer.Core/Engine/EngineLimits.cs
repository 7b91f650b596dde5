namespace Dialer.Core.Engine;

/// <summary>Bounds that no setting changes. Each waits for somebody else's word, and says what happens without it.</summary>
internal static class EngineLimits
{
    /// <summary>A pacing moment at least this often while a campaign runs.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    /// <summary>PacingDecided comes once in so many ticks.</summary>
    public const int TicksPerPacingFact = 2;

    /// <summary>ChancesLearned once in so many ticks (10 minutes), and at each halt.</summary>
    public const int TicksPerLearnedFact = 1200;

    /// <summary>The hopper's rate is measured over so many ticks (30 s).</summary>
    public const int TicksPerLaunchWindow = 60;

    public const int HopperLeast = 20;

    /// <summary>Leads held at least where the likeliest to answer is chosen.</summary>
    public const int LeadsToChooseFrom = 200;

    /// <summary>A lead is passed over where its chance is below this share of the chances of those dialed lately, and for so long.</summary>
    public const double PassedOverBelow = 0.93;
    public static readonly TimeSpan PassedOverFor = TimeSpan.FromHours(1);

    /// <summary>The line ends a ringing call at its time-out; past this beyond it the engine orders it. Room for the write-ahead and for SIP's 32 s.</summary>
    public static readonly TimeSpan RingGuard = TimeSpan.FromSeconds(40);

    /// <summary>After HangUp the line says CallEnded within SIP's 32 s (RFC 3261, timers B, F and H); past this the attempt is closed without it.</summary>
    public static readonly TimeSpan HangUpGuard = TimeSpan.FromSeconds(40);

    /// <summary>A machine's greeting that has not ended by then gets no message.</summary>
    public static readonly TimeSpan MessageMomentLimit = TimeSpan.FromSeconds(60);

    /// <summary>A prompt that has not ended by then is taken for stuck, and the call is ended.</summary>
    public static readonly TimeSpan PlaybackLimit = TimeSpan.FromMinutes(3);

    /// <summary>After an agentless prompt a key may still come.</summary>
    public static readonly TimeSpan KeyLimit = TimeSpan.FromSeconds(5);

    /// <summary>An agent's phone that is not up by then is given up.</summary>
    public static readonly TimeSpan LogInGuard = TimeSpan.FromSeconds(75);

    /// <summary>A caller for whom nobody is logged in is asked for again so often, and is let go at the first time that this is so.</summary>
    public static readonly TimeSpan NobodyThere = TimeSpan.FromMinutes(2);

    /// <summary>A phone that the network took from its agent is called again after this, doubled each time up to the longest, until it is given up.</summary>
    public static readonly TimeSpan FirstRecall = TimeSpan.FromSeconds(4);
    public static readonly TimeSpan LongestRecall = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan RecallFor = TimeSpan.FromMinutes(30);

    /// <summary>With the verdict still open this long before the abandon deadline, the reserved agent gets the call.</summary>
    public static readonly TimeSpan BeforeAbandon = TimeSpan.FromMilliseconds(100);

    /// <summary>What a caller is worth must be known within this of the first ring; then it is decided without.</summary>
    public static readonly TimeSpan CallerKnownWithin = TimeSpan.FromMilliseconds(500);

    /// <summary>A piece of work that is no call must be accepted within this; then it waits again.</summary>
    public static readonly TimeSpan AcceptWork = TimeSpan.FromMinutes(2);

    /// <summary>A number at the PBX that callers are sent to rings so long.</summary>
    public static readonly TimeSpan ForwardRings = TimeSpan.FromSeconds(30);

    /// <summary>Whoever of a queue is asked is waited for so long.</summary>
    public static readonly TimeSpan ColleagueWithin = TimeSpan.FromMinutes(2);

    /// <summary>An agent may write up so long, however often that is extended.</summary>
    public static readonly TimeSpan LongestWrapUp = TimeSpan.FromHours(1);

    /// <summary>So many people can be parked.</summary>
    public const int ParkingPlaces = 99;

    /// <summary>A caller may speak so long into a mailbox; less than the least is somebody who hung up.</summary>
    public static readonly TimeSpan LongestVoicemail = TimeSpan.FromMinutes(3);
    public static readonly TimeSpan ShortestVoicemail = TimeSpan.FromSeconds(1);

    /// <summary>So soon after a new conversation a disposition that names none may mean the last one.</summary>
    public static readonly TimeSpan Ambiguous = TimeSpan.FromSeconds(10);

    /// <summary>So long after its end a conversation may be described.</summary>
    public static readonly TimeSpan DescribedWithin = TimeSpan.FromDays(1);

    /// <summary>A promise waits so long for the agent who gave it, from when it is due; then anybody keeps it, for the person expects the call.</summary>
    public static readonly TimeSpan PromisedAgentWait = TimeSpan.FromMinutes(15);

    /// <summary>Asked again no sooner where the store said "now" and sent nothing, and after a lead was passed on.</summary>
    public static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan AskAfterSkip = TimeSpan.FromSeconds(60);

    /// <summary>A call that the network ends before anything rings, and within this, was refused and not tried.</summary>
    public static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(10);

    /// <summary>A campaign that dials by another trunk, since its own refuses everything, asks its own again after this; doubled each time that it still does.</summary>
    public static readonly TimeSpan FirstToOwnTrunk = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan LongestToOwnTrunk = TimeSpan.FromHours(1);

    /// <summary>A campaign that waited so long for a channel goes before those of higher priority, once.</summary>
    public static readonly TimeSpan Starving = TimeSpan.FromSeconds(10);
}
