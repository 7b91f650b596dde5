using System.Text.Json;
using Dialer.Server.Monitoring;
using Dialer.Store.Tables;
using Xunit;

namespace Dialer.Server.Tests.Http;

public sealed class EventHubTests
{
    private static readonly TimeSpan Never = TimeSpan.FromMinutes(10);
    private readonly EventHub _hub = new(20);

    private static EventRecord Event(long number, string type = "agentState", int? agent = null) => EventJson.Of(new DialerEvent { Type = type, Agent = agent }, number);

    [Fact]
    public async Task A_listener_that_reads_too_slowly_is_cut_off_with_its_last_number()
    {
        using var listener = _hub.Listen()!;
        for (int i = 1; i <= EventHub.Capacity + 10; i++)
            _hub.Publish(Event(i));
        var read = await TakeAsync(listener, int.MaxValue, Never);
        Assert.Equal(EventHub.Capacity + 1, read.Count);
        Assert.Equal("cutOff", read[^1].Kind);
        Assert.Equal(EventHub.Capacity, JsonDocument.Parse(read[^1].Body).RootElement.GetProperty("lastNumber").GetInt64());
    }

    [Fact]
    public async Task A_listener_hears_what_it_wants_once_it_has_begun()
    {
        using var listener = _hub.Listen(happened => happened.Agent is null or 7, isLive: false)!;
        _hub.Publish(Event(1, agent: 7));
        listener.Begin();
        _hub.Publish(Event(2, agent: 8));
        _hub.Publish(Event(3, agent: 7));
        _hub.Publish(Event(4, "trunkState"));
        Assert.Equal([3, 4], (await TakeAsync(listener, 2, Never)).Select(happened => happened.Number));
    }

    [Fact]
    public async Task A_quiet_stream_has_a_heartbeat()
    {
        using var listener = _hub.Listen()!;
        Assert.Equal("heartbeat", (await TakeAsync(listener, 1, TimeSpan.FromMilliseconds(20)))[0].Kind);
    }

    [Fact]
    public async Task The_end_of_the_program_ends_every_stream()
    {
        using var listener = _hub.Listen()!;
        _hub.Publish(Event(1, "drained"));
        _hub.Close();
        Assert.Equal(["drained"], (await TakeAsync(listener, 5, Never)).Select(happened => happened.Kind));
        Assert.False(_hub.HasListeners);
    }

    [Fact]
    public void Only_so_many_may_listen()
    {
        var listeners = Enumerable.Range(0, _hub.MostListeners).Select(_ => _hub.Listen()).ToArray();
        Assert.Null(_hub.Listen());
        listeners[0]!.Dispose();
        Assert.NotNull(_hub.Listen());
    }

    private static async Task<List<EventRecord>> TakeAsync(EventHub.Listener listener, int count, TimeSpan heartbeat)
    {
        var read = new List<EventRecord>();
        await foreach (var happened in listener.ReadAsync(heartbeat, TimeProvider.System, TestContext.Current.CancellationToken))
        {
            read.Add(happened);
            if (read.Count == count)
                break;
        }
        return read;
    }
}
