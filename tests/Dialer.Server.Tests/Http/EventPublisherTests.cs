using System.Collections.Concurrent;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Server.Monitoring;
using Xunit;

namespace Dialer.Server.Tests.Http;

/// <summary>An event is said once it is on disk, and in sequence.</summary>
public sealed class EventPublisherTests
{
    private readonly EventHub _hub = new(200);
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _disk = new();
    private readonly EventHub.Listener _listener;

    public EventPublisherTests() => _listener = _hub.Listen(null, null)!;

    private EventPublisher Start()
    {
        var publisher = new EventPublisher(_hub, new EventMaker(_ => null), (sequence, end) => Waiting(sequence).Task.WaitAsync(end));
        publisher.Start();
        return publisher;
    }

    private TaskCompletionSource Waiting(long sequence) => _disk.GetOrAdd(sequence, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private static EngineOutput Connected(long interaction) => new() { Kind = EngineOutputKind.InteractionConnected, At = new Instant(1), Interaction = new InteractionId(interaction), Record = -1 };

    private async Task<List<string>> HeardAsync(int count, TimeSpan patience)
    {
        var heard = new List<string>();
        await foreach (var happened in _listener.ReadAsync(patience, TimeProvider.System, TestContext.Current.CancellationToken))
        {
            heard.Add($"{happened.Type} {happened.Interaction}");
            if (heard.Count == count || happened.Type == "heartbeat")
                break;
        }
        return heard;
    }

    [Fact]
    public async Task Nothing_is_said_before_the_disk_has_it()
    {
        await using var publisher = Start();
        publisher.Offer(Connected(7), null, null, stored: 3);
        publisher.Offer(Connected(8), null, null, stored: 3);
        publisher.Offer(Connected(9), null, null, stored: 4);
        Assert.Equal(["heartbeat "], await HeardAsync(1, TimeSpan.FromMilliseconds(200)));
        Waiting(3).SetResult();
        Assert.Equal(["connected 7", "connected 8"], await HeardAsync(2, TimeSpan.FromSeconds(30)));
        Waiting(4).SetResult();
        Assert.Equal(["connected 9"], await HeardAsync(1, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task What_the_disk_never_took_is_never_said()
    {
        var publisher = Start();
        publisher.Offer(Connected(7), null, null, stored: 3);
        await publisher.DisposeAsync();
        _hub.Close();
        Assert.Empty(await HeardAsync(1, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Who_is_far_behind_hears_how_much_was_lost()
    {
        await using var publisher = Start();
        publisher.Offer(Connected(1), null, null, stored: 1);
        for (int i = 0; i < EventPublisher.Capacity + 10; i++)
            publisher.Offer(Connected(2), null, null, stored: 1);
        Waiting(1).SetResult();
        var heard = await HeardAsync(3, TimeSpan.FromSeconds(30));
        Assert.Contains("lost ", heard);
    }
}
