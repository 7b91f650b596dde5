using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>Pacing moments: after each input that changed a campaign's situation, and on its tick.</summary>
internal sealed class Launching(Turn turn, Facts facts, Roster roster, Legs legs, Moments moments, DialGate gate, Supply supply, Counting counting, LeadSupply leads, LeadGate leadGate, Trunks trunks, Previews previews, RunningCampaigns running, CallControl control, AgentDesk desk)
{
    private readonly List<string> _congested = [];

    /// <summary>What one pacing moment may give up; the next one goes on.</summary>
    private readonly AttemptId[] _chosen = new AttemptId[64];
    private BusyAgent[] _busy = [];

    /// <summary>Consumers that are behind, so that nothing is dialed.</summary>
    public int CongestedOutlets => _congested.Count;

    /// <summary>By name, so that each consumer's relief ends its own congestion only.</summary>
    public void OutletCongested(string outlet)
    {
        if (!_congested.Contains(outlet))
            _congested.Add(outlet);
    }

    public void OutletRelieved(string outlet)
    {
        _congested.Remove(outlet);
        if (_congested.Count == 0)
            foreach (var campaign in roster.Campaigns)
                moments.Touch(campaign);
    }

    /// <summary>Each campaign that was touched has its moment; where several were, in the order that shares channels fairly.</summary>
    public void PaceTouched()
    {
        while (moments.TakeNext(turn.Now) is { } campaign)
            Pace(campaign);
    }

    private void Pace(Campaign campaign)
    {
        if (campaign.LeavingReady > 0)
            desk.LetLeaversGo(campaign);
        if (campaign.State != CampaignState.Running || turn.IsDraining)
            return;
        leads.FillHopper(campaign);
        if (turn.Now >= campaign.Settings.PlannedEnd)
        {
            running.Stop(campaign);
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
            previews.PacePreview(campaign);
        else
            PaceLaunches(campaign);
    }

    private void PaceLaunches(Campaign campaign)
    {
        int wanted = Math.Min(campaign.Hopper.Count, LinesLeft(campaign));
        int free = Math.Min(campaign.FreeLines, campaign.Trunk.AllowedNow(turn.Now));
        campaign.Limit = LimitOf(campaign, wanted, free);
        if (wanted <= 0)
            return;
        if (free <= 0)
        {
            trunks.WaitForTrunk(campaign);
            return;
        }
        int max = Math.Min(wanted, free);
        int launch = campaign.Pacer is { } pacer ? Decide(campaign, pacer, max) : max;
        int launched = 0;
        while (launched < launch && campaign.Hopper.TryTake(out var lead))
            if (TryStart(campaign, lead, null))
                launched++;
        if (launched > 0)
            leads.FillHopper(campaign);
        if (launched == max && max < wanted)
            trunks.WaitForTrunk(campaign);
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
            return campaign.Trunk.FreeChannels == 0 ? PacingLimit.Channels : campaign.RefusalWatch.Room == 0 ? PacingLimit.TrunkOnTrial : PacingLimit.CallsPerSecond;
        return PacingLimit.None;
    }

    private int Decide(Campaign campaign, IPacer pacer, int max)
    {
        var situation = SituationOf(campaign, max);
        int launch = Math.Min(pacer.Decide(situation, turn.Now), max);
        int count = pacer.ChooseCancellations(situation, _chosen, turn.Now);
        for (int i = 0; i < count; i++)
            GiveUp(campaign, _chosen[i]);
        return launch;
    }

    /// <summary>Never before the least ring time, counted from when the network said that it rings.</summary>
    private void GiveUp(Campaign campaign, AttemptId id)
    {
        if (legs.TryFind(new CallId(id.Value), out object? leg) && leg is Attempt { State: AttemptState.Ringing } attempt
            && attempt.Campaign == campaign && turn.Now - attempt.RingingAt >= campaign.Settings.MinimumRing)
            control.HangUp(attempt);
    }

    private PacingSituation SituationOf(Campaign campaign, int max) => new()
    {
        Campaign = campaign.Settings,
        Idle = Math.Max(0, campaign.Idle - Math.Max(campaign.Settings.InboundReserve, campaign.RoomForCallers)),
        Waiting = campaign.Group.WaitingCount,
        LoggedIn = campaign.LoggedIn,
        Busy = BusyFor(campaign, campaign.RoomForCallers - campaign.Idle),
        InFlight = campaign.InFlight,
        MaxLaunch = max,
        Allowance = campaign.Allowance,
        DialingEnds = DialingEnds(campaign),
        LeadsLeft = campaign.LeadsBeyond == long.MaxValue ? long.MaxValue : campaign.LeadsBeyond + campaign.Hopper.Count,
        NextSegment = LeadSegment.Of(campaign.Hopper.Peek!),
        NextChance = campaign.Hopper.PeekChance,
        LeadsFactor = campaign.Hopper.MeanFactor,
    };

    /// <summary>Where fewer are free than callers are to find, the next who become free are theirs: the pacing does not count on them.</summary>
    private ReadOnlySpan<BusyAgent> BusyFor(Campaign campaign, int missing)
    {
        if (missing <= 0 || campaign.BusyCount == 0)
            return campaign.Busy;
        if (_busy.Length < campaign.BusyCount)
            _busy = new BusyAgent[campaign.BusyCount * 2];
        var busy = _busy.AsSpan(0, campaign.BusyCount);
        campaign.Busy.CopyTo(busy);
        missing = LeaveToCallers(busy, BusyPhase.WrapUp, missing);
        LeaveToCallers(busy, BusyPhase.Talking, missing);
        return busy;
    }

    private static int LeaveToCallers(Span<BusyAgent> busy, BusyPhase phase, int missing)
    {
        for (int i = 0; i < busy.Length && missing > 0; i++)
            if (busy[i].Phase == phase && !busy[i].Leaving)
            {
                busy[i] = busy[i] with { Leaving = true };
                missing--;
            }
        return missing;
    }

    private Instant DialingEnds(Campaign campaign)
    {
        if (turn.Now < campaign.DialingEndsKnownUntil)
            return campaign.DialingEnds;
        campaign.DialingEnds = CampaignDay.DialingEnds(campaign.Settings, turn.Now, out var until);
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

    /// <summary>Dials the lead's number, or says why not. The gate is asked at this instant, however often it was asked before.</summary>
    private bool TryStart(Campaign campaign, HopperLead lead, Agent? forAgent)
    {
        if (!leadGate.PassesGate(campaign, ref lead))
            return false;
        Start(campaign, lead, forAgent);
        return true;
    }

    private void Start(Campaign campaign, HopperLead lead, Agent? forAgent)
    {
        var attempt = legs.RentAttempt();
        var phone = lead.Phones[lead.NextPhone];
        var traits = LeadTraits.Of(lead, campaign.Settings, turn.Now);
        var chance = campaign.Model.Judge(traits);
        if (chance.IsJudged)
            campaign.DialedFactor += (chance.Factor - campaign.DialedFactor) / 100;
        attempt.Begin(new AttemptId(turn.NextId()), campaign, lead, phone, LeadSegment.Of(lead), turn.Now, traits, chance);
        legs.Open(attempt);
        campaign.Open++;
        campaign.Unanswered++;
        campaign.Counters.Attempts++;
        campaign.LaunchedLately++;
        campaign.LaunchPass += campaign.Stride;
        campaign.HungrySince = turn.Now;
        campaign.Trunk.ChannelsInUse++;
        campaign.Trunk.Take(turn.Now);
        attempt.IsUnheard = true;
        campaign.RefusalWatch.Launched();
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
        gate.AttemptStarted(campaign.Settings, phone.Number, turn.Now, lead.Person);
        gate.Occupy(lead);
        facts.Emit(EngineOutput.AttemptStarted(turn.Now, campaign.Id, lead.Id, attempt.Id, attempt.Call, phone.Number));
        var ring = campaign.RingTimeout;
        facts.Emit(EngineOutput.PlaceCall(turn.Now, campaign.Id, campaign.Trunk.Settings.Id, attempt.Id, attempt.Call, phone.Number, ring));
        attempt.Deadline = turn.In(ring + EngineLimits.RingGuard, DueKind.RingGuard, attempt);
        counting.Observe(attempt, PacingEventKind.Dialed, TimeSpan.Zero);
    }

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
            if (campaign.PromisedUntil[i] <= turn.Now)
            {
                if (GiveToAnybody(campaign, lead, i))
                    i--;
                continue;
            }
            if (!roster.TryGetAgent(lead.ForAgent!.Value, out var agent) || !agent.TakesCalls || agent.IsLeaving)
                continue;
            if (campaign.FreeLines == 0 || campaign.Trunk.AllowedNow(turn.Now) == 0)
            {
                trunks.WaitForTrunk(campaign);
                return;
            }
            campaign.PromisedUntil.RemoveAt(i);
            campaign.Promised.RemoveAt(i--);
            if (!leadGate.PassesGate(campaign, ref lead))
                continue;
            agent.IsDedicated = true;
            supply.Move(agent, AgentState.Reserved, "promised call");
            Start(campaign, lead, agent);
        }
    }

    private void DialAccepted(Campaign campaign)
    {
        while (campaign.AcceptedPreviews.Count > 0)
        {
            if (campaign.FreeLines == 0 || campaign.Trunk.AllowedNow(turn.Now) == 0)
            {
                trunks.WaitForTrunk(campaign);
                return;
            }
            var agent = campaign.AcceptedPreviews[0];
            var lead = agent.Preview!;
            Previews.EndPreview(agent);
            if (!TryStart(campaign, lead, agent))
                desk.BecomeReady(agent, keepIdleSince: false);
        }
        campaign.IsHungry = false;
    }
}
