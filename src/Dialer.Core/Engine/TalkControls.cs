using System.Buffers;
using System.Globalization;
using Dialer.Core.Agents;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Handovers;
using Dialer.Core.Ids;
using Dialer.Core.Routing;

namespace Dialer.Core.Engine;

/// <summary>What an agent does in a conversation without leaving it: mute, keys to the far side, the recording; and how long it is written up.</summary>
internal sealed class TalkControls(Turn turn, Facts facts, Roster roster, Conversations conversations)
{
    private const int MostKeys = 64;
    private static readonly SearchValues<char> Keys = SearchValues.Create("0123456789*#");

    public void Mute(in EngineInput input)
    {
        if (FindTalking(input, "no conversation to be muted in") is not { } agent || agent.Muted == input.IsMuted)
            return;
        agent.Muted = input.IsMuted;
        facts.Emit(EngineOutput.MuteLeg(turn.Now, agent.Leg, agent.Muted));
        facts.EmitStep(agent.Muted ? ConversationStep.Muted : ConversationStep.Unmuted, agent.Interaction!, agent.Id);
    }

    /// <summary>Keys may be codes: the fact tells how many there were.</summary>
    public void SendKeys(in EngineInput input)
    {
        string keys = input.Keys;
        if (FindTalking(input, "no conversation to send keys into") is not { } agent)
            return;
        if (keys.Length is 0 or > MostKeys || keys.AsSpan().ContainsAnyExcept(Keys))
        {
            facts.Refuse(agent.Id, $"keys are 0 to 9, * and #, at most {MostKeys}");
            return;
        }
        var interaction = agent.Interaction!;
        facts.Emit(EngineOutput.SendKeys(turn.Now, interaction.Handover is { State: HandoverState.Speaking } asked && asked.Leg != CallId.None ? asked.Leg : interaction.Call, keys));
        facts.EmitStep(ConversationStep.KeysSent, interaction, agent.Id, keys.Length.ToString(CultureInfo.InvariantCulture));
    }

    public void Record(in EngineInput input)
    {
        if (FindTalking(input, "no conversation to record") is not { } agent)
            return;
        var interaction = agent.Interaction!;
        facts.Emit(EngineOutput.ControlRecording(turn.Now, interaction.Call, input.RecordingCommand, Conversations.QueueOfCaller(interaction)));
        facts.EmitStep(input.RecordingCommand switch
        {
            RecordingCommand.Start => ConversationStep.RecordingStarted,
            RecordingCommand.Pause => ConversationStep.RecordingPaused,
            RecordingCommand.Resume => ConversationStep.RecordingResumed,
        }, interaction, agent.Id);
    }

    private Agent? FindTalking(in EngineInput input, string refusal)
    {
        if (conversations.FindAddressed(input) is not { } agent)
            return null;
        if (agent is { State: AgentState.Talking or AgentState.OnHold, Interaction: { IsHangingUp: false, State: InteractionState.Connected or InteractionState.OnHold } })
            return agent;
        facts.Refuse(agent.Id, refusal);
        return null;
    }

    public void ExtendWrapUp(in EngineInput input)
    {
        if (roster.FindAgent(input.Agent) is not { } agent)
            return;
        var until = agent.Since + EngineLimits.LongestWrapUp;
        if (agent.State != AgentState.WrapUp)
            facts.Refuse(agent.Id, "nothing is being written up");
        else if (until <= turn.Now)
            facts.Refuse(agent.Id, "it has been written up for an hour");
        else
        {
            var wished = turn.Now + (input.WrapUpFor > TimeSpan.Zero ? input.WrapUpFor : TimeSpan.Zero);
            turn.Replace(ref agent.Deadline, wished < until ? wished : until, DueKind.WrapUpLimit, agent);
        }
    }

    public void FinishWrapUp(AgentId id)
    {
        if (roster.FindAgent(id) is not { } agent)
            return;
        if (agent.State == AgentState.WrapUp)
            conversations.FinishWrapUp(agent);
        else
            facts.Refuse(id, "nothing is being written up");
    }
}
