using Dialer.Server.Monitoring;
using Xunit;

namespace Dialer.Server.Tests.Http;

public sealed class EventHubTests
{
    private static readonly TimeSpan Never = TimeSpan.FromMinutes(10);
    private readonly EventHub _hub = new(20);

    [Fact]
    public async Task A_listener_that_reads_too_slowly_loses_the_oldest_and_is_told_how_many()
    {
        using var listener = _hub.Listen(null, null)!;
        for (int i = 0; i < EventHub.Capacity + 10; i++)
            _hub.Publish(new DialerEvent { Type = "pacing", Attempt = i });
        var read = await TakeAsync(listener, 2, Never);
        Assert.Equal(("lost", 10), (read[0].Type, read[0].Lost));
        Assert.Equal(10, read[1].Attempt);
    }

    [Fact]
    public async Task A_listener_hears_of_its_own_agent_and_of_what_concerns_all()
    {
        using var listener = _hub.Listen(agent: 7, campaign: null)!;
        _hub.Publish(new DialerEvent { Type = "agentState", Agent = 8 });
        _hub.Publish(new DialerEvent { Type = "agentState", Agent = 7 });
        _hub.Publish(new DialerEvent { Type = "trunkState" });
        Assert.Equal(["agentState", "trunkState"], (await TakeAsync(listener, 2, Never)).Select(happened => happened.Type));
    }

    [Fact]
    public async Task A_quiet_stream_has_a_heartbeat()
    {
        using var listener = _hub.Listen(null, null)!;
        Assert.Equal("heartbeat", (await TakeAsync(listener, 1, TimeSpan.FromMilliseconds(20)))[0].Type);
    }

    [Fact]
    public async Task The_end_of_the_program_ends_every_stream()
    {
        using var listener = _hub.Listen(null, null)!;
        _hub.Publish(new DialerEvent { Type = "drained" });
        _hub.Close();
        Assert.Equal(["drained"], (await TakeAsync(listener, 5, Never)).Select(happened => happened.Type));
        Assert.False(_hub.HasListeners);
    }

    [Fact]
    public void Only_so_many_may_listen()
    {
        var listeners = Enumerable.Range(0, _hub.MostListeners).Select(_ => _hub.Listen(null, null)).ToArray();
        Assert.Null(_hub.Listen(null, null));
        listeners[0]!.Dispose();
        Assert.NotNull(_hub.Listen(null, null));
    }

    private static async Task<List<DialerEvent>> TakeAsync(EventHub.Listener listener, int count, TimeSpan heartbeat)
    {
        var read = new List<DialerEvent>();
        await foreach (var happened in listener.ReadAsync(heartbeat, TimeProvider.System, TestContext.Current.CancellationToken))
        {
            read.Add(happened);
            if (read.Count == count)
                break;
        }
        return read;
    }
}
