using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Engine;

/// <summary>
/// The auditor's book of conversations: a command touches the one that it names and no other, one that names none never
/// means a conversation that has just begun, nothing is said in a record that was not a fact of its own before, and a
/// caller is known before the answer.
/// </summary>
internal sealed class ConversationAuditor
{
    private static readonly TimeSpan Ambiguous = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private sealed class Talk
    {
        public CallId Call;
        public AttemptId Attempt;
        public HashSet<int> Agents = [];
        public AgentId Agent;
        public Instant ConnectedAt = Instant.Never;
        public Instant ClosedAt = Instant.Never;
        public bool HungUpByAgent;
        public Disposition? Said;
    }

    private readonly Dictionary<long, Talk> _talks = [];
    private readonly Dictionary<int, long> _talkOf = [];
    private readonly Dictionary<long, long> _ofAttempt = [];
    private readonly Dictionary<long, Disposition> _saidOfAttempt = [];
    private readonly HashSet<long> _callers = [];
    private EngineInput _asked;

    /// <summary>Conversations described after their end.</summary>
    public int Late { get; private set; }

    public void Hear(in EngineInput input, Instant now)
    {
        _asked = input;
        if (input.Kind != EngineInputKind.AgentHangUp)
            return;
        long meant = input.Interaction.Value != 0 ? input.Interaction.Value : _talkOf.GetValueOrDefault(input.Agent.Value);
        if (_talks.TryGetValue(meant, out var talk) && (input.Agent.Value == 0 || talk.Agent == input.Agent))
            talk.HungUpByAgent = true;
    }

    public void See(in EngineOutput output, Outbox outbox)
    {
        switch (output.Kind)
        {
            case EngineOutputKind.InteractionStarted:
                Assert.True(_callers.Add(output.Call.Value), "a caller is accepted twice");
                Begin(output);
                break;
            case EngineOutputKind.AnswerCall:
                Assert.Contains(output.Call.Value, _callers);
                break;
            case EngineOutputKind.InteractionQueued:
                Begin(output).Agent = default;
                break;
            case EngineOutputKind.InteractionConnected: Connected(output); break;
            case EngineOutputKind.InteractionClosed: Closed(output, outbox.InteractionOf(output)); break;
            case EngineOutputKind.AttemptClosed: Closed(output, outbox.AttemptOf(output)); break;
            case EngineOutputKind.AgentStateChanged: Changed(output); break;
            case EngineOutputKind.UnbridgeLegs when _asked.Kind == EngineInputKind.AgentHold && _asked.Interaction.Value != 0:
                Assert.Equal(_talks[_asked.Interaction.Value].Call, output.Call);
                break;
            case EngineOutputKind.ConversationDescribed: Described(output, outbox.DescriptionOf(output)); break;
            default: break;
        }
    }

    private Talk Begin(in EngineOutput output)
    {
        if (!_talks.TryGetValue(output.Interaction.Value, out var talk))
        {
            Assert.True(_talks.Count == 0 || output.Interaction.Value > _talks.Keys.Max(), "an interaction's id is below one before it");
            _talks.Add(output.Interaction.Value, talk = new Talk { Call = output.Call, Attempt = output.Attempt });
            if (output.Attempt.Value != 0)
                _ofAttempt[output.Attempt.Value] = output.Interaction.Value;
        }
        Assert.Equal(Instant.Never, talk.ClosedAt);
        Assert.Equal(output.Call, talk.Call);
        return talk;
    }

    private void Connected(in EngineOutput output)
    {
        var talk = Begin(output);
        talk.Agent = output.Agent;
        talk.Agents.Add(output.Agent.Value);
        talk.ConnectedAt = output.At;
        _talkOf[output.Agent.Value] = output.Interaction.Value;
    }

    /// <summary>Every state in which an agent has somebody names whom.</summary>
    private void Changed(in EngineOutput output)
    {
        if (output.AgentTo is AgentState.Talking or AgentState.OnHold or AgentState.WrapUp)
            Assert.NotEqual(0, output.Interaction.Value);
        else
            Assert.Equal(0, output.Interaction.Value);
        if (output.AgentTo is not (AgentState.Talking or AgentState.OnHold or AgentState.WrapUp))
            _talkOf.Remove(output.Agent.Value);
        else if (!_talkOf.TryAdd(output.Agent.Value, output.Interaction.Value) && output.AgentTo != AgentState.Talking)
            Assert.Equal(_talkOf[output.Agent.Value], output.Interaction.Value);
    }

    private void Described(in EngineOutput output, in ConversationDescription description)
    {
        var said = description.Disposition;
        if (output.Attempt.Value != 0)
            _saidOfAttempt[output.Attempt.Value] = said;
        if (output.Interaction.Value == 0)
        {
            Assert.Equal(EngineInputKind.DigitPressed, _asked.Kind); // An agentless prompt's key.
            return;
        }
        var talk = _talks[output.Interaction.Value];
        Assert.Equal(output.Attempt, talk.Attempt);
        if (said is { Code: "machine", WasMachine: true } && talk.Said is null && talk.ClosedAt == Instant.Never)
        {
            // The analysis found a machine, and its rule wrote it up: by a deadline too. What the agent has said stands.
            talk.Said = said;
            return;
        }
        Assert.True(_asked.Kind is EngineInputKind.SubmitDisposition or EngineInputKind.DescribeConversation, $"said after {_asked.Kind}");
        Assert.True(_asked.Agent.Value == 0 || talk.Agents.Contains(_asked.Agent.Value), "described by an agent who was not in it");
        if (_asked.Interaction.Value != 0)
            Assert.Equal(_asked.Interaction, output.Interaction);
        else
        {
            // Who has handed the person on may still say what came of it.
            bool handedOn = _asked.Agent != talk.Agent && _talkOf.GetValueOrDefault(_asked.Agent.Value) == output.Interaction.Value;
            Assert.True(handedOn || _asked.Agent == talk.Agent, "described by an agent who is not in it");
            Assert.True(handedOn || output.At - talk.ConnectedAt >= Ambiguous, "a disposition that names no conversation went to one that had just begun");
        }
        if (talk.ClosedAt != Instant.Never)
        {
            Late++;
            Assert.True(output.At - talk.ClosedAt <= Day, "described after more than a day");
        }
        Assert.False(talk.Said is { DoNotCall: true } && !said.DoNotCall, "an objection was taken back");
        talk.Said = said;
    }

    private void Closed(in EngineOutput output, in InteractionRecord record)
    {
        var talk = _talks[output.Interaction.Value];
        Assert.Equal(Instant.Never, talk.ClosedAt);
        talk.ClosedAt = output.At;
        Assert.Equal(talk.Said, record.Disposition);
        Assert.Equal(talk.Agents.Count > 0, record.ConnectedAt != Instant.Never);
    }

    private void Closed(in EngineOutput output, in AttemptOutcome outcome)
    {
        Assert.Equal(_ofAttempt.GetValueOrDefault(output.Attempt.Value), output.Interaction.Value);
        Assert.Equal(_saidOfAttempt.GetValueOrDefault(output.Attempt.Value), outcome.Disposition);
        if (outcome.EndedBy == EndedBy.Agent && outcome.ConnectedAt != Instant.Never)
            Assert.True(_talks[output.Interaction.Value].HungUpByAgent, "hung up for an agent who did not say so");
    }
}
