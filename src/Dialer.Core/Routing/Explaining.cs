using System.Numerics;
using Dialer.Core.Channels;
using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Routing;

/// <summary>"Why does this caller wait?" For people: it may cost more than a decision.</summary>
public sealed partial class Distributor
{
    /// <summary>Who holds it; null: nobody.</summary>
    public AgentId? HolderOf(InteractionId interaction) => TryHeld(interaction, out int row) ? _agents[_interactions[row].Agent].Id : null;

    /// <summary>When the target of an interaction is missed; Never: it is unknown, or that does not happen.</summary>
    public Instant DueOf(InteractionId interaction) => _interactionRows.TryGetValue(interaction.Value, out int row) ? _interactions[row].Due : Instant.Never;

    /// <summary>May an agent be given one more of a channel, by what he holds now?</summary>
    public bool LeavesRoom(AgentId agent, Channel channel) => _agentRows.TryGetValue(agent.Value, out int row) && _sets[_agents[row].Set].Limits.Allows(_agents[row].Held, channel);

    /// <summary>When the first who waits in a queue came; Never: nobody waits.</summary>
    public Instant FirstArrival(QueueId queue) => _queueRows.TryGetValue(queue.Value, out var row) ? _desk.FirstArrival(row.Index) : Instant.Never;

    /// <summary>Null: the interaction is unknown.</summary>
    public RoutingExplanation? Explain(InteractionId interaction, Instant now)
    {
        if (!_interactionRows.TryGetValue(interaction.Value, out int row))
            return null;
        ref var at = ref _interactions[row];
        var queue = QueueOf(at);
        var line = at.Line >= 0 ? _lines[at.Line] : null;
        int may = 0;
        int free = 0;
        double? gain = null;
        if (line is not null)
            CountWhoMay(line, now, out may, out free, out gain);
        int ahead = line is null ? 0 : AheadOf(at, line);
        return new RoutingExplanation
        {
            Interaction = interaction,
            Queue = queue.Settings.Id,
            Policy = queue.Policy.Name,
            Reason = ReasonOf(at, ahead, may, free),
            Waited = (at.State == WaitingFor.ItsEnd ? at.AssignedAt : now) - at.Offered.ArrivedAt,
            Priority = line?.Priority ?? PriorityOf(row),
            Step = Math.Max(0, at.Step),
            Asks = line?.Claim.Skills?.Text ?? "",
            RelaxesAfter = RelaxesAfter(at, queue, now),
            Ahead = ahead,
            AgentsWhoMay = may,
            FreeWhoMay = free,
            Agent = at.Agent >= 0 ? _agents[at.Agent].Id : null,
            Gain = free > 0 && ahead == 0 ? gain : null,
        };
    }

    private static WaitingReason ReasonOf(in InteractionRow at, int ahead, int may, int free) => at.State switch
    {
        WaitingFor.ItsEnd or WaitingFor.Nothing => WaitingReason.WithAnAgent,
        WaitingFor.PreferredAgent => WaitingReason.PreferredAgentFirst,
        WaitingFor.AnyAgent => may == 0 ? WaitingReason.NobodyMayServe : free == 0 ? WaitingReason.AllBusy
            : ahead > 0 ? WaitingReason.BehindOthers : WaitingReason.KeptForOthers,
    };

    private void CountWhoMay(WaitLine line, Instant now, out int may, out int free, out double? gain)
    {
        (may, free, gain) = (0, 0, null);
        var holding = line.Queue.IsWeighed ? line.Queue.Policy.Holding : null;
        holding?.Look(_desk, now);
        var sets = line.Claim.Sets.Words;
        for (int word = 0; word < sets.Length; word++)
            for (ulong bits = sets[word]; bits != 0; bits &= bits - 1)
            {
                var set = _sets[(word * 64) + BitOperations.TrailingZeroCount(bits)];
                int itsFree = set.Free((int)line.Channel, line.Queue.Policy.AgentOrder)?.Count ?? 0;
                may += set.Ready;
                free += itsFree;
                if (itsFree > 0 && holding is not null)
                    gain = Math.Max(gain ?? double.NegativeInfinity, holding.Gain(line.Queue.Index, set.Index));
            }
    }

    private int AheadOf(in InteractionRow of, WaitLine line)
    {
        int ahead = 0;
        for (int row = 0; row < _interactionsUsed; row++)
            if (_interactions[row].State == WaitingFor.AnyAgent && _interactions[row].Line == line.Index
                && (_interactions[row].Offered.ArrivedAt, _interactions[row].Sequence).CompareTo((of.Offered.ArrivedAt, of.Sequence)) < 0)
                ahead++;
        return ahead;
    }

    private static TimeSpan? RelaxesAfter(in InteractionRow at, QueueRow queue, Instant now)
    {
        if (at.State is WaitingFor.ItsEnd or WaitingFor.Nothing)
            return null;
        TimeSpan? next = at.Step + 1 < at.Steps.Count && at.Step >= 0 ? at.Steps[at.Step + 1].After : null;
        if (queue.Settings.AgeingAfter is { } ageing && ageing > now - at.Offered.ArrivedAt && (next is null || ageing < next))
            next = ageing;
        return next;
    }
}
