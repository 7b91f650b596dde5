using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>
/// What agents say came of conversations, before and after their end, and which conversation a command means. What is
/// said is a fact of its own at once, since an objection must not wait for a wrap-up to end.
/// </summary>
public sealed partial class DialerEngine
{
    private const string SaidAnew = "its conversation was described meanwhile";

    /// <summary>The agent of a command that names the agent, the conversation, or both; null: refused, nothing has changed.</summary>
    private Agent? FindAddressed(in EngineInput command)
    {
        if (command.Interaction.Value == 0)
            return FindAgent(command.Agent);
        var named = command.Agent.Value == 0 ? null : FindAgent(command.Agent);
        if (named is null && command.Agent.Value != 0)
            return null;
        if (_interactions.TryGetValue(command.Interaction.Value, out var interaction) && interaction.Agent is { } agent
            && agent.Interaction == interaction && (named is null || named == agent))
            return agent;
        if (named is null && interaction is { State: InteractionState.Waiting })
            Refuse(command, CommandRefusal.NotInConversation, "nobody speaks with this person at present");
        else
            Refuse(command, CommandRefusal.StaleInteraction, "this conversation is over or with somebody else; nothing was changed");
        return null;
    }

    private void SubmitDisposition(in EngineInput input)
    {
        var said = input.Disposition;
        var named = input.Agent.Value == 0 ? null : FindAgent(input.Agent);
        if (named is null && input.Agent.Value != 0)
            return;
        if (input.Interaction.Value == 0)
            DescribePresent(named, said);
        else if (!_interactions.TryGetValue(input.Interaction.Value, out var interaction))
            Emit(EngineOutput.LoadConversation(_now, input.Agent, input.Interaction));
        else if (named is null && interaction.ConnectedAt == Instant.Never)
            Refuse(input, CommandRefusal.NotInConversation, "nobody has spoken with this person yet");
        else if (named is not null && !WasIn(named, interaction))
            Refuse(input, CommandRefusal.StaleInteraction, "this conversation is another agent's; nothing was changed");
        else
            Describe(interaction, said, byPresentAgent: named is null || named == interaction.Agent);
    }

    private static bool WasIn(Agent agent, Interaction interaction) =>
        interaction.Agent == agent || interaction.LostAgents?.Contains(agent.Id) == true;

    /// <summary>Of the conversation that the agent is in, unless it is so new that the last one may be meant.</summary>
    private void DescribePresent(Agent? agent, Disposition said)
    {
        if (agent is null)
            Refuse(default(AgentId), "no agent and no conversation is named");
        else if (agent.Interaction is not { } interaction)
            Refuse(agent.Id, "no call to describe; name one that is over by its interaction");
        else if (_now - agent.TalkingSince < EngineLimits.Ambiguous)
            Refuse(new EngineInput { Agent = agent.Id }, CommandRefusal.AmbiguousInteraction, "a new conversation has just begun: name by its interaction the one that is meant");
        else
            Describe(interaction, said, byPresentAgent: true);
    }

    private void Describe(Interaction interaction, Disposition said, bool byPresentAgent)
    {
        said = KeepObjection(said, interaction.Disposition is { DoNotCall: true });
        if (!AcceptsCallBack(interaction, ref said))
            return;
        interaction.Disposition = said;
        interaction.SaidByAgent |= byPresentAgent;
        var agent = interaction.Agent!;
        if (interaction.Attempt is { } attempt)
            DescribeAttempt(attempt, said);
        else
        {
            if (said.DoNotCall)
            {
                Objected(interaction);
                StopRinging();
            }
            EmitDescribed(interaction, new ConversationDescription { Disposition = said, Party = interaction.Party });
            if (said.CallBackAt is { } promised)
                PromiseCallBack(interaction.Queue.Settings.Id, interaction.Id, interaction.Call, agent.Id, interaction.Party, promised);
        }
        if (byPresentAgent && agent.State == AgentState.WrapUp && agent.Interaction == interaction)
            FinishWrapUp(agent);
    }

    /// <summary>An attempt that is open: what was said is decided upon anew at its close, and holds as it is after a crash.</summary>
    private void DescribeAttempt(Attempt attempt, Disposition said)
    {
        attempt.Disposition = said;
        if (said.DoNotCall)
            Object(attempt.Lead);
        var soFar = attempt.ToOutcome(_now) with { Result = CallResult.Answered };
        Emit(new EngineOutput
        {
            Kind = EngineOutputKind.ConversationDescribed,
            At = _now,
            Campaign = attempt.Campaign.Id,
            Queue = attempt.Campaign.Group.Queue.Settings.Id,
            Lead = attempt.Lead.Id,
            Attempt = attempt.Id,
            Interaction = attempt.Conversation,
            Call = attempt.Call,
            Agent = attempt.Agent?.Id ?? default,
            TextSlot = attempt.Phone.Number,
            Record = Outbox.AddRecord(new ConversationDescription
            {
                Disposition = said,
                Party = attempt.Phone.Number,
                Next = attempt.Campaign.Settings.Retry.Decide(soFar, attempt.Lead, _now),
            }),
        });
    }

    private void EmitDescribed(Interaction interaction, in ConversationDescription description) =>
        EmitInteraction(EngineOutputKind.ConversationDescribed, interaction, Outbox.AddRecord(description));

    private static Disposition KeepObjection(Disposition said, bool objected) => objected && !said.DoNotCall ? said with { DoNotCall = true } : said;

    private void Object(string number)
    {
        if (number.Length == 0)
            return;
        _gate.AddDoNotCall(number);
        StopRinging();
    }

    private void Object(Objectors people)
    {
        _gate.AddDoNotCall(people);
        StopRinging();
    }

    private void Object(HopperLead lead)
    {
        _gate.Objected(lead);
        StopRinging();
    }

    /// <summary>A phone that rings for us at this moment stops where its person has just said no.</summary>
    private void StopRinging()
    {
        for (int i = _openAttempts.Count - 1; i >= 0; i--)
            if (_openAttempts[i] is { State: AttemptState.Dialing or AttemptState.Ringing } attempt
                && _gate.CheckRules(attempt.Campaign.Settings, attempt.Lead, attempt.Phone, _now).Refusal == DialRefusal.DoNotCall)
                HangUp(attempt, "objected meanwhile");
    }

    private void DescribeConversation(in EngineInput input)
    {
        var late = input.LateDescription;
        var past = late.Conversation;
        if (input.Agent.Value != 0 && FindAgent(input.Agent) is null)
            return;
        if (input.Agent.Value != 0 && !past.Agents.Contains(input.Agent))
            Refuse(input, CommandRefusal.StaleInteraction, "this conversation was another agent's; nothing was changed");
        else if (past.Agents.Count == 0)
            Refuse(input, CommandRefusal.NotInConversation, "nobody has spoken with this person");
        else if (_now - past.ClosedAt > EngineLimits.DescribedWithin)
            Refuse(input, CommandRefusal.StaleInteraction, "this conversation ended more than a day ago; nothing was changed");
        else
            DescribePast(past, KeepObjection(late.Said, past.Objected), input.Agent.Value != 0 ? input.Agent : past.Agents[^1]);
    }

    private void DescribePast(PastConversation past, Disposition said, AgentId agent)
    {
        if (!AcceptsCallBack(new EngineInput { Agent = agent, Interaction = past.Interaction }, past, ref said))
            return;
        if (said.DoNotCall && past.Attempt is { } dialed)
            Object(dialed.Lead);
        else if (said.DoNotCall)
            Object(past.Party);
        var open = past.Attempt is { } its && _legs.TryGetValue(its.Attempt.Value, out object? leg) ? leg as Attempt : null;
        RetryDecision? next = null;
        if (open is not null)
            open.Disposition = said;
        else if (past.Attempt is { } closed)
            next = DecideAnew(closed, past, said, agent);
        Emit(new EngineOutput
        {
            Kind = EngineOutputKind.ConversationDescribed,
            At = _now,
            Campaign = past.Attempt?.Campaign ?? default,
            Queue = past.Queue,
            Lead = past.Attempt?.Lead.Id ?? default,
            Attempt = past.Attempt?.Attempt ?? default,
            Interaction = past.Interaction,
            Call = past.Call,
            Agent = agent,
            TextSlot = past.Party,
            Record = Outbox.AddRecord(new ConversationDescription { Run = past.Run, Disposition = said, Party = past.Party, IsLate = open is null, Next = next }),
        });
        if (past.Attempt is null && said.CallBackAt is { } promised)
            PromiseCallBack(past.Queue, past.Interaction, past.Call, agent, past.Party, promised);
        if (next is { } decided && _campaigns.TryGetValue(past.Attempt!.Campaign.Value, out var campaign))
            FollowDecision(campaign, past.Attempt.Lead.Id, decided);
    }

    /// <summary>As it would have been decided had it been said in time; null: the lead has been dialed since, and that decides.</summary>
    private RetryDecision? DecideAnew(PastAttempt attempt, PastConversation past, Disposition said, AgentId agent)
    {
        var outcome = new AttemptOutcome
        {
            Attempt = attempt.Attempt,
            Campaign = attempt.Campaign,
            Lead = attempt.Lead.Id,
            Call = past.Call,
            Number = attempt.Number,

            // What a crash cut off was spoken all the same.
            Result = attempt.Result == CallResult.Interrupted ? CallResult.Answered : attempt.Result,
            Verdict = attempt.Verdict,
            Disposition = said,
            Counted = attempt.Counted,
            Agent = agent,
            ConnectedAt = past.ClosedAt,
            ClosedAt = past.ClosedAt,
        };
        if (_campaigns.TryGetValue(attempt.Campaign.Value, out var campaign))
        {
            _gate.AttemptClosed(campaign.Settings, outcome, _now, attempt.Lead);
            if (said.WasMachine && !attempt.WasMachine && !IsMachine(attempt.Verdict))
                campaign.Allowance.WasMachine(_now);
        }
        if (!said.Binds && (!attempt.IsLatest || FindOpen(attempt.Campaign, attempt.Lead.Id) is not null))
            return null;
        var decided = (campaign?.Settings.Retry ?? RetryRules.Default).Decide(outcome, attempt.Lead, past.ClosedAt);
        return decided with { NextCallable = Instant.Max(decided.NextCallable, _now) };
    }

    private Attempt? FindOpen(CampaignId campaign, LeadId lead)
    {
        foreach (var attempt in _openAttempts)
            if (attempt.Lead.Id == lead && attempt.Campaign.Id == campaign)
                return attempt;
        return null;
    }

    /// <summary>The lead as it was held here is out of date: it goes back, and comes again when the store says so.</summary>
    private void FollowDecision(Campaign campaign, LeadId lead, in RetryDecision decided)
    {
        if (FindOpen(campaign.Id, lead) is { } attempt)
        {
            attempt.SaidMeanwhile = decided;
            return;
        }
        if (campaign.LoadOutstanding)
            campaign.ChangedMeanwhile.Add(lead);
        if (campaign.Hopper.TryRemove(lead, out var held))
            EmitLead(EngineOutputKind.LeadReturned, campaign, held, default, SaidAnew);
        TakePromiseBack(campaign, lead);
        foreach (var agent in _agentList)
            if (agent.PreviewCampaign == campaign && agent.Preview?.Id == lead)
                PassPreviewOn(agent, SaidAnew);
        if (decided.Fate != LeadFate.Retry)
            return;
        if (campaign.State == Campaigns.CampaignState.Finished && !_draining)
            Run(campaign);
        AskBy(campaign, decided.NextCallable);
        Touch(campaign);
    }

    private void TakePromiseBack(Campaign campaign, LeadId lead)
    {
        for (int i = campaign.Promised.Count - 1; i >= 0; i--)
        {
            if (campaign.Promised[i].Id != lead)
                continue;
            EmitLead(EngineOutputKind.LeadReturned, campaign, campaign.Promised[i], default, SaidAnew);
            campaign.Promised.RemoveAt(i);
        }
    }

    private RetryDecision DecisionOf(Attempt attempt, in AttemptOutcome outcome)
    {
        if (attempt.SaidMeanwhile is { } said && outcome.Disposition is null && outcome.ConnectedAt == Instant.Never)
            return said with { NextCallable = Instant.Max(said.NextCallable, _now) };
        return attempt.Campaign.Settings.Retry.Decide(outcome, attempt.Lead, _now);
    }
}
