using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>The orderly end: no new calls, conversations end or meet the deadline, everything closes, agents are logged out.</summary>
internal sealed class Draining(Turn turn, Facts facts, Roster roster, Legs legs, LeadSupply leads, Previews previews, Closing closing, CallControl control, WorkDesk works, Conversations conversations, AgentDesk desk)
{
    private DeadlineHandle _drainDeadline;
    private bool _drained;

    public void Drain(TimeSpan within)
    {
        turn.Drain();
        foreach (var campaign in roster.Campaigns)
            leads.EmptyHopper(campaign, "draining");
        foreach (var agent in roster.Agents)
            if (agent.Preview is not null)
                previews.PassPreviewOn(agent, "draining");
        if (!turn.IsCutShort)
            turn.Replace(ref _drainDeadline, turn.Now + within, DueKind.DrainLimit, this);
    }

    /// <summary>Calls that are left are ended, wrap-ups close at once. The line's CallEnded, or its guard, ends each attempt.</summary>
    public void DrainLimit()
    {
        _drainDeadline = DeadlineHandle.None;
        turn.CutShort();
        foreach (var agent in roster.Agents)
            if (agent.State == AgentState.WrapUp)
                conversations.FinishWrapUp(agent);
        for (int i = legs.OpenAttempts.Count - 1; i >= 0; i--)
            EndForDrain(legs.OpenAttempts[i]);
        for (int i = legs.OpenInbound.Count - 1; i >= 0; i--)
            if (legs.OpenInbound[i] is { HangingUp: false, State: not InteractionState.WrapUp } interaction)
                conversations.EndByUs(interaction, byAgent: false);
    }

    private void EndForDrain(Attempt attempt)
    {
        if (attempt.State is AttemptState.HangingUp or AttemptState.WrapUp)
            return;
        if (attempt.State == AttemptState.Waiting)
        {
            closing.CloseInteraction(attempt.Interaction!, InteractionEnd.Interrupted);
            attempt.Interaction = null;
        }
        control.HangUp(attempt);
    }

    public void DrainedIfDone()
    {
        if (!turn.IsDraining || _drained || legs.OpenAttempts.Count > 0 || legs.OpenInbound.Count > 0)
            return;
        _drained = true;
        foreach (var campaign in roster.Campaigns)
            facts.EmitLearned(campaign);
        works.EndAll();
        turn.Cancel(ref _drainDeadline);
        foreach (var agent in roster.Agents)
            if (agent.State != AgentState.LoggedOut)
                desk.LogOut(agent, "drained");
        foreach (var campaign in roster.Campaigns)
        {
            turn.Cancel(ref campaign.TickDeadline);
            turn.Cancel(ref campaign.AskDeadline);
        }
        facts.Emit(new EngineOutput { Kind = EngineOutputKind.Drained, At = turn.Now, Record = -1 });
    }
}
