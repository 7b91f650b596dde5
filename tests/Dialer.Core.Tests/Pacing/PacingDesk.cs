using Dialer.Core.Campaigns;
using Dialer.Core.Ids;
using Dialer.Core.Pacing;
using Dialer.Core.Time;

namespace Dialer.Core.Tests.Pacing;

/// <summary>A situation put together by hand.</summary>
internal sealed class PacingDesk
{
    private readonly List<BusyAgent> _busy = [];
    private readonly List<CallInFlight> _inFlight = [];

    public CampaignSettings Campaign { get; init; } = new() { Id = new CampaignId(1), Name = "desk", Trunk = new TrunkId(1), Queue = new QueueId(1) };
    public AbandonAllowance Allowance { get; init; } = new(AbandonRule.Default, TimeZoneInfo.Utc);
    public int Idle { get; set; }
    public int Waiting { get; set; }
    public int LoggedIn { get; set; }
    public int MaxLaunch { get; set; } = 1000;
    public long LeadsLeft { get; set; } = long.MaxValue;
    public Instant Now { get; set; } = Instant.From(new DateTimeOffset(2026, 1, 5, 10, 0, 0, TimeSpan.Zero));
    public Instant DialingEnds { get; set; } = Instant.From(new DateTimeOffset(2026, 1, 5, 17, 0, 0, TimeSpan.Zero));

    public PacingSituation Situation => new()
    {
        Campaign = Campaign,
        Idle = Idle,
        Waiting = Waiting,
        LoggedIn = LoggedIn,
        Busy = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_busy),
        InFlight = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_inFlight),
        MaxLaunch = MaxLaunch,
        Allowance = Allowance,
        DialingEnds = DialingEnds,
        LeadsLeft = LeadsLeft,
        NextSegment = 0,
    };

    public void Talking(int agent, double age, bool leaving = false, bool taken = false) =>
        _busy.Add(new BusyAgent(new AgentId(agent), BusyPhase.Talking, Now - TimeSpan.FromSeconds(age), leaving, taken));

    public void WrapUp(int agent, double age, bool leaving = false) => _busy.Add(new BusyAgent(new AgentId(agent), BusyPhase.WrapUp, Now - TimeSpan.FromSeconds(age), leaving));

    public void InFlight(long attempt, double age, int segment = 0)
    {
        var dialed = Now - TimeSpan.FromSeconds(age);
        _inFlight.Add(new CallInFlight(new AttemptId(attempt), dialed, segment, Instant.Never, age > 1 ? dialed + TimeSpan.FromSeconds(1) : Instant.Never));
    }

    /// <summary>So many dials, answered by a person in the given share, and talks of the given mean.</summary>
    public void Teach(IPacer pacer, int dials, double rate, double talkSeconds = 200)
    {
        pacer.Decide(Situation, Now);
        var random = new SeededRandom(9);
        for (int i = 0; i < dials; i++)
        {
            bool live = random.NextDouble() < rate;
            var kind = live ? PacingEventKind.AnsweredLive : PacingEventKind.EndedUnanswered;
            pacer.Observe(Happened(kind, live ? 4 + (16 * random.NextDouble()) : 28, live ? CallResult.Answered : CallResult.NoAnswer), Now);
            if (!live)
                continue;
            pacer.Observe(Happened(PacingEventKind.TalkEnded, -talkSeconds * Math.Log(1 - random.NextDouble())), Now);
            pacer.Observe(Happened(PacingEventKind.WrapUpEnded, 10 + (20 * random.NextDouble())), Now);
        }

        // Past the next refresh of its tables.
        Now += TimeSpan.FromSeconds(31);
    }

    public static PacingEvent Happened(PacingEventKind kind, double seconds, CallResult result = CallResult.Answered) =>
        new(kind, 0, new AgentId(1), result, CpaVerdict.None, TimeSpan.FromSeconds(seconds));
}
