using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>The orderly end: no new calls, conversations end or meet the deadline, everything closes, agents are logged out.</summary>
public sealed partial class DialerEngine
{
    private readonly List<Attempt> _openAttempts = [];
    private DeadlineHandle _drainDeadline;
    private bool _draining;
    private bool _drainPassed;
    private bool _drained;

    private void Drain(TimeSpan within)
    {
        _draining = true;
        foreach (var campaign in _campaignList)
            EmptyHopper(campaign, "draining");
        foreach (var agent in _agentList)
            if (agent.Preview is not null)
                PassPreviewOn(agent, "draining");
        if (!_drainPassed)
            Replace(ref _drainDeadline, _now + within, DueKind.DrainLimit, this);
    }

    /// <summary>Calls that are left are ended, wrap-ups close at once. The line's CallEnded, or its guard, ends each attempt.</summary>
    private void DrainLimit()
    {
        _drainDeadline = DeadlineHandle.None;
        _drainPassed = true;
        foreach (var agent in _agentList)
            if (agent.State == AgentState.WrapUp)
                FinishWrapUp(agent);
        for (int i = _openAttempts.Count - 1; i >= 0; i--)
            EndForDrain(_openAttempts[i]);
        for (int i = _openInbound.Count - 1; i >= 0; i--)
            if (_openInbound[i] is { HangingUp: false, State: not InteractionState.WrapUp } interaction)
                EndByUs(interaction, byAgent: false);
    }

    private void EndForDrain(Attempt attempt)
    {
        if (attempt.State is AttemptState.HangingUp or AttemptState.WrapUp)
            return;
        if (attempt.State == AttemptState.Waiting)
        {
            CloseInteraction(attempt.Interaction!, InteractionEnd.Interrupted);
            attempt.Interaction = null;
        }
        HangUp(attempt, "drained");
    }

    private void DrainedIfDone()
    {
        if (_drained || _openAttempts.Count > 0 || _openInbound.Count > 0)
            return;
        _drained = true;
        _deadlines.Cancel(ref _drainDeadline);
        foreach (var agent in _agentList)
            if (agent.State != AgentState.LoggedOut)
                LogOut(agent, "drained");
        foreach (var campaign in _campaignList)
        {
            _deadlines.Cancel(ref campaign.TickDeadline);
            _deadlines.Cancel(ref campaign.AskDeadline);
        }
        Emit(new EngineOutput { Kind = EngineOutputKind.Drained, At = _now, Record = -1 });
    }
}
