using System.Collections.Concurrent;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Server.Monitoring;
using Dialer.Store.Tables;
using Xunit;

namespace Dialer.Server.Tests.Http;

/// <summary>An event is said once it is on disk, and in sequence.</summary>
public sealed class EventPublisherTests : IDisposable
{
    private readonly EventHub _hub = new(200);
    private readonly SemaphoreSlim _disk = new(0);
    private readonly ConcurrentQueue<IReadOnlyList<EventRecord>> _kept = new();
    private readonly EventHub.Listener _listener;

    public EventPublisherTests() => _listener = _hub.Listen()!;

    public void Dispose() => _disk.Dispose();

    private EventPublisher Start(long newest = 0)
    {
        var publisher = new EventPublisher(_hub, new EventMaker(_ => null), newest, KeepAsync, () => Task.CompletedTask, TimeProvider.System);
        publisher.Start();
        return publisher;
    }

    private async Task KeepAsync(IReadOnlyList<EventRecord> events)
    {
        await _disk.WaitAsync();
        _kept.Enqueue(events);
    }

    private static EngineOutput Connected(long interaction) => new() { Kind = EngineOutputKind.InteractionConnected, At = new Instant(1), Interaction = new InteractionId(interaction), Record = -1 };

    private async Task<List<string>> HeardAsync(int count, TimeSpan patience)
    {
        var heard = new List<string>();
        await foreach (var happened in _listener.ReadAsync(patience, TimeProvider.System, TestContext.Current.CancellationToken))
        {
            heard.Add($"{happened.Kind} {happened.Number}");
            if (heard.Count == count || happened.Kind == "heartbeat")
                break;
        }
        return heard;
    }

    [Fact]
    public async Task Nothing_is_said_before_the_disk_has_it()
    {
        await using var publisher = Start(newest: 6);
        publisher.Offer(Connected(7), null, null);
        Assert.Equal(["heartbeat 0"], await HeardAsync(1, TimeSpan.FromMilliseconds(200)));
        publisher.Offer(Connected(8), null, null);
        publisher.Offer(new DialerEvent { Type = "overload" });
        _disk.Release(10);
        Assert.Equal(["connected 7", "connected 8", "overload 9"], await HeardAsync(3, TimeSpan.FromSeconds(30)));
        Assert.Equal([7L, 8, 9], _kept.SelectMany(events => events).Select(happened => happened.Number));
    }

    [Fact]
    public async Task What_the_disk_never_took_is_never_said()
    {
        var publisher = Start();
        publisher.Offer(Connected(7), null, null);
        await publisher.DisposeAsync();
        _hub.Close();
        Assert.Empty(await HeardAsync(1, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Who_is_far_behind_hears_how_much_was_lost()
    {
        await using var publisher = Start();
        publisher.Offer(Connected(1), null, null);
        for (int i = 0; i < EventPublisher.Capacity + 1_000; i++)
            publisher.Offer(Connected(2), null, null);
        _disk.Release(10_000);
        var heard = await HeardAsync(1_100, TimeSpan.FromSeconds(30));
        Assert.Contains("lost 0", heard);
    }
}
