using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>
/// A promised call back is judged when it is given, while the person can still be asked for another moment: what is
/// accepted is what will be. It is refused for one named reason, and nothing has changed then.
/// </summary>
internal sealed class CallBacks(Turn turn, Facts facts, Roster roster, Moments moments, DialGate gate, LeadSupply leads, RunningCampaigns running)
{
    /// <summary>Nobody remembers a promise for longer.</summary>
    private static readonly TimeSpan FarthestCallBack = TimeSpan.FromDays(366);

    /// <summary>Makes the moment promised an instant. False: refused.</summary>
    public bool AcceptsCallBack(Interaction interaction, ref Disposition said)
    {
        if (!said.PromisesCallBack)
            return true;
        var command = new EngineInput { Agent = interaction.Agent?.Id ?? default, Interaction = interaction.Id };
        if (interaction.Attempt is { } attempt)
            return AcceptsCallBack(command, attempt.Campaign, attempt.Lead, attempt.Phone, ref said);
        return FindCallBackCampaign(command, interaction.Queue, interaction.Party) is { } campaign
            && AcceptsCallBack(command, campaign, LeadOf(interaction.Party, interaction.Caller), null, ref said);
    }

    /// <summary>Of a conversation that is over.</summary>
    public bool AcceptsCallBack(in EngineInput command, PastConversation past, ref Disposition said)
    {
        if (!said.PromisesCallBack)
            return true;
        if (past.Attempt is { } attempt)
        {
            if (roster.TryGetCampaign(attempt.Campaign, out var its))
                return AcceptsCallBack(command, its, attempt.Lead, attempt.Lead.Phones[attempt.Lead.NextPhone], ref said);
            facts.Refuse(command, CommandRefusal.CallBackWithoutCampaign, "the conversation's campaign is no longer there: nobody would call back");
            return false;
        }
        if (!roster.TryGetQueue(past.Queue, out var queue))
        {
            facts.Refuse(command, CommandRefusal.CallBackWithoutCampaign, "the conversation's queue is no longer there: nobody would call back");
            return false;
        }
        return FindCallBackCampaign(command, queue, past.Party) is { } campaign
            && AcceptsCallBack(command, campaign, LeadOf(past.Party, past.Caller), null, ref said);
    }

    private Campaign? FindCallBackCampaign(in EngineInput command, Queue queue, string party)
    {
        if (queue.Settings.CallBackCampaign is not { } id)
            facts.Refuse(command, CommandRefusal.CallBackWithoutCampaign, $"queue {queue.Settings.Name} names no campaign that calls back (callBackCampaign)");
        else if (!roster.TryGetCampaign(id, out var campaign))
            facts.Refuse(command, CommandRefusal.CallBackWithoutCampaign, $"the campaign that queue {queue.Settings.Name} names for call backs is not there");
        else if (party.Length == 0)
            facts.Refuse(command, CommandRefusal.CallBackWithoutNumber, "the caller showed no number to call back");
        else
            return campaign;
        return null;
    }

    /// <summary>A caller as a lead; that they asked for the call is their consent to it.</summary>
    public HopperLead LeadOf(string party, Caller? caller) =>
        new(default, 0, [new LeadPhone(party, PhoneKind.Unknown) { TimeZone = caller?.Place }], 0, 0, (caller?.TimeZone ?? caller?.Place)!)
        {
            Consent = new Consent(ConsentState.Given, DateOnly.FromDateTime(turn.Now.ToDateTimeOffset().UtcDateTime)),
            Region = caller?.Region,
            Person = caller is { Persons: [var only] } ? only : default,
        };

    public bool AcceptsCallBack(in EngineInput command, Campaign campaign, HopperLead lead, LeadPhone? phone, ref Disposition said)
    {
        phone ??= lead.Phones[0];
        var clock = lead.TimeZone ?? phone.TimeZone;
        if (said.CallBackAt is null && clock is null)
        {
            facts.Refuse(command, CommandRefusal.CallBackClockUnknown, "the called person's clock is not known: give the moment with its offset, such as +02:00");
            return false;
        }
        var at = said.CallBackAt ?? LocalMoment.On(clock!, said.CallBackLocal!.Value);
        if (WhyNot(campaign, lead, phone, said, at) is { } refused)
        {
            facts.Refuse(command, refused.Refusal, refused.Why);
            return false;
        }
        if (said.CallBackLocal is not null)
            said = said with { CallBackAt = at, CallBackLocal = null };
        return true;
    }

    private (CommandRefusal Refusal, string Why)? WhyNot(Campaign campaign, HopperLead lead, LeadPhone phone, Disposition said, Instant at)
    {
        var rules = campaign.Settings.Calling;
        if (said.DoNotCall)
            return (CommandRefusal.CallBackToObjector, "the person objected to further calls: there is no call back");
        if (at < turn.Now)
            return (CommandRefusal.CallBackInPast, $"{at} is past");
        if (at > turn.Now + FarthestCallBack)
            return (CommandRefusal.CallBackTooFar, "more than a year ahead: nobody keeps such a promise");
        if (at >= campaign.Settings.PlannedEnd)
            return (CommandRefusal.CallBackOutsideRules, "the campaign has ended by then");
        if (rules.RefusalCodes.Contains(said.Code) && at < turn.Now + rules.RestAfterRefusal)
            return (CommandRefusal.CallBackOutsideRules, $"this disposition is a refusal, after which nobody calls until {turn.Now + rules.RestAfterRefusal}");
        var permission = gate.CheckRules(campaign.Settings, lead, phone, at);
        if (permission.IsAllowed)
            return null;
        string next = permission.Until == Instant.Never ? "" : $"; the next moment that is allowed is {permission.Until}";
        return (CommandRefusal.CallBackOutsideRules, $"at {at} the rules do not allow it ({permission.Refusal}){next}");
    }

    /// <summary>Who gave up is called back by the queue's rule: once, for a lead has one number once, and not where they got through since, which the store sees to.</summary>
    public void OweTo(Interaction gone, InteractionEnd end)
    {
        var settings = gone.Queue.Settings;
        if (end is not (InteractionEnd.CallerHungUpInQueue or InteractionEnd.NobodyThere) || settings.CallBackWhoGaveUp is not { } rule
            || gone.Party.Length == 0 || turn.Now - gone.ArrivedAt < rule.LeastWait)
            return;
        if (settings.CallBackCampaign is not { } id || !roster.TryGetCampaign(id, out var campaign))
            return;
        var lead = LeadOf(gone.Party, gone.Caller);
        var at = turn.Now + rule.After;
        var permission = gate.CheckRules(campaign.Settings, lead, lead.Phones[0], at);
        if (!permission.IsAllowed)
            at = permission.Until;
        if (at != Instant.Never)
            Promise(campaign, settings.Id, gone.Id, gone.Call, default, gone.Party, at);
    }

    /// <summary>A caller was promised a call back: a lead of the campaign that the queue names.</summary>
    public void PromiseCallBack(QueueId queue, InteractionId interaction, CallId call, AgentId agent, string party, Instant at)
    {
        if (roster.TryGetQueue(queue, out var its) && its.Settings.CallBackCampaign is { } id && roster.TryGetCampaign(id, out var campaign))
            Promise(campaign, queue, interaction, call, agent, party, at);
    }

    /// <param name="queue">Default: none; it was ordered on the way to one.</param>
    /// <param name="agent">Default: nobody promised it; the caller ordered it, or gave up in the queue.</param>
    public void Promise(Campaign campaign, QueueId queue, InteractionId interaction, CallId call, AgentId agent, string party, Instant at)
    {
        facts.Emit(new EngineOutput
        {
            Kind = EngineOutputKind.CallBackPromised,
            At = turn.Now,
            Campaign = campaign.Id,
            Queue = queue,
            Interaction = interaction,
            Call = call,
            Agent = agent,
            Until = at,
            TextSlot = party,
            Record = -1,
        });
        if (campaign.State == CampaignState.Finished && !turn.IsDraining)
            running.Run(campaign);
        leads.AskBy(campaign, at);
        moments.Touch(campaign);
    }
}
