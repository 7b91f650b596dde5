using Dialer.Core.Agents;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>
/// Phones that the network took from their agents, as when a PBX restarts: they are called again until one is back, and who
/// was at work when it went is at work again. An agent who hangs up has left, and is not called.
/// </summary>
public sealed partial class DialerEngine
{
    /// <summary>While the agent is still in its state: was it at work, and was the phone taken or laid down?</summary>
    private void RememberToRecall(Agent agent, EndedBy by)
    {
        if (agent.LegIsUp && by == EndedBy.Network && !_draining && agent.Leaving != LeavingTo.LoggedOut)
        {
            agent.RecallUntil = _now + EngineLimits.RecallFor;
            agent.RecallAfter = EngineLimits.FirstRecall;
            agent.RecallToReady = agent.State != AgentState.NotReady && agent.Leaving == LeavingTo.Stay;
        }
    }

    /// <summary>Logged out, and to be called again.</summary>
    private void PlanRecall(Agent agent)
    {
        if (agent.RecallUntil == Instant.Epoch)
            return;
        if (_draining || _now + agent.RecallAfter > agent.RecallUntil)
        {
            ForgetRecall(agent);
            return;
        }
        Replace(ref agent.RecallDeadline, _now + agent.RecallAfter, DueKind.Recall, agent);
        var doubled = agent.RecallAfter * 2;
        agent.RecallAfter = doubled < EngineLimits.LongestRecall ? doubled : EngineLimits.LongestRecall;
    }

    private void Recall(Agent agent)
    {
        agent.RecallDeadline = DeadlineHandle.None;
        if (_draining || agent.State != AgentState.LoggedOut || UserOfPhone(agent) is not null)
        {
            ForgetRecall(agent);
            return;
        }
        CallPhone(agent);
        agent.ReadyAsked = agent.RecallToReady;
    }

    /// <summary>True: the agent was to be called again.</summary>
    private bool ForgetRecall(Agent agent)
    {
        bool waited = agent.RecallUntil != Instant.Epoch;
        _deadlines.Cancel(ref agent.RecallDeadline);
        agent.RecallUntil = Instant.Epoch;
        return waited;
    }
}
