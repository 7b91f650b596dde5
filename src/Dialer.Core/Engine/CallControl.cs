using Dialer.Core.Attempts;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;

namespace Dialer.Core.Engine;

/// <summary>The end of calls by us.</summary>
internal sealed class CallControl(Turn turn, Facts facts, Moments moments, FreeAgents freeAgents)
{
    /// <summary>Orders the end of the call. What it was is settled when the line says that it is gone.</summary>
    public void HangUp(Attempt attempt)
    {
        OpenAnswers.Remove(attempt);
        LetAgentGo(attempt);
        LeaveFlight(attempt);
        turn.Cancel(ref attempt.AnalysisDeadline);
        attempt.MoveTo(AttemptState.HangingUp);
        turn.Replace(ref attempt.Deadline, turn.Now + EngineLimits.HangUpGuard, DueKind.HangUpGuard, attempt);
        facts.Emit(EngineOutput.HangUp(turn.Now, attempt.Call));
    }

    public void LeaveFlight(Attempt attempt)
    {
        attempt.Campaign.RemoveInFlight(attempt);
        moments.Touch(attempt.Campaign);
    }

    /// <summary>The reserved agent is free again, and as long idle as before: nothing was said to anybody.</summary>
    public void LetAgentGo(Attempt attempt)
    {
        if (attempt.Agent is not { Reserved: { } reserved } agent || reserved != attempt)
            return;
        attempt.Agent = null;
        agent.Reserved = null;
        freeAgents.Tell(agent, keepIdleSince: !attempt.Dedicated);
    }
}
