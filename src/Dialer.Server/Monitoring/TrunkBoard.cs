using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Line;

namespace Dialer.Server.Monitoring;

/// <summary>How each trunk is: whether the engine dials by it, and what the line says of it. Safe to use from any thread.</summary>
internal sealed class TrunkBoard
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, TrunkRow> _rows = [];

    public TrunkBoard(IEnumerable<(TrunkId Id, string Name)> trunks)
    {
        foreach ((var id, string name) in trunks)
            _rows.Add(id.Value, new TrunkRow(id.Value, name, true, null));
    }

    public void Heard(in EngineOutput fact)
    {
        if (fact.Kind != EngineOutputKind.TrunkStateChanged)
            return;
        lock (_lock)
            if (_rows.TryGetValue(fact.Trunk.Value, out var row))
                _rows[fact.Trunk.Value] = row with { Available = fact.IsAvailable, Why = fact.Reason };
    }

    /// <summary>How a trunk is, as the line says it.</summary>
    public void Reported(TrunkReport report)
    {
        lock (_lock)
            if (_rows.TryGetValue(report.Trunk.Value, out var row))
                _rows[report.Trunk.Value] = row with { State = report.Condition, Cause = report.Cause, Remedy = report.Remedy };
    }

    public IReadOnlyList<TrunkRow> Rows()
    {
        lock (_lock)
            return [.. _rows.Values];
    }

    public string NameOf(TrunkId trunk)
    {
        lock (_lock)
            return _rows.TryGetValue(trunk.Value, out var row) ? row.Name : "unknown";
    }
}
