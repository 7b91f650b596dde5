using Dialer.Core.Agents;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Tests.Engine.Parts;

/// <summary>What every part shares, without an engine: one trunk, one queue, one running campaign, and agents who are ready.</summary>
internal sealed class PartBench
{
    private int _leads;

    public PartBench(Func<CampaignSettings, CampaignSettings>? change = null, QueueSettings? queue = null)
    {
        Turn = new Turn(1);
        Turn.AdvanceTo(Instant.From(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero)));
        Facts = new Facts(Turn);
        Roster = new Roster(Facts);
        Legs = new Legs(Turn);
        Distribution = new Distribution(Turn, Roster, Legs);
        Blending = new Blending(Turn, Roster);
        Supply = new Supply(Turn, Facts, Roster, Moments, Distribution);
        Works = new WorkDesk(Turn, Facts, Roster, Supply, Distribution);
        Counting = new Counting(Turn, Facts, Moments);
        Leads = new LeadSupply(Turn, Facts, Roster, Moments);
        Trunks = new Trunks(Turn, Facts, Roster, Moments);
        Refusals = new Refusals(Turn, Facts, Roster, Moments, Leads);
        Previews = new Previews(Turn, Facts, Roster, Moments, FreeAgents, Supply, Leads, new LeadGate(Turn, Facts, Gate, Leads));
        Running = new RunningCampaigns(Turn, Facts, Roster, Moments, Supply, Leads, Refusals, Previews, Blending);
        Closing = new Closing(Turn, Facts, Legs, Moments, Gate, Leads, Refusals, Running, Distribution, Blending);
        Control = new CallControl(Turn, Facts, Moments, FreeAgents);
        WriteUps = new WriteUps(Turn, Facts, Legs, Gate, Control);
        Conversations = new Conversations(Turn, Facts, Roster, Legs, FreeAgents, Supply, Counting, Distribution, Closing, Control, WriteUps, Blending, Works);
        Handing = new Handing(Turn, Facts, Roster, Legs, FreeAgents, Supply, Trunks, Distribution, Conversations);
        FreeAgents.Freed += (agent, _) => Freed.Add(agent.Id.Value);

        Trunk = new Trunk(new TrunkSettings(new TrunkId(1), "trunk", 10, 100));
        Roster.Add(Trunk);
        Queue = new Queue(queue ?? new QueueSettings(new QueueId(1), "queue", [], 0, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30)));
        Roster.Add(Queue);
        Distribution.Configure(Queue);
        var settings = Desk.Settings;
        Campaign = new Campaign(change is null ? settings : change(settings), Trunk, Queue, LinesPerFreeAgent.Named("progressive"));
        Roster.Add(Campaign);
        Trunk.Campaigns.Add(Campaign);
        Gate.Configure(Campaign.Settings);
        Running.StartCampaign(Campaign.Id);
        Turn.Outbox.Clear();
    }

    public Turn Turn { get; }
    public Facts Facts { get; }
    public Roster Roster { get; }
    public Legs Legs { get; }
    public Moments Moments { get; } = new();
    public DialGate Gate { get; } = new();
    public FreeAgents FreeAgents { get; } = new();
    public Blending Blending { get; }
    public Supply Supply { get; }
    public WorkDesk Works { get; }
    public Counting Counting { get; }
    public LeadSupply Leads { get; }
    public Trunks Trunks { get; }
    public Refusals Refusals { get; }
    public Distribution Distribution { get; }
    public Previews Previews { get; }
    public RunningCampaigns Running { get; }
    public Closing Closing { get; }
    public CallControl Control { get; }
    public WriteUps WriteUps { get; }
    public Conversations Conversations { get; }
    public Handing Handing { get; }
    public Trunk Trunk { get; }
    public Queue Queue { get; }
    public Campaign Campaign { get; }

    /// <summary>Agents of whom a part said that it needs them no longer.</summary>
    public List<int> Freed { get; } = [];

    public EngineOutputKind[] Said => [.. Turn.Outbox.Outputs.ToArray().Select(output => output.Kind)];

    public EngineOutput Last(EngineOutputKind kind) => Turn.Outbox.Outputs.ToArray().Last(output => output.Kind == kind);

    public void Wait(double seconds) => Turn.AdvanceTo(Turn.Now + TimeSpan.FromSeconds(seconds));

    /// <summary>Logged in, ready, and idle from now on.</summary>
    public Agent Ready(int id)
    {
        var agent = new Agent(new AgentSettings(new AgentId(id), $"agent {id}", [], [Campaign.Id])) { Leg = new CallId(1000 + id), LegIsUp = true };
        Roster.Add(agent);
        Supply.RebuildMemberships(agent);
        Supply.Move(agent, AgentState.NotReady, null);
        agent.IdleSince = Turn.Now;
        Supply.Move(agent, AgentState.Ready, null);
        Turn.Outbox.Clear();
        return agent;
    }

    public HopperLead Lead() => new(new LeadId(++_leads), 1, [new LeadPhone($"+3316200{_leads:D4}", PhoneKind.Unknown)], 0, 0, TimeZoneInfo.Utc);

    /// <summary>Answered, and as yet without a verdict.</summary>
    public Attempt Answered()
    {
        var attempt = Legs.RentAttempt();
        var lead = Lead();
        attempt.Begin(new AttemptId(Turn.NextId()), Campaign, lead, lead.Phones[0], 0, Turn.Now);
        Legs.Open(attempt);
        Gate.Occupy(lead);
        Campaign.Open++;
        Campaign.AddInFlight(attempt);
        attempt.AnsweredAt = Turn.Now;
        attempt.MoveTo(Core.Attempts.AttemptState.Analysing);
        return attempt;
    }

    public Interaction Caller(string number)
    {
        var interaction = Legs.BeginInteraction(Queue.Inbound, new CallId(CallId.FirstInbound + Turn.NextId()), null, number);
        Legs.Open(interaction);
        Distribution.Offer(interaction);
        return interaction;
    }
}
