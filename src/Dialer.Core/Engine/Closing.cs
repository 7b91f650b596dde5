using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>The one place where attempts and interactions are closed.</summary>
internal sealed class Closing(Turn turn, Facts facts, Legs legs, Moments moments, DialGate gate, LeadSupply leads, Refusals refusals, RunningCampaigns running, Distribution distribution, Blending blending)
{
    public void Close(Attempt attempt)
    {
        var campaign = attempt.Campaign;
        attempt.MoveTo(AttemptState.Closed);
        var outcome = attempt.ToOutcome(turn.Now);
        outcome = outcome with { Next = DecisionOf(attempt, outcome) };
        gate.AttemptClosed(campaign.Settings, outcome, turn.Now, attempt.Lead);
        gate.Release(attempt.Lead);
        Count(campaign, outcome, attempt.TrunkFault);
        if (outcome.Next.Fate == LeadFate.Retry)
            leads.AskBy(campaign, outcome.Next.NextCallable);
        facts.Emit(new EngineOutput
        {
            Kind = EngineOutputKind.AttemptClosed,
            At = turn.Now,
            Campaign = campaign.Id,
            Lead = attempt.Lead.Id,
            Attempt = attempt.Id,
            Interaction = attempt.Conversation,
            Call = attempt.Call,
            Agent = outcome.Agent ?? default,
            Verdict = attempt.Verdict,
            Record = turn.Outbox.AddRecord(outcome),
        });
        campaign.Open--;
        legs.RemoveOpen(attempt);
        if (refusals.MustPause(attempt, outcome))
            running.Halt(campaign, CampaignState.Paused);
        attempt.Agent = null;
        legs.Return(attempt);
        moments.Touch(campaign);
        running.FinishIfDone(campaign);
    }

    private static void Count(Campaign campaign, in AttemptOutcome outcome, bool trunkFault)
    {
        campaign.Counters.Closed++;
        campaign.Counters.ResultCounts.Add(outcome.Result);
        if (trunkFault)
            campaign.Counters.TrunkFaults++;
        if (outcome.Next.Fate != LeadFate.Retry)
            campaign.Counters.LeadsFinished++;
    }

    public void CloseInteraction(Interaction interaction, InteractionEnd end)
    {
        distribution.End(interaction);
        legs.Forget(interaction);
        turn.Cancel(ref interaction.Deadline);
        interaction.MoveTo(InteractionState.Closed);
        if (interaction.EndedAt == Instant.Never)
            interaction.EndedAt = turn.Now;
        CountEnd(interaction, end);
        facts.EmitInteraction(EngineOutputKind.InteractionClosed, interaction, turn.Outbox.AddRecord(interaction.ToRecord(end, turn.Now)));
        if (interaction.Attempt is null)
        {
            ForgetCaller(interaction);
            legs.RemoveOpen(interaction);
        }
        interaction.Agent = null;
        legs.Return(interaction);
    }

    private void CountEnd(Interaction interaction, InteractionEnd end)
    {
        if (end is not (InteractionEnd.CallerHungUpInQueue or InteractionEnd.Abandoned))
            return;
        if (end == InteractionEnd.CallerHungUpInQueue)
        {
            interaction.Queue.Counters.HungUpInQueue++;
            if (interaction.Attempt is null)
                blending.Learn(interaction.Queue, inTime: false);
        }
        interaction.Queue.Waits.Add(turn.Now - interaction.ArrivedAt);
    }

    private void ForgetCaller(Interaction interaction)
    {
        gate.Release(interaction.Party);
        for (int i = 0; i < (interaction.Caller?.Persons.Count ?? 0); i++)
            gate.Release(interaction.Caller!.Persons[i]);
    }

    private RetryDecision DecisionOf(Attempt attempt, in AttemptOutcome outcome)
    {
        if (attempt.SaidMeanwhile is { } said && outcome.Disposition is null && outcome.ConnectedAt == Instant.Never)
            return said with { NextCallable = Instant.Max(said.NextCallable, turn.Now) };
        return attempt.Campaign.Settings.Retry.Decide(outcome, attempt.Lead, turn.Now);
    }
}
