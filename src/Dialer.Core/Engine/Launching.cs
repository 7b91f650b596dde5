using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>Pacing moments: after each input that changed a campaign's situation, and on its tick.</summary>
public sealed partial class DialerEngine
{
    /// <summary>What one pacing moment may give up; the next one goes on.</summary>
    private readonly AttemptId[] _chosen = new AttemptId[64];

    private void Touch(Campaign campaign)
    {
        if (campaign.IsDirty)
            return;
        campaign.IsDirty = true;
        _dirty.Add(campaign);
    }

    /// <summary>Each campaign that was touched has its moment; where several were, in the order that shares channels fairly.</summary>
    private void PaceDirty()
    {
        while (_dirty.Count > 0)
        {
            int next = 0;
            for (int i = 1; i < _dirty.Count; i++)
                if (GoesBefore(_dirty[i], _dirty[next]))
                    next = i;
            var campaign = _dirty[next];
            _dirty.RemoveAt(next);
            campaign.IsDirty = false;
            Pace(campaign);
        }
        if (_draining)
            DrainedIfDone();
    }

    /// <summary>One that waited long for a channel, once; then the higher priority; among equals by weight.</summary>
    private bool GoesBefore(Campaign a, Campaign b)
    {
        bool aStarves = a.IsHungry && _now - a.HungrySince >= EngineLimits.Starving;
        bool bStarves = b.IsHungry && _now - b.HungrySince >= EngineLimits.Starving;
        if (aStarves != bStarves)
            return aStarves;
        if (a.Settings.Priority != b.Settings.Priority)
            return a.Settings.Priority > b.Settings.Priority;
        return a.LaunchPass < b.LaunchPass;
    }

    private void Pace(Campaign campaign)
    {
        if (campaign.LeavingReady > 0)
            LetLeaversGo(campaign);
        if (campaign.State != CampaignState.Running || _draining)
            return;
        FillHopper(campaign);
        if (_now >= campaign.Settings.PlannedEnd)
        {
            Stop(campaign);
            return;
        }
        if (_congested.Count > 0 || !campaign.Trunk.IsAvailable)
        {
            campaign.Limit = PacingLimit.Paused;
            return;
        }
        if (campaign.Promised.Count > 0)
            DialPromised(campaign);
        if (campaign.AcceptedPreviews.Count > 0)
            DialAccepted(campaign);
        if (campaign.Settings.Mode == DialMode.Preview)
            PacePreview(campaign);
        else
            PaceLaunches(campaign);
    }

    private void PaceLaunches(Campaign campaign)
    {
        int wanted = Math.Min(campaign.Hopper.Count, LinesLeft(campaign));
        int free = Math.Min(FreeLines(campaign), campaign.Trunk.AllowedNow(_now));
        campaign.Limit = LimitOf(campaign, wanted, free);
        if (wanted <= 0)
            return;
        if (free <= 0)
        {
            WaitForTrunk(campaign);
            return;
        }
        int max = Math.Min(wanted, free);
        int launch = campaign.Pacer is { } pacer ? Decide(campaign, pacer, max) : max;
        int launched = 0;
        while (launched < launch && campaign.Hopper.TryTake(out var lead))
            if (TryStart(campaign, lead, null))
                launched++;
        if (launched > 0)
            FillHopper(campaign);
        if (launched == max && max < wanted)
            WaitForTrunk(campaign);
        else
            campaign.IsHungry = false;
    }

    /// <summary>What keeps the pacer from being asked at all; None where it decides.</summary>
    private static PacingLimit LimitOf(Campaign campaign, int wanted, int free)
    {
        if (campaign.Hopper.Count == 0)
            return PacingLimit.Hopper;
        if (wanted <= 0)
            return campaign.LoggedIn == 0 ? PacingLimit.NoAgents : PacingLimit.LinesPerAgent;
        if (free <= 0)
            return campaign.Trunk.FreeChannels == 0 ? PacingLimit.Channels : campaign.Refusals.Room == 0 ? PacingLimit.TrunkOnTrial : PacingLimit.CallsPerSecond;
        return PacingLimit.None;
    }

    private int Decide(Campaign campaign, IPacer pacer, int max)
    {
        var situation = SituationOf(campaign, max);
        int launch = Math.Min(pacer.Decide(situation, _now), max);
        int count = pacer.ChooseCancellations(situation, _chosen, _now);
        for (int i = 0; i < count; i++)
            GiveUp(campaign, _chosen[i]);
        return launch;
    }

    /// <summary>Never before the least ring time, counted from when the network said that it rings.</summary>
    private void GiveUp(Campaign campaign, AttemptId id)
    {
        if (_legs.TryGetValue(id.Value, out object? leg) && leg is Attempt { State: AttemptState.Ringing } attempt
            && attempt.Campaign == campaign && _now - attempt.RingingAt >= campaign.Settings.MinimumRing)
            HangUp(attempt, "given up by the pacer");
    }

    private PacingSituation SituationOf(Campaign campaign, int max) => new()
    {
        Campaign = campaign.Settings,
        Idle = Math.Max(0, campaign.Idle - campaign.Settings.InboundReserve),
        Waiting = campaign.Group.WaitingCount,
        LoggedIn = campaign.LoggedIn,
        Busy = campaign.Busy,
        InFlight = campaign.InFlight,
        MaxLaunch = max,
        Allowance = campaign.Allowance,
        DialingEnds = DialingEnds(campaign),
        NextSegment = LeadSegment.Of(campaign.Hopper.Peek!),
    };

    private Instant DialingEnds(Campaign campaign)
    {
        if (_now < campaign.DialingEndsKnownUntil)
            return campaign.DialingEnds;
        campaign.DialingEnds = CampaignDay.DialingEnds(campaign.Settings, _now, out var until);
        campaign.DialingEndsKnownUntil = until;
        return campaign.DialingEnds;
    }

    /// <summary>
    /// Agentless needs no agents to dial, but those who pressed the key wait for them: nobody more is called while a
    /// person waits for each agent already.
    /// </summary>
    private static int LinesLeft(Campaign campaign)
    {
        int waiting = campaign.Group.WaitingCount;
        if (campaign.Settings.Mode == DialMode.Agentless)
            return waiting > 0 && waiting >= campaign.LoggedIn ? 0 : int.MaxValue;
        double lines = campaign.Settings.MaxLinesPerAgent * campaign.LoggedIn;
        return (int)Math.Min(lines, int.MaxValue) - campaign.InFlightCount - waiting;
    }

    private void WaitForTrunk(Campaign campaign)
    {
        if (!campaign.IsHungry)
        {
            campaign.IsHungry = true;
            campaign.HungrySince = _now;
        }
        var trunk = campaign.Trunk;
        if (FreeLines(campaign) > 0 && !trunk.Deadline.IsSet && trunk.NextAllowed != Instant.Never)
            trunk.Deadline = _deadlines.Add(Instant.Max(trunk.NextAllowed, _now), new Due(DueKind.TrunkRate, trunk));
    }

    private void TrunkRate(Trunk trunk)
    {
        trunk.Deadline = DeadlineHandle.None;
        TouchHungry(trunk);
    }

    private void TouchHungry(Trunk trunk)
    {
        foreach (var campaign in trunk.Campaigns)
            if (campaign.IsHungry)
                Touch(campaign);
    }

    /// <summary>Dials the lead's number, or says why not. The gate is asked at this instant, however often it was asked before.</summary>
    private bool TryStart(Campaign campaign, HopperLead lead, Agent? forAgent)
    {
        if (!PassesGate(campaign, ref lead))
            return false;
        Start(campaign, lead, forAgent);
        return true;
    }

    /// <summary>
    /// The first number from the lead's next one on that may be dialed now; the lead is then the one that dials it. Each
    /// number that may not is a fact; the last of them gives the lead back, until the first of its numbers may be asked
    /// for again.
    /// </summary>
    private bool PassesGate(Campaign campaign, ref HopperLead lead)
    {
        var until = Instant.Never;
        int count = lead.Phones.Count;
        for (int step = 0; step < count; step++)
        {
            int index = (lead.NextPhone + step) % count;
            var phone = lead.Phones[index];
            bool last = step == count - 1;
            if (phone.Dead && !last)
                continue;
            var permission = _gate.Check(campaign.Settings, lead, phone, _now);
            if (permission.IsAllowed)
            {
                if (step > 0)
                    lead = lead with { NextPhone = index };
                return true;
            }
            until = Instant.Min(until, permission.Until);
            EmitRefusal(campaign, lead, phone.Number, new DialPermission(permission.Refusal, last ? until : _now), last);
        }
        campaign.Counters.Refused++;
        AskBy(campaign, until);
        return false;
    }

    private void Start(Campaign campaign, HopperLead lead, Agent? forAgent)
    {
        var attempt = RentAttempt();
        var phone = lead.Phones[lead.NextPhone];
        attempt.Begin(new AttemptId(_nextId++), campaign, lead, phone, LeadSegment.Of(lead), _now);
        attempt.OpenIndex = _openAttempts.Count;
        _openAttempts.Add(attempt);
        _legs.Add(attempt.Call.Value, attempt);
        campaign.Open++;
        campaign.Unanswered++;
        campaign.Counters.Attempts++;
        campaign.LaunchedLately++;
        campaign.LaunchPass += Stride(campaign);
        campaign.HungrySince = _now;
        campaign.Trunk.ChannelsInUse++;
        campaign.Trunk.Take(_now);
        attempt.IsUnheard = true;
        campaign.Refusals.Launched();
        if (forAgent is null && campaign.Settings.Mode == DialMode.Agentless)
            attempt.ForPrompt = true;
        else if (forAgent is null)
            campaign.AddInFlight(attempt);
        else
        {
            attempt.Dedicated = true;
            attempt.Agent = forAgent;
            forAgent.Reserved = attempt;
        }
        _gate.AttemptStarted(campaign.Settings, phone.Number, _now);
        _gate.Occupy(lead);
        Emit(EngineOutput.AttemptStarted(_now, campaign.Id, lead.Id, attempt.Id, attempt.Call, phone.Number));
        var ring = RingTimeout(campaign);
        Emit(EngineOutput.PlaceCall(_now, campaign.Id, campaign.Trunk.Settings.Id, attempt.Id, attempt.Call, phone.Number, ring));
        attempt.Deadline = In(ring + EngineLimits.RingGuard, DueKind.RingGuard, attempt);
        Observe(attempt, PacingEventKind.Dialed, TimeSpan.Zero);
    }

    private static TimeSpan RingTimeout(Campaign campaign) =>
        campaign.Settings.RingTimeout > campaign.Settings.MinimumRing ? campaign.Settings.RingTimeout : campaign.Settings.MinimumRing;

    /// <summary>Whose agent has not come back in time. False: the hopper is full, and it is tried again.</summary>
    private static bool GiveToAnybody(Campaign campaign, HopperLead lead, int place)
    {
        if (!campaign.Hopper.TryAdd(lead with { ForAgent = null }))
            return false;
        campaign.PromisedUntil.RemoveAt(place);
        campaign.Promised.RemoveAt(place);
        return true;
    }

    /// <summary>Leads promised to an agent are dialed when that agent is free, with the agent kept for the call.</summary>
    private void DialPromised(Campaign campaign)
    {
        for (int i = 0; i < campaign.Promised.Count; i++)
        {
            var lead = campaign.Promised[i];
            if (campaign.PromisedUntil[i] <= _now)
            {
                if (GiveToAnybody(campaign, lead, i))
                    i--;
                continue;
            }
            if (!_agents.TryGetValue(lead.ForAgent!.Value.Value, out var agent) || agent.State != AgentState.Ready || agent.IsLeaving)
                continue;
            if (FreeLines(campaign) == 0 || campaign.Trunk.AllowedNow(_now) == 0)
            {
                WaitForTrunk(campaign);
                return;
            }
            campaign.PromisedUntil.RemoveAt(i);
            campaign.Promised.RemoveAt(i--);
            if (!PassesGate(campaign, ref lead))
                continue;
            agent.IsDedicated = true;
            Move(agent, AgentState.Reserved, "promised call");
            Start(campaign, lead, agent);
        }
    }
}
