using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Tests.Engine;

/// <summary>An engine with one trunk, one queue and one campaign, and words to play the line and the agents by hand.</summary>
internal sealed class Desk
{
    public static readonly CampaignId Campaign = new(1);
    public static readonly QueueId Queue = new(1);
    public static readonly TrunkId Trunk = new(1);
    private readonly List<EngineOutput> _seen = [];
    private readonly List<AttemptOutcome> _outcomes = [];
    private readonly List<InteractionRecord> _records = [];
    private readonly List<ConversationDescription> _descriptions = [];
    private int _leads;

    public Desk(Func<CampaignSettings, CampaignSettings>? change = null, TrunkSettings? trunk = null, QueueSettings? queue = null)
    {
        Engine = new DialerEngine(new EngineOptions(1, LinesPerFreeAgent.Named));
        Do(EngineInput.ConfigureTrunk(trunk ?? new TrunkSettings(Trunk, "trunk", 100, 1000)));
        Do(EngineInput.ConfigureQueue(queue ?? new QueueSettings(Queue, "queue", [], 0, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30))));
        var settings = Settings;
        Do(EngineInput.ConfigureCampaign(change is null ? settings : change(settings)));
    }

    public static CampaignSettings Settings => new()
    {
        Id = Campaign,
        Name = "campaign",
        Trunk = Trunk,
        Queue = Queue,
        Mode = DialMode.Progressive,
        Message = "message",
    };

    public DialerEngine Engine { get; }
    public Instant Now { get; private set; } = Instant.From(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    /// <summary>All outputs so far.</summary>
    public IReadOnlyList<EngineOutput> Seen => _seen;
    public IReadOnlyList<AttemptOutcome> Outcomes => _outcomes;
    public IReadOnlyList<InteractionRecord> Records => _records;

    public IReadOnlyList<ConversationDescription> Descriptions => _descriptions;

    public void Do(in EngineInput input)
    {
        Engine.Apply(input, Now);
        Collect();
    }

    public void Wait(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        Engine.AdvanceTo(Now);
        Collect();
    }

    private void Collect()
    {
        foreach (ref readonly var output in Engine.Outbox.Outputs)
        {
            _seen.Add(output);
            if (output.Kind == EngineOutputKind.AttemptClosed)
                _outcomes.Add(Engine.Outbox.AttemptOf(output));
            if (output.Kind == EngineOutputKind.InteractionClosed)
                _records.Add(Engine.Outbox.InteractionOf(output));
            if (output.Kind == EngineOutputKind.ConversationDescribed)
                _descriptions.Add(Engine.Outbox.DescriptionOf(output));
        }
        Engine.Outbox.Clear();
    }

    public AgentId Agent(int number, params AgentSkill[] skills)
    {
        var id = new AgentId(number);
        Do(EngineInput.ConfigureAgent(new AgentSettings(id, $"agent {number}", skills, [Campaign])));
        return id;
    }

    public AgentId ReadyAgent(int number, params AgentSkill[] skills)
    {
        var id = Agent(number, skills);
        LogIn(id);
        Do(EngineInput.AgentReady(id));
        return id;
    }

    public CallId LogIn(AgentId id)
    {
        Do(EngineInput.AgentLogIn(id));
        var leg = Last(EngineOutputKind.PlaceAgentCall).Call;
        Do(EngineInput.AgentLegUp(id, leg));
        return leg;
    }

    /// <summary>Starts the campaign and answers its order for leads.</summary>
    public void Start(int leads)
    {
        Do(EngineInput.StartCampaign(Campaign));
        Load(leads);
    }

    public void Load(int leads) => Do(EngineInput.LeadsLoaded(Campaign, new LeadBatch([.. Enumerable.Range(0, leads).Select(_ => Lead())], Instant.Never)));

    public HopperLead Lead(int priority = 0, AgentId? forAgent = null)
    {
        int number = ++_leads;
        return new HopperLead(new LeadId(number), 1, [new LeadPhone($"+3316200{number:D4}", PhoneKind.Landline)], 0, 0, TimeZoneInfo.Utc, priority, forAgent);
    }

    public EngineOutput Last(EngineOutputKind kind) => _seen.Last(output => output.Kind == kind);

    /// <summary>The conversation of the last fact that names one.</summary>
    public InteractionId LastInteraction => _seen.Last(output => output.Interaction.Value != 0).Interaction;

    public int Count(EngineOutputKind kind) => _seen.Count(output => output.Kind == kind);

    public CallId LastCall => Last(EngineOutputKind.PlaceCall).Call;

    public AgentState StateOf(AgentId id) => _seen.LastOrDefault(output => output.Kind == EngineOutputKind.AgentStateChanged && output.Agent == id).AgentTo;

    /// <summary>The first call rings: from then on as many are out as the pacing wants, and not as few as a trunk on trial gets.</summary>
    public void TrunkLetsThrough() => Do(EngineInput.CallRinging(_seen.First(output => output.Kind == EngineOutputKind.PlaceCall).Call));

    /// <summary>Rings, is answered, and is judged.</summary>
    public void Answer(CallId call, CpaVerdict verdict = CpaVerdict.LiveVoice)
    {
        Do(EngineInput.CallRinging(call));
        Do(EngineInput.CallAnswered(call));
        if (verdict != CpaVerdict.None)
            Do(EngineInput.AnswerClassified(call, verdict, 1, TimeSpan.Zero));
    }

    public void End(CallId call, CallResult result = CallResult.Answered, EndedBy by = EndedBy.CalledParty) =>
        Do(EngineInput.CallEnded(call, result, by, 200, 16, false));
}
