using Dialer.Core.Channels;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>
/// What is no call: posted, offered to the agent whom the distributor names, accepted, answered and closed. It waits in the same
/// lines as callers, and carries no media here.
/// </summary>
internal sealed class WorkDesk(Turn turn, Facts facts, Roster roster, Supply supply, Distribution distribution)
{
    private readonly Dictionary<long, WorkItem> _open = [];

    public void Post(QueueId queueId, PostedWork posted)
    {
        var refused = new EngineInput { Queue = queueId };
        if (posted.Channel == Channel.Voice)
            facts.Refuse(refused, CommandRefusal.NotPossible, "calls come in by the telephone line");
        else if (turn.IsDraining)
            facts.Refuse(refused, CommandRefusal.NotPossible, "the dialer is draining");
        else if (!roster.TryGetQueue(queueId, out var queue))
            facts.Refuse(refused, CommandRefusal.NotPossible, "there is no such queue");
        else if (queue.Works >= queue.Settings.Door.MaxWaiting)
            facts.Refuse(refused, CommandRefusal.NotPossible, $"queue {queue.Settings.Name} is full: {queue.Works} pieces of work are open in it");
        else
        {
            var item = new WorkItem(new InteractionId(turn.NextId()), queue, posted, turn.Now);
            _open.Add(item.Id.Value, item);
            queue.Works++;
            queue.Counters.Offered++;
            Emit(EngineOutputKind.InteractionStarted, item, -1);
            distribution.Offer(item);
            if (!distribution.IsTakenAtOnce(item))
                Emit(EngineOutputKind.InteractionQueued, item, -1);
        }
    }

    /// <summary>The distributor has chosen: the agent is asked to accept it.</summary>
    public void Assign(WorkItem item, Agent agent)
    {
        item.MoveTo(WorkState.Offered);
        item.Agent = agent;
        turn.Replace(ref item.Deadline, turn.Now + EngineLimits.AcceptWork, DueKind.AcceptWork, item);
        supply.Occupy(agent);
        Emit(EngineOutputKind.InteractionOffered, item, -1);
    }

    public void Accept(in EngineInput input)
    {
        if (Find(input) is not { } item)
            return;
        if (item.State != WorkState.Offered)
        {
            facts.Refuse(input, CommandRefusal.NotPossible, "it is accepted already");
            return;
        }
        turn.Cancel(ref item.Deadline);
        item.MoveTo(WorkState.Accepted);
        if (item.AcceptedAt == Instant.Never)
        {
            item.AcceptedAt = turn.Now;
            CountAccepted(item);
        }
        item.Agent!.Calls++;
        Emit(EngineOutputKind.InteractionConnected, item, -1);
    }

    private void CountAccepted(WorkItem item)
    {
        ref var counters = ref item.Queue.Counters;
        counters.Answered++;
        var wait = turn.Now - item.ArrivedAt;
        item.Queue.Waits.Add(wait);
        if (turn.Now <= distribution.DueOf(item))
            counters.AnsweredInTime++;
    }

    public void Answer(in EngineInput input)
    {
        if (Find(input) is not { } item)
            return;
        if (item.State != WorkState.Accepted)
            facts.Refuse(input, CommandRefusal.NotPossible, "accept it first");
        else if (!item.IsAnswered)
        {
            item.IsAnswered = true;
            Emit(EngineOutputKind.WorkAnswered, item, -1);
        }
    }

    /// <summary>Somebody else is to have it.</summary>
    public void Decline(in EngineInput input)
    {
        if (Find(input) is { } item)
            GiveBack(item);
    }

    /// <summary>Not accepted in time.</summary>
    public void AcceptDue(WorkItem item)
    {
        item.Deadline = DeadlineHandle.None;
        GiveBack(item);
    }

    private void GiveBack(WorkItem item)
    {
        var agent = item.Agent!;
        turn.Cancel(ref item.Deadline);
        item.MoveTo(WorkState.Waiting);
        item.Agent = null;
        distribution.PutBack(item);
        supply.Occupy(agent);
        Emit(EngineOutputKind.InteractionQueued, item, -1);
    }

    /// <summary>An agent who has logged out holds nothing.</summary>
    public void AgentGone(Agent agent)
    {
        if (agent.Works == 0)
            return;
        foreach (var item in Ordered())
            if (item.Agent == agent)
                GiveBack(item);
    }

    /// <summary>With what came of it; by the agent who has it, or by whoever posted it, also while it waits.</summary>
    public void Close(in EngineInput input)
    {
        if (!_open.TryGetValue(input.Interaction.Value, out var item))
            facts.Refuse(input, CommandRefusal.StaleInteraction, "there is no such open work; nothing was changed");
        else if (input.Agent.Value != 0 && item.Agent?.Id != input.Agent)
            facts.Refuse(input, CommandRefusal.StaleInteraction, "another agent has it, or nobody; nothing was changed");
        else
            Close(item, item.AcceptedAt == Instant.Never ? InteractionEnd.Withdrawn : InteractionEnd.Handled, input.Disposition);
    }

    private void Close(WorkItem item, InteractionEnd end, Disposition? disposition)
    {
        var agent = item.Agent;
        turn.Cancel(ref item.Deadline);
        item.MoveTo(WorkState.Closed);
        _open.Remove(item.Id.Value);
        item.Queue.Works--;
        distribution.End(item);
        Emit(EngineOutputKind.InteractionClosed, item, turn.Outbox.AddRecord(item.ToRecord(end, disposition, turn.Now)));
        if (agent is not null)
            supply.Occupy(agent);
    }

    /// <summary>The end of the run: whoever posted it hears that it is not done.</summary>
    public void EndAll()
    {
        foreach (var item in Ordered())
            Close(item, InteractionEnd.Interrupted, null);
    }

    /// <summary>In the order in which they came: what is walked through must not depend on hashing.</summary>
    private WorkItem[] Ordered() => [.. _open.Values.OrderBy(item => item.Id.Value)];

    private WorkItem? Find(in EngineInput input)
    {
        if (_open.TryGetValue(input.Interaction.Value, out var item) && item.Agent is { } agent && (input.Agent.Value == 0 || input.Agent == agent.Id))
            return item;
        facts.Refuse(input, CommandRefusal.StaleInteraction, item is null ? "there is no such open work; nothing was changed" : "another agent has it, or nobody; nothing was changed");
        return null;
    }

    private void Emit(EngineOutputKind kind, WorkItem item, int record) => facts.Emit(new EngineOutput
    {
        Kind = kind,
        At = turn.Now,
        Queue = item.Queue.Settings.Id,
        Interaction = item.Id,
        Agent = item.Agent?.Id ?? default,
        SpanSlot = turn.Now - item.ArrivedAt,
        TextSlot = item.Posted.Reference,
        CodeSlot = (int)item.Posted.Channel,
        Record = record,
    });
}
