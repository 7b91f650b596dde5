using Dapper;
using Dialer.Store.Tables;
using Dialer.Testing;
using Xunit;

namespace Dialer.Store.Tests.Tables;

/// <summary>Figures of a period from rows that a person can add up.</summary>
public sealed class FigureTableTests : IDisposable
{
    private static readonly DateTimeOffset Nine = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly DialerStore _store;
    private readonly FigureTable _table;

    public FigureTableTests()
    {
        _store = DialerStore.Open(new StoreOptions(Path.Combine(_folder.Path, "dialer.db")), new RecordingObserver());
        _table = new FigureTable(_store);
    }

    [Fact]
    public async Task Callers_are_added_up_by_the_quarter_in_which_they_came()
    {
        await WriteAsync(
            Caller(1, queue: 1, arrived: 0, connected: 10, ended: 70, closed: 80, "Handled"),
            Caller(2, queue: 1, arrived: 60, connected: 90, ended: 100, closed: 100, "Handled"),
            Caller(3, queue: 1, arrived: 120, connected: null, ended: 165, closed: 165, "CallerHungUpInQueue"),
            Caller(4, queue: 2, arrived: 899, connected: null, ended: null, closed: null, null),
            Caller(5, queue: 1, arrived: 900, connected: 901, ended: 902, closed: 902, "Handled"),
            Caller(6, queue: 1, arrived: 3_600, connected: 3_601, ended: 3_602, closed: 3_602, "Handled"));
        var slots = _table.Queues(Nine, Nine.AddHours(1), TimeSpan.FromSeconds(20));
        Assert.Equal(
            [
                new QueueSlot(Us(0), 1, 3, 2, 1, 1, 40_000_000, 45_000_000, 70_000_000, 10_000_000),
                new QueueSlot(Us(0), 2, 1, 0, 0, 0, 0, 0, 0, 0),
                new QueueSlot(Us(900), 1, 1, 1, 1, 0, 1_000_000, 1_000_000, 1_000_000, 0),
            ], slots);
    }

    [Fact]
    public async Task An_agents_time_is_cut_to_the_period()
    {
        await WriteAsync(State(1, -600, "LoggedOut", "Ready"), State(2, 60, "Ready", "Talking"), State(3, 120, "Talking", "WrapUp"), State(4, 4_000, "WrapUp", "LoggedOut"));
        Assert.Equal(
            [
                new AgentSpan(1, "Ready", Nine, Nine.AddSeconds(60)),
                new AgentSpan(1, "Talking", Nine.AddSeconds(60), Nine.AddSeconds(120)),
                new AgentSpan(1, "WrapUp", Nine.AddSeconds(120), Nine.AddHours(1)),
            ], _table.Agents(Nine, Nine.AddHours(1), Nine.AddHours(5)));
    }

    private static long Us(int second) => (Nine.AddSeconds(second) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static (string, object) Caller(int id, int queue, int arrived, int? connected, int? ended, int? closed, string? end) => (
        "INSERT INTO interactions (run_id, interaction_id, queue_id, call_id, party, ended_as, arrived_at_us, connected_at_us, ended_at_us, closed_at_us) VALUES (1, @id, @queue, @id, '', @end, @arrived, @connected, @ended, @closed)",
        new { id, queue, end, arrived = Us(arrived), connected = connected is { } c ? Us(c) : (long?)null, ended = ended is { } e ? Us(e) : (long?)null, closed = closed is { } d ? Us(d) : (long?)null });

    private static (string, object) State(int sequence, int at, string from, string to) =>
        ("INSERT INTO agent_state_log (run_id, sequence, agent_id, at_us, from_state, to_state) VALUES (1, @sequence, 1, @at, @from, @to)", new { sequence, at = Us(at), from, to });

    private Task<int> WriteAsync(params (string Sql, object Values)[] rows) => ((ITableSource)_store).WriteAsync((connection, transaction) =>
    {
        foreach (var (sql, values) in rows)
            connection.Execute(sql, values, transaction);
        return rows.Length;
    });

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }
}
