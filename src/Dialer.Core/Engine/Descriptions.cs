using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>What agents say came of conversations, before and after their end.</summary>
internal sealed class Descriptions(Turn turn, Facts facts, Roster roster, Legs legs, Moments moments, DialGate gate, LeadSupply leads, Previews previews, RunningCampaigns running, WriteUps writeUps, Conversations conversations, CallBacks callBacks)
{
    public void SubmitDisposition(in EngineInput input)
    {
        var said = input.Disposition;
        var named = input.Agent.Value == 0 ? null : roster.FindAgent(input.Agent);
        if (named is null && input.Agent.Value != 0)
            return;
        if (input.Interaction.Value == 0)
            DescribePresent(named, said);
        else if (!legs.TryFind(input.Interaction, out var interaction))
            facts.Emit(EngineOutput.LoadConversation(turn.Now, input.Agent, input.Interaction));
        else if (named is null && interaction.ConnectedAt == Instant.Never)
            facts.Refuse(input, CommandRefusal.NotInConversation, "nobody has spoken with this person yet");
        else if (named is not null && !WasIn(named, interaction))
            facts.Refuse(input, CommandRefusal.StaleInteraction, "this conversation is another agent's; nothing was changed");
        else
            Describe(interaction, said, byPresentAgent: named is null || (named == interaction.Agent && named.Interaction == interaction), named);
    }

    private static bool WasIn(Agent agent, Interaction interaction) =>
        interaction.Agent == agent || interaction.FormerAgents?.Contains(agent.Id) == true;

    /// <summary>Of the conversation that the agent is in, unless it is so new that the last one may be meant.</summary>
    public void DescribePresent(Agent? agent, Disposition said)
    {
        if (agent is null)
            facts.Refuse(default(AgentId), "no agent and no conversation is named");
        else if ((agent.Interaction ?? HandedOnBy(agent)) is not { } interaction)
            facts.Refuse(agent.Id, "no call to describe; name one that is over by its interaction");
        else if (turn.Now - agent.TalkingSince < EngineLimits.Ambiguous)
            facts.Refuse(new EngineInput { Agent = agent.Id }, CommandRefusal.AmbiguousInteraction, "a new conversation has just begun: name by its interaction the one that is meant");
        else
            Describe(interaction, said, byPresentAgent: agent.Interaction == interaction, agent);
    }

    /// <summary>What the agent writes up though it goes on without them; null: nothing.</summary>
    private Interaction? HandedOnBy(Agent agent) => agent.State == AgentState.WrapUp && legs.TryFind(agent.Beside, out var handedOn) ? handedOn : null;

    /// <param name="by">Who says it, where an agent does.</param>
    private void Describe(Interaction interaction, Disposition said, bool byPresentAgent, Agent? by)
    {
        said = KeepObjection(said, interaction.Disposition is { DoNotCall: true });
        if (!callBacks.AcceptsCallBack(interaction, ref said))
            return;
        interaction.Disposition = said;
        interaction.SaidByAgent |= byPresentAgent;
        var agent = interaction.Agent!;
        if (interaction.Attempt is { } attempt)
            writeUps.DescribeAttempt(attempt, said);
        else
        {
            if (said.DoNotCall)
            {
                writeUps.Objected(interaction);
                writeUps.StopRinging();
            }
            writeUps.EmitDescribed(interaction, new ConversationDescription { Disposition = said, Party = interaction.Party });
            if (said.CallBackAt is { } promised)
                callBacks.PromiseCallBack(interaction.Queue.Settings.Id, interaction.Id, interaction.Call, agent.Id, interaction.Party, promised);
        }
        if (byPresentAgent && agent.State == AgentState.WrapUp && agent.Interaction == interaction)
            conversations.FinishWrapUp(agent);
        else if (by is { State: AgentState.WrapUp, Interaction: null } && by.Beside == interaction.Id)
            conversations.FinishWrapUp(by);
    }

    private static Disposition KeepObjection(Disposition said, bool objected) => objected && !said.DoNotCall ? said with { DoNotCall = true } : said;

    public void DescribeConversation(in EngineInput input)
    {
        var late = input.LateDescription;
        var past = late.Conversation;
        if (input.Agent.Value != 0 && roster.FindAgent(input.Agent) is null)
            return;
        if (input.Agent.Value != 0 && !past.Agents.Contains(input.Agent))
            facts.Refuse(input, CommandRefusal.StaleInteraction, "this conversation was another agent's; nothing was changed");
        else if (past.Agents.Count == 0)
            facts.Refuse(input, CommandRefusal.NotInConversation, "nobody has spoken with this person");
        else if (turn.Now - past.ClosedAt > EngineLimits.DescribedWithin)
            facts.Refuse(input, CommandRefusal.StaleInteraction, "this conversation ended more than a day ago; nothing was changed");
        else
            DescribePast(past, KeepObjection(late.Said, past.Objected), input.Agent.Value != 0 ? input.Agent : past.Agents[^1]);
    }

    private void DescribePast(PastConversation past, Disposition said, AgentId agent)
    {
        if (!callBacks.AcceptsCallBack(new EngineInput { Agent = agent, Interaction = past.Interaction }, past, ref said))
            return;
        if (said.DoNotCall && past.Attempt is { } dialed)
            writeUps.Object(dialed.Lead);
        else if (said.DoNotCall)
            writeUps.Object(past.Party);
        var open = past.Attempt is { } its && legs.TryFind(new CallId(its.Attempt.Value), out object? leg) ? leg as Attempt : null;
        RetryDecision? next = null;
        if (open is not null)
            open.Disposition = said;
        else if (past.Attempt is { } closed)
            next = DecideAnew(closed, past, said, agent);
        facts.Emit(new EngineOutput
        {
            Kind = EngineOutputKind.ConversationDescribed,
            At = turn.Now,
            Campaign = past.Attempt?.Campaign ?? default,
            Queue = past.Queue,
            Lead = past.Attempt?.Lead.Id ?? default,
            Attempt = past.Attempt?.Attempt ?? default,
            Interaction = past.Interaction,
            Call = past.Call,
            Agent = agent,
            TextSlot = past.Party,
            Record = turn.Outbox.AddRecord(new ConversationDescription { Run = past.Run, Disposition = said, Party = past.Party, IsLate = open is null, Next = next }),
        });
        if (past.Attempt is null && said.CallBackAt is { } promised)
            callBacks.PromiseCallBack(past.Queue, past.Interaction, past.Call, agent, past.Party, promised);
        if (next is { } decided && roster.TryGetCampaign(past.Attempt!.Campaign, out var campaign))
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
        if (roster.TryGetCampaign(attempt.Campaign, out var campaign))
        {
            gate.AttemptClosed(campaign.Settings, outcome, turn.Now, attempt.Lead);
            if (said.WasMachine && !attempt.WasMachine && !Verdicts.IsMachine(attempt.Verdict))
                campaign.Allowance.WasMachine(turn.Now);
        }
        if (!said.Binds && (!attempt.IsLatest || legs.FindOpen(attempt.Campaign, attempt.Lead.Id) is not null))
            return null;
        var decided = (campaign?.Settings.Retry ?? RetryRules.Default).Decide(outcome, attempt.Lead, past.ClosedAt);
        return decided with { NextCallable = Instant.Max(decided.NextCallable, turn.Now) };
    }

    /// <summary>The lead as it was held here is out of date: it goes back, and comes again when the store says so.</summary>
    private void FollowDecision(Campaign campaign, LeadId lead, in RetryDecision decided)
    {
        if (legs.FindOpen(campaign.Id, lead) is { } attempt)
        {
            attempt.SaidMeanwhile = decided;
            return;
        }
        if (campaign.LoadOutstanding)
            campaign.ChangedMeanwhile.Add(lead);
        if (campaign.Hopper.TryRemove(lead, out var held))
            facts.EmitLead(EngineOutputKind.LeadReturned, campaign, held, default, LeadSupply.SaidAnew);
        leads.TakePromiseBack(campaign, lead);
        foreach (var agent in roster.Agents)
            if (agent.PreviewCampaign == campaign && agent.Preview?.Id == lead)
                previews.PassPreviewOn(agent, LeadSupply.SaidAnew);
        if (decided.Fate != LeadFate.Retry)
            return;
        if (campaign.State == CampaignState.Finished && !turn.IsDraining)
            running.Run(campaign);
        leads.AskBy(campaign, decided.NextCallable);
        moments.Touch(campaign);
    }
}
