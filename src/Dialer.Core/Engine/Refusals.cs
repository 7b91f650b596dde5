using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>
/// What follows when a trunk refuses everything (<see cref="RefusalWatch"/> says when): the leads go back as they stood, the
/// campaign dials by the next trunk of its failover, or pauses where none is left, and somebody is told.
/// </summary>
internal sealed class Refusals(Turn turn, Facts facts, Roster roster, Moments moments, LeadSupply leads)
{
    /// <summary>Something was heard of a call: it rings, was answered, or is over.</summary>
    public static void HeardOf(Attempt attempt)
    {
        if (!attempt.IsUnheard)
            return;
        attempt.IsUnheard = false;
        attempt.Campaign.RefusalWatch.HeardOf();
    }

    public void LetThrough(Attempt attempt, TrunkId by)
    {
        HeardOf(attempt);
        attempt.Campaign.RefusalWatch.Reached(by.Value != 0 ? by : attempt.Trunk.Settings.Id);
        if (attempt.Campaign.IsHungry)
            moments.Touch(attempt.Campaign);
    }

    /// <summary>Ended by the network before anything rang, and soon; an end that we asked for, or that the trunk owns to, says nothing of this kind.</summary>
    private static bool EndedAtOnce(Attempt attempt) =>
        attempt is { SipStatus: >= 300, TrunkFault: false, Verdict: CpaVerdict.None } && attempt.EndedBy != EndedBy.Dialer
        && attempt.Result != CallResult.Cancelled && attempt.RingingAt == Instant.Never && attempt.AnsweredAt == Instant.Never
        && attempt.EndedAt - attempt.StartedAt <= EngineLimits.AtOnce;

    /// <summary>True: nothing lets the campaign's calls through, and it must pause.</summary>
    public bool MustPause(Attempt attempt, in AttemptOutcome outcome)
    {
        if (!EndedAtOnce(attempt))
            return false;
        var by = attempt.ServedBy.Value != 0 ? attempt.ServedBy : attempt.Trunk.Settings.Id;
        var answer = new NetworkAnswer(attempt.SipStatus, attempt.Q850Cause, attempt.Phrase, attempt.ReasonText);
        var call = new RefusedCall(attempt.Id, attempt.Lead, outcome.Number, by, answer, attempt.StartedAt, outcome.Next.Fate);
        return attempt.Campaign.RefusalWatch.Ended(call, turn.Now) is { } refused && RefusesEverything(attempt.Campaign, refused);
    }

    /// <summary>True: no other trunk is left to dial by.</summary>
    public bool RefusesEverything(Campaign campaign, IReadOnlyList<RefusedCall> refused)
    {
        var trunk = refused[^1].By;
        var next = campaign.State == CampaignState.Running ? NextTrunk(campaign, trunk) : null;

        // Calls that were out when the pattern was seen come back one by one, and the campaign dials by another trunk already.
        bool isNews = campaign.State == CampaignState.Running && (refused.Count > 1 || trunk == campaign.Trunk.Settings.Id);
        if (isNews)
        {
            campaign.Refused = new RefusalPattern(trunk, next?.Settings.Id, refused[^1].Answer, refused.Count);
            facts.EmitRefusals(campaign, campaign.Refused.Value);
        }
        foreach (var call in refused)
            GiveBack(campaign, call);
        if (isNews && next is not null)
            DialBy(campaign, next);
        return isNews && next is null;
    }

    private void GiveBack(Campaign campaign, in RefusedCall call)
    {
        if (call.Fate != LeadFate.Retry)
            campaign.Counters.LeadsFinished--;
        campaign.Counters.TrunkFaults++;
        facts.EmitGivenBack(campaign, new LeadStanding(call.Attempt, call.Number, call.Lead, call.Fate));
        leads.AskBy(campaign, turn.Now);
    }

    /// <summary>The campaign's own trunk, then those that may take its place; none that is away, or is known to refuse its calls.</summary>
    private Trunk? NextTrunk(Campaign campaign, TrunkId refusing)
    {
        if (!roster.TryGetTrunk(campaign.Settings.Trunk, out var own))
            return null;
        if (MayServe(campaign, own, refusing))
            return own;
        foreach (var id in own.Settings.Failover)
            if (roster.TryGetTrunk(id, out var other) && MayServe(campaign, other, refusing))
                return other;
        return null;
    }

    private static bool MayServe(Campaign campaign, Trunk trunk, TrunkId refusing) =>
        trunk.IsAvailable && trunk != campaign.Trunk && trunk.Settings.Id != refusing && !campaign.RefusalWatch.IsRefusing(trunk.Settings.Id);

    private void DialBy(Campaign campaign, Trunk next)
    {
        MoveToTrunk(campaign, next);
        campaign.RefusalWatch.Changed();
        bool isOwn = next.Settings.Id == campaign.Settings.Trunk;
        turn.Cancel(ref campaign.OwnTrunkDeadline);
        if (isOwn)
            return;
        campaign.OwnTrunkDeadline = turn.In(campaign.OwnTrunkAfter, DueKind.OwnTrunk, campaign);
        var doubled = campaign.OwnTrunkAfter * 2;
        campaign.OwnTrunkAfter = doubled < EngineLimits.LongestToOwnTrunk ? doubled : EngineLimits.LongestToOwnTrunk;
    }

    private void MoveToTrunk(Campaign campaign, Trunk next)
    {
        if (campaign.Trunk == next)
            return;
        campaign.Trunk.Campaigns.Remove(campaign);
        campaign.Trunk = next;
        next.Campaigns.Add(campaign);
        moments.Touch(campaign);
    }

    /// <summary>Whether the campaign's own trunk lets calls through again: one call at a time asks it.</summary>
    public void OwnTrunkDue(Campaign campaign)
    {
        campaign.OwnTrunkDeadline = DeadlineHandle.None;
        if (campaign.State != CampaignState.Running || !roster.TryGetTrunk(campaign.Settings.Trunk, out var own))
            return;
        MoveToTrunk(campaign, own);
        campaign.RefusalWatch.AskOnce(own.Settings.Id);
    }

    /// <summary>A campaign that is started begins with its own trunk, whatever was known of it.</summary>
    public void TrustTrunks(Campaign campaign)
    {
        campaign.RefusalWatch.Restart();
        campaign.OwnTrunkAfter = EngineLimits.FirstToOwnTrunk;
        turn.Cancel(ref campaign.OwnTrunkDeadline);
        if (roster.TryGetTrunk(campaign.Settings.Trunk, out var own))
            MoveToTrunk(campaign, own);
    }
}
