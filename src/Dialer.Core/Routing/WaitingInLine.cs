using Dialer.Core.Channels;
using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Routing;

/// <summary>Those who wait: offered, relaxing step by step, ageing, withdrawn.</summary>
public sealed partial class Distributor
{
    /// <summary>Adds a queue, or changes one; who waits already keeps what he asked for.</summary>
    /// <exception cref="ArgumentException">Too many steps, or steps that do not follow each other from 0.</exception>
    public void SetQueue(RoutedQueue queue, Instant now)
    {
        if (queue.Steps.Count > RoutedQueue.MaxSteps)
            throw new ArgumentException($"a queue relaxes in at most {RoutedQueue.MaxSteps} steps", nameof(queue));
        for (int i = 0; i < queue.Steps.Count; i++)
            if (i == 0 ? queue.Steps[i].After != TimeSpan.Zero : queue.Steps[i].After <= queue.Steps[i - 1].After)
                throw new ArgumentException("the first step begins at 0, and each later than the one before", nameof(queue));
        if (_queueRows.TryGetValue(queue.Id.Value, out var row))
        {
            row.Settings = queue;
            if (row.Policy != PolicyOf(queue))
            {
                row.Policy = PolicyOf(queue);
                JudgeAgain();
            }
        }
        else
            AddQueue(queue);
        _areRanksOld = true;
        AdvanceTo(now);
    }

    private void AddQueue(RoutedQueue queue)
    {
        var row = new QueueRow(_queues.Count, queue, PolicyOf(queue), _waitPlaces);
        _queues.Add(row);
        _queueRows.Add(queue.Id.Value, row);
    }

    /// <summary>Somebody asks for an agent. False: the queue is unknown, the id is taken, or there are too many.</summary>
    public bool Offer(in OfferedInteraction offered, Instant now)
    {
        if (!_queueRows.TryGetValue(offered.Queue.Value, out var queue) || _interactionRows.Count >= MaxInteractions || _lines.Count >= MaxLines || _interactionRows.ContainsKey(offered.Id.Value))
            return false;
        AdvanceTo(now);
        int row = Open(offered, queue, now);
        Wait(row, queue, now);
        return true;
    }

    private int Open(in OfferedInteraction offered, QueueRow queue, Instant now)
    {
        int row = TakeRow();
        _interactions[row] = new InteractionRow
        {
            Offered = offered,
            Steps = offered.Steps ?? queue.Settings.Steps,
            Sequence = ++_sequence,
            Line = -1,
            Agent = -1,
            Step = -1,
            Due = queue.Settings.Calendar?.Add(offered.ArrivedAt, queue.Settings.Target.Within) ?? offered.ArrivedAt + queue.Settings.Target.Within,
        };
        _interactionRows.Add(offered.Id.Value, row);
        Tell(RoutingEventKind.Offered, queue.Index, -1, TimeSpan.Zero, now);
        return row;
    }

    /// <summary>Gone before an agent was found. False: it does not wait.</summary>
    public bool Withdraw(InteractionId interaction, Instant now)
    {
        AdvanceTo(now);
        if (!_interactionRows.TryGetValue(interaction.Value, out int row) || _interactions[row].State == WaitingFor.ItsEnd)
            return false;
        var queue = QueueOf(_interactions[row]);
        var waited = now - _interactions[row].Offered.ArrivedAt;
        StopWaiting(row);
        Forget(row);
        Tell(RoutingEventKind.Left, queue.Index, -1, waited, now);
        _isDeskStirred = true;
        return true;
    }

    /// <summary>Who is asked alone, known after it began to wait; no more once it has waited as long as that would last.</summary>
    public void Prefer(InteractionId interaction, AgentId agent, Instant now)
    {
        AdvanceTo(now);
        if (!_interactionRows.TryGetValue(interaction.Value, out int row) || _interactions[row].State != WaitingFor.AnyAgent)
            return;
        var queue = QueueOf(_interactions[row]);
        _interactions[row].Offered = _interactions[row].Offered with { Preferred = agent };
        LeaveLine(row);
        Kept(row, queue, now);
    }

    /// <summary>The agent was lost or did not take it: it waits again, in the place that its arrival gives it.</summary>
    /// <param name="goesFirst">Before everybody, as who has waited too long: with its agent something was begun.</param>
    public void Return(InteractionId interaction, Instant now, bool goesFirst = false)
    {
        AdvanceTo(now);
        if (!TryHeld(interaction, out int row))
            return;
        LetGo(row, now);
        ref var at = ref _interactions[row];
        at.Step = -1;
        at.Agent = -1;

        // Who did not take it is not asked first again.
        at.Offered = at.Offered with { Preferred = null, Priority = goesFirst ? WaitLine.Aged : at.Offered.Priority };
        Wait(row, QueueOf(at), now);
    }

    private QueueRow QueueOf(in InteractionRow row) => _queueRows[row.Offered.Queue.Value];

    private void Wait(int row, QueueRow queue, Instant now)
    {
        ref var at = ref _interactions[row];
        Waiting++;
        queue.Everybody.Add(row, at.Offered.ArrivedAt.Ticks, at.Sequence);
        Kept(row, queue, now);
    }

    /// <summary>For the preferred agent alone, where there is one who works, for as long as the queue or its policy says; else for anybody.</summary>
    private void Kept(int row, QueueRow queue, Instant now)
    {
        ref var at = ref _interactions[row];
        if (queue.PreferredFor > TimeSpan.Zero && at.Offered.Preferred is { } preferred && at.Offered.ArrivedAt + queue.PreferredFor > now
            && _agentRows.TryGetValue(preferred.Value, out int agent) && _agents[agent].IsReady)
        {
            (at.State, at.Agent) = (WaitingFor.PreferredAgent, agent);
            var personal = _personal[agent] ??= new OrderedHeap(_personalPlaces);
            personal.Add(row, at.Offered.ArrivedAt.Ticks, at.Sequence);
            at.Next = _deadlines.Add(at.Offered.ArrivedAt + queue.PreferredFor, (row, false));
            Stir(agent);
            return;
        }
        Relax(row, now);
    }

    /// <summary>Into the line that fits what it asks for by now, and the deadline of the next step.</summary>
    private void Relax(int row, Instant now)
    {
        ref var at = ref _interactions[row];
        var queue = QueueOf(at);
        var waited = now - at.Offered.ArrivedAt;
        LeaveLine(row);
        int step = Math.Max(0, at.Step);
        while (step + 1 < at.Steps.Count && at.Steps[step + 1].After <= waited)
            step++;
        at.Step = step;
        int priority = queue.Settings.AgeingAfter is { } ageing && waited >= ageing ? WaitLine.Aged : at.Offered.Priority ?? queue.Settings.Priority;
        var line = LineOf(queue, at.Steps, step, priority, at.Offered.Channel, at.Offered.Campaign);
        at.State = WaitingFor.AnyAgent;
        at.Line = line.Index;
        at.Agent = -1;
        if (line.Waiting.Count == 0)
            _linesWaiting.Put(line.Index, true);
        line.Waiting.Add(row, at.Offered.ArrivedAt.Ticks, at.Sequence);
        LookAtHead(line);
        Stir(line);
        SetDeadlines(row, queue, waited);
    }

    private void SetDeadlines(int row, QueueRow queue, TimeSpan waited)
    {
        ref var at = ref _interactions[row];
        var next = TimeSpan.MaxValue;
        if (at.Step + 1 < at.Steps.Count)
            next = at.Steps[at.Step + 1].After;
        if (queue.Settings.AgeingAfter is { } ageing && ageing > waited && ageing < next)
            next = ageing;
        _deadlines.Cancel(ref at.Next);
        if (next < TimeSpan.MaxValue)
            at.Next = _deadlines.Add(at.Offered.ArrivedAt + next, (row, false));
        SetLook(row, queue, waited);
    }

    private void SetLook(int row, QueueRow queue, TimeSpan waited)
    {
        ref var at = ref _interactions[row];
        _deadlines.Cancel(ref at.Look);
        if (queue.Policy.Holding?.NextLook(queue.Index, waited) is { } look)
            at.Look = _deadlines.Add(at.Offered.ArrivedAt + look, (row, true));
    }

    private void LookAgain(int row, Instant now)
    {
        ref var at = ref _interactions[row];
        if (at.State == WaitingFor.AnyAgent)
            Stir(_lines[at.Line]);
        SetLook(row, QueueOf(at), now - at.Offered.ArrivedAt);
    }

    private void LeaveLine(int row)
    {
        ref var at = ref _interactions[row];
        _deadlines.Cancel(ref at.Next);
        if (at.State == WaitingFor.PreferredAgent)
            _personal[at.Agent]!.Remove(row);
        if (at.Line < 0)
            return;
        var line = _lines[at.Line];
        line.Waiting.Remove(row);
        if (line.Waiting.Count == 0)
            _linesWaiting.Put(line.Index, false);
        else
            LookAtHead(line);
        at.Line = -1;
    }

    private void LookAtHead(WaitLine line)
    {
        ref var head = ref _heads[line.Index];
        (head.Arrived, head.Sequence, head.Row) = (line.Waiting.FirstKey, line.Waiting.FirstTie, line.Waiting.First);
        head.Due = _interactions[head.Row].Due.Ticks;
    }

    private void StopWaiting(int row)
    {
        LeaveLine(row);
        ref var at = ref _interactions[row];
        _deadlines.Cancel(ref at.Look);
        QueueOf(at).Everybody.Remove(row);
        at.Agent = -1;
        Waiting--;
    }

    private WaitLine LineOf(QueueRow queue, IReadOnlyList<RelaxStep> steps, int step, int priority, Channel channel, CampaignId campaign)
    {
        var key = (queue.Index, steps, step, priority, channel, campaign);
        if (_lineOf.TryGetValue(key, out var line))
            return line;
        var skills = steps.Count == 0 ? null : steps[step].Skills;
        var claim = ClaimOf(queue, skills, campaign);
        line = new WaitLine(_lines.Count, claim, step, priority, channel, _waitPlaces);
        _lines.Add(line);
        _lineOf.Add(key, line);
        foreach (var set in _sets)
            set.Serve(line);
        if (line.Index >= _heads.Length)
            Array.Resize(ref _heads, _heads.Length * 2);
        _heads[line.Index] = new LineHead { Priority = line.Priority, Channel = (byte)line.Channel };
        return line;
    }

    private Claim ClaimOf(QueueRow queue, SkillExpression? skills, CampaignId campaign)
    {
        foreach (var known in _claims)
            if (known.Queue == queue && known.Skills == skills && known.Campaign == campaign)
                return known;
        var claim = new Claim(queue, skills, campaign);
        _claims.Add(claim);
        foreach (var set in _sets)
        {
            claim.Judge(set);
            claim.Rank(set);
        }
        return claim;
    }

    private void Stir(WaitLine line)
    {
        _isDeskStirred = true;
        if (line.IsStirred)
            return;
        line.IsStirred = true;
        _stirredLines.Enqueue(line.Index);
    }

    private int TakeRow()
    {
        if (_freeRow >= 0)
        {
            int row = _freeRow;
            _freeRow = _interactions[row].Agent;
            return row;
        }
        if (_interactionsUsed == _interactions.Length)
            Array.Resize(ref _interactions, _interactionsUsed * 2);
        return _interactionsUsed++;
    }

    private void Forget(int row)
    {
        _interactionRows.Remove(_interactions[row].Id.Value);
        _interactions[row] = new InteractionRow { Agent = _freeRow, Line = -1 };
        _freeRow = row;
    }
}
