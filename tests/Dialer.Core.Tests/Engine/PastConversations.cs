using Dialer.Core.Attempts;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Tests.Engine;

/// <summary>What a store knows of conversations that are over, made from the facts, and how each lead was last decided upon.</summary>
internal sealed class PastConversations
{
    private sealed class Talk
    {
        public List<AgentId> Agents = [];
        public EngineOutput First;
        public AttemptId Attempt;
        public Instant ClosedAt = Instant.Never;
        public bool Objected;
    }

    private readonly Dictionary<long, Talk> _talks = [];
    private readonly List<long> _order = [];
    private readonly Dictionary<long, (AttemptOutcome Outcome, HopperLead Lead)> _attempts = [];
    private readonly Dictionary<long, long> _latest = [];
    private readonly HashSet<long> _inAttempt = [];
    private readonly Dictionary<long, int> _version = [];
    private readonly Dictionary<long, int> _loadedAs = [];

    public void See(in EngineOutput output, Outbox outbox)
    {
        switch (output.Kind)
        {
            case EngineOutputKind.AttemptStarted:
                _inAttempt.Add(output.Lead.Value);
                _latest[output.Lead.Value] = output.Attempt.Value;
                break;
            case EngineOutputKind.InteractionConnected:
                TalkOf(output).Agents.Add(output.Agent);
                break;
            case EngineOutputKind.InteractionClosed:
                TalkOf(output).ClosedAt = output.At;
                break;
            case EngineOutputKind.ConversationDescribed when output.Interaction.Value != 0:
                TalkOf(output).Objected |= outbox.DescriptionOf(output).Disposition.DoNotCall;
                break;
            default: break;
        }
    }

    private Talk TalkOf(in EngineOutput output)
    {
        if (_talks.TryGetValue(output.Interaction.Value, out var talk))
            return talk;
        _talks.Add(output.Interaction.Value, talk = new Talk { First = output, Attempt = output.Attempt });
        _order.Add(output.Interaction.Value);
        return talk;
    }

    public void Closed(in AttemptOutcome outcome, HopperLead lead)
    {
        _inAttempt.Remove(outcome.Lead.Value);
        _attempts[outcome.Attempt.Value] = (outcome, lead);
    }

    public bool IsInAttempt(LeadId lead) => _inAttempt.Contains(lead.Value);

    public HopperLead LeadOf(AttemptId attempt) => _attempts[attempt.Value].Lead;

    /// <summary>Each decision makes what lies elsewhere of the lead out of date.</summary>
    public void Decided(LeadId lead) => _version[lead.Value] = VersionOf(lead) + 1;

    public int VersionOf(LeadId lead) => _version.GetValueOrDefault(lead.Value);

    public void LoadedAs(LeadId lead) => _loadedAs[lead.Value] = VersionOf(lead);

    public bool IsAsLoaded(LeadId lead) => _loadedAs.GetValueOrDefault(lead.Value) == VersionOf(lead);

    /// <summary>One of the last conversations, over or not; 0 before there was any.</summary>
    public InteractionId Any(SeededRandom random) => _order.Count == 0 ? default : new(_order[Math.Max(0, _order.Count - 1 - random.Next(8))]);

    /// <param name="open">Leads that are out, for an attempt that outlives its conversation.</param>
    public PastConversation? Find(InteractionId id, Dictionary<long, HopperLead> open)
    {
        if (!_talks.TryGetValue(id.Value, out var talk) || talk.ClosedAt == Instant.Never)
            return null;
        PastAttempt? attempt = null;
        if (_attempts.TryGetValue(talk.Attempt.Value, out var closed))
        {
            var (outcome, lead) = closed;
            int dialed = lead.Phones.ToList().FindIndex(phone => phone.Number == outcome.Number);
            attempt = new PastAttempt(outcome.Attempt, outcome.Campaign, lead with { NextPhone = dialed }, outcome.Number, outcome.Result, outcome.Verdict, outcome.Counted,
                outcome.Disposition is { WasMachine: true }, _latest[outcome.Lead.Value] == outcome.Attempt.Value);
        }
        else if (talk.Attempt.Value != 0)
            attempt = new PastAttempt(talk.Attempt, talk.First.Campaign, open[talk.First.Lead.Value], talk.First.Party, CallResult.None, CpaVerdict.None, Counted: true, WasMachine: false, IsLatest: true);
        return new PastConversation(id, 1, talk.First.Queue, talk.First.Call, talk.First.Party, talk.Agents, talk.ClosedAt, talk.Objected, attempt);
    }
}
