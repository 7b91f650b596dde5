using Dialer.Core.Agents;
using Dialer.Core.Callers;
using Dialer.Core.Channels;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Routing.Policies;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>
/// Who gets the next agent, and who gets the next call: the distributor, asked by the engine. Callers and called people go
/// through the same one. The engine says what became of agents and interactions, and asks who is joined now.
/// </summary>
internal sealed class Distribution(Turn turn, Roster roster, Legs legs)
{
    /// <summary>A policy that rehearses the desk does so much of it at a time, so often, beside the decisions.</summary>
    private const int ThinkingSteps = 500;
    private static readonly TimeSpan ThinkEvery = TimeSpan.FromMilliseconds(10);

    private readonly Distributor _distributor = new(RoutingPolicies.Create(RoutingPolicies.LongestIdle)!);
    private readonly List<QueueGroup> _groups = [];
    private readonly Dictionary<long, WorkItem> _works = [];
    private DeadlineHandle _deadline;
    private Instant _planned = Instant.Never;
    private DeadlineHandle _thinking;

    // ---- Settings ----

    public void Configure(Queue queue)
    {
        var settings = queue.Settings;
        _distributor.SetQueue(new RoutedQueue(settings.Id, queue.Steps)
        {
            Priority = settings.Priority,
            Target = new ServiceTarget(settings.ServiceShare, settings.ServiceLevel),
            AgeingAfter = settings.AgeingAfter,
            PreferredFor = settings.PreferredFor,
            Group = settings.Group is { } group ? NumberOf(group) : 0,
            Calendar = settings.TargetHours is { } hours ? CalendarOf(hours) : null,
        }, turn.Now);
        AsksWhoSpokeLast = false;
        foreach (var each in roster.Queues)
            AsksWhoSpokeLast |= each.Settings.PreferredFor > TimeSpan.Zero || each.Settings.Group is { Policy: RoutingPolicies.PreferredAgent };
    }

    /// <summary>Without hours by weekday it is open all day; closed days and holidays are looked up two years ahead.</summary>
    private WorkingCalendar CalendarOf(OpeningHours hours)
    {
        var week = hours.Hours.Count > 0 ? hours.Hours : [.. Enum.GetValues<DayOfWeek>().Select(day => new WorkingHours(day, TimeOnly.MinValue, TimeOnly.MinValue))];
        var today = DateOnly.FromDateTime(turn.Now.ToDateTimeOffset().UtcDateTime);
        var closed = Enumerable.Range(-1, 732).Select(today.AddDays).Where(day => PublicHolidays.IsHoliday(hours.Calendar, hours.Region, day) && hours.Days.All(own => own.Date != day));
        return new WorkingCalendar(week, [.. closed, .. hours.Days.Where(own => own.Hours.Count == 0).Select(own => own.Date)], hours.Zone);
    }

    /// <summary>Groups are numbered as they are first named, from 1.</summary>
    private int NumberOf(QueueGroup group)
    {
        int place = _groups.FindIndex(known => known.Name == group.Name);
        if (place >= 0 && _groups[place] == group)
            return place + 1;
        if (place < 0)
        {
            place = _groups.Count;
            _groups.Add(group);
        }
        _groups[place] = group;
        _distributor.SetGroup(place + 1, RoutingPolicies.Create(group.Policy) ?? RoutingPolicies.Create(RoutingPolicies.LongestIdle)!);
        return place + 1;
    }

    public void Configure(Agent agent)
    {
        var settings = agent.Settings;
        _distributor.SetAgent(new RoutedAgent(settings.Id, settings.Skills, settings.Preferences, settings.Channels.Count == 0 ? ChannelLimits.VoiceOnly : ChannelLimits.Of(settings.Channels, !settings.FinishesWrittenWork)) { Campaigns = settings.Campaigns }, turn.Now);
        Follow(agent);
    }

    // ---- Agents ----

    /// <summary>After each change of an agent: the distributor knows whether he takes work, what he is kept for, and who counts on him.</summary>
    public void Follow(Agent agent)
    {
        _distributor.SetServes(agent.Id, agent.Serves?.Id ?? default);
        bool takesWork = agent.State switch
        {
            AgentState.Ready => true,
            AgentState.Reserved or AgentState.Talking or AgentState.OnHold or AgentState.WrapUp => !agent.IsLeaving,
            AgentState.LoggedOut or AgentState.NotReady => false,
        };

        // Who writes up has no line for another, though the conversation may have closed already.
        // Who speaks in another's conversation holds none of his own.
        bool isKept = agent.State is AgentState.Reserved or AgentState.WrapUp || agent is { State: AgentState.Talking or AgentState.OnHold, Interaction: null };
        if (isKept && !agent.IsKept)
            _distributor.Hold(agent.Id, Channel.Voice);
        if (!takesWork && agent.IsRouted)
            _distributor.AgentNotReady(agent.Id, turn.Now);
        if (!isKept && agent.IsKept)
            _distributor.Release(agent.Id, Channel.Voice, agent.IdleSince);
        if (takesWork && !agent.IsRouted)
            _distributor.AgentReady(agent.Id, agent.IdleSince, turn.Now);
        (agent.IsRouted, agent.IsKept) = (takesWork, isKept);
    }

    /// <summary>Who would be given this campaign's next person: by the policy, those first whom its pacing counts on.</summary>
    public Agent? AgentFor(Campaign campaign) =>
        !turn.IsCutShort && _distributor.AgentFor(campaign.Group.Queue.Settings.Id, campaign.Id, Channel.Voice, turn.Now) is { } id && roster.TryGetAgent(id, out var agent) ? agent : null;

    /// <summary>Who would be given whoever waits in this group next.</summary>
    public Agent? AgentFor(ServiceGroup group)
    {
        if (group.Campaign is { } campaign)
            return AgentFor(campaign);
        return !turn.IsCutShort && _distributor.AgentFor(group.Queue.Settings.Id, default, Channel.Voice, turn.Now) is { } id && roster.TryGetAgent(id, out var agent) ? agent : null;
    }

    /// <summary>
    /// A certain person goes before one who may be a machine: the agent comes from the latest answer that is still
    /// open, whose deadline is the farthest.
    /// </summary>
    public static Agent? AgentFromUndecided(Campaign campaign)
    {
        for (var open = campaign.Reserved.Last; open is not null; open = open.PreviousOpen)
        {
            if (open.Dedicated)
                continue;
            var agent = open.Agent!;
            open.Agent = null;
            agent.Reserved = null;
            OpenAnswers.Remove(open);
            campaign.Unreserved.Add(open);
            return agent;
        }
        return null;
    }

    public static Attempt? NextUndecidedFor(Agent agent)
    {
        Attempt? best = null;
        foreach (var member in agent.Memberships)
            if (member.Group.Campaign?.Unreserved.First is { } first && (best is null || first.AnsweredAt < best.AnsweredAt))
                best = first;
        return best;
    }

    // ---- Interactions ----

    /// <summary>It waits for an agent; <see cref="TryNext"/> says whether one is there already.</summary>
    /// <param name="goesFirst">Before all who wait: with an agent something was begun.</param>
    public void Offer(Interaction interaction, bool goesFirst = false)
    {
        var offered = Offered(interaction);
        if (!_distributor.Offer(goesFirst ? offered with { Priority = WaitLine.Aged, Preferred = null } : offered, turn.Now))
            return;
        StandInLine(interaction);
        Think();
    }

    private static OfferedInteraction Offered(Interaction interaction) =>
        new(interaction.Id, interaction.Queue.Settings.Id, interaction.ArrivedAt)
        {
            Campaign = interaction.Group.Campaign?.Id ?? default,
            Preferred = interaction.Preferred,
        };

    private static void StandInLine(Interaction interaction)
    {
        interaction.IsInLine = true;
        interaction.Group.WaitingCount++;
    }

    private static void LeaveLine(Interaction interaction)
    {
        if (!interaction.IsInLine)
            return;
        interaction.IsInLine = false;
        interaction.Group.WaitingCount--;
    }

    /// <summary>Some queue lets the preferred agent go first.</summary>
    public bool AsksWhoSpokeLast { get; private set; }

    /// <summary>Who spoke with this person last, or owns the lead: known before they wait, or soon after.</summary>
    public void Prefer(Interaction interaction, AgentId? agent)
    {
        interaction.Preferred = agent;
        if (agent is { } preferred && interaction.IsInLine)
            _distributor.Prefer(interaction.Id, preferred, turn.Now);
    }

    /// <summary>Waits in this queue no more, and goes on elsewhere.</summary>
    public void Withdraw(Interaction interaction)
    {
        LeaveLine(interaction);
        _distributor.Withdraw(interaction.Id, turn.Now);
    }

    /// <summary>Its agent was lost: before all who wait.</summary>
    public void Return(Interaction interaction)
    {
        StandInLine(interaction);
        _distributor.Return(interaction.Id, turn.Now, goesFirst: true);
    }

    /// <summary>This agent has it: the distributor said so, he was kept for it, or another handed it on.</summary>
    public void Give(Interaction interaction, Agent agent)
    {
        if (_distributor.HolderOf(interaction.Id) == agent.Id)
            return;
        LeaveLine(interaction);
        _distributor.Give(Offered(interaction), agent.Id, turn.Now);
    }

    // ---- What is no call ----

    public void Offer(WorkItem item)
    {
        _works.Add(item.Id.Value, item);
        _distributor.Offer(new OfferedInteraction(item.Id, item.Queue.Settings.Id, item.ArrivedAt) { Channel = item.Posted.Channel, Priority = item.Posted.Priority, Preferred = item.Posted.Preferred }, turn.Now);
        Think();
    }

    /// <summary>Somebody who may have it is free, and it waits for nobody else.</summary>
    public bool IsTakenAtOnce(WorkItem item) => _distributor.Explain(item.Id, turn.Now) is { FreeWhoMay: > 0, Ahead: 0, Gain: null or > 0 };

    /// <summary>The agent is not to have it: it waits again, in its place.</summary>
    public void PutBack(WorkItem item)
    {
        if (_distributor.HolderOf(item.Id) is { } holder && roster.TryGetAgent(holder, out var agent))
            agent.Works--;
        _distributor.Return(item.Id, turn.Now);
    }

    public void End(WorkItem item)
    {
        if (_distributor.HolderOf(item.Id) is { } holder && roster.TryGetAgent(holder, out var agent))
            agent.Works--;
        _works.Remove(item.Id.Value);
        _distributor.End(item.Id, turn.Now);
    }

    /// <summary>When its target is missed: by the queue's working hours, where it has some.</summary>
    public Instant DueOf(WorkItem item) => _distributor.DueOf(item.Id);

    public bool LeavesRoomForCalls(Agent agent) => _distributor.LeavesRoom(agent.Id, Channel.Voice);

    /// <summary>It is over.</summary>
    public void End(Interaction interaction)
    {
        LeaveLine(interaction);
        _distributor.End(interaction.Id, turn.Now);
    }

    /// <summary>The next two to join; false: nobody more for now.</summary>
    /// <param name="item">What is no call; then there is no interaction.</param>
    public bool TryNext(out Interaction? interaction, out WorkItem? item, out Agent agent)
    {
        (interaction, item, agent) = (null, null, null!);
        if (turn.IsCutShort || !_distributor.TryNext(turn.Now, out var pair))
            return false;
        roster.TryGetAgent(pair.Agent, out agent!);
        if (legs.TryFind(pair.Interaction, out interaction))
            LeaveLine(interaction);
        else
        {
            item = _works[pair.Interaction.Value];
            agent.Works++;
        }
        return true;
    }

    /// <summary>When the first who waits in a queue came; Never: nobody waits.</summary>
    public Instant FirstArrival(Queue queue) => _distributor.FirstArrival(queue.Settings.Id);

    /// <summary>Null: the interaction is unknown.</summary>
    public RoutingExplanation? Explain(InteractionId interaction) => _distributor.Explain(interaction, turn.Now);

    // ---- Deadlines ----

    /// <summary>After each turn: the instant at which something relaxes, ages, or is no longer kept for one agent.</summary>
    public void Plan()
    {
        var next = _distributor.NextDeadline ?? Instant.Never;
        if (next == _planned)
            return;
        _planned = next;
        turn.Cancel(ref _deadline);
        if (next != Instant.Never)
            _deadline = turn.At(Instant.Max(turn.Now, next), DueKind.Routing, this);
    }

    public void Due()
    {
        _deadline = DeadlineHandle.None;
        _planned = Instant.Never;
        _distributor.AdvanceTo(turn.Now);
    }

    private void Think()
    {
        if (_distributor.IsLearning && !_thinking.IsSet)
            _thinking = turn.In(ThinkEvery, DueKind.Thinking, this);
    }

    public void ThinkOn()
    {
        _thinking = DeadlineHandle.None;
        if (_distributor.Think(ThinkingSteps))
            _thinking = turn.In(ThinkEvery, DueKind.Thinking, this);
    }

    // ---- Nobody there ----

    /// <summary>Who waits while nobody is logged in who could take the call would wait for ever: it has an end.</summary>
    public void LookForSomebody(Interaction interaction)
    {
        turn.Cancel(ref interaction.Deadline);
        interaction.Deadline = turn.In(EngineLimits.NobodyThere, DueKind.NobodyThere, interaction);
    }

    public bool HasSomebody(ServiceGroup group)
    {
        foreach (var agent in roster.Agents)
            if (agent.State != AgentState.LoggedOut)
                foreach (var member in agent.Memberships)
                    if (member.Group == group)
                        return true;
        return false;
    }
}
