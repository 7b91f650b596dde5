using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Dialer.Testing;

/// <summary>The stream of events, listened to from now on: what it said so far, and what a test waits for.</summary>
internal sealed class EventListener
{
    private readonly List<JsonElement> _events = [];
    private readonly Lock _lock = new();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EventListener()
    {
    }

    /// <summary>Completes when the stream ends.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    public JsonElement[] Events
    {
        get
        {
            lock (_lock)
                return [.. _events];
        }
    }

    public static async Task<EventListener> StartAsync(HttpClient client)
    {
        var listener = new EventListener();
        listener.Ended = listener.ListenAsync(await OpenAsync(client));
        return listener;
    }

    /// <summary>A service that has just started on a busy machine gives a connection up before it has read from it: it is asked again.</summary>
    private static async Task<Stream> OpenAsync(HttpClient client)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                return await client.GetStreamAsync(new Uri("/v1/events", UriKind.Relative));
            }
            catch (HttpRequestException) when (tries < 5)
            {
                // The client's own time-out is longer than the service's.
            }
        }
    }

    /// <summary>The first event of that kind, or the <paramref name="nth"/>.</summary>
    /// <param name="aside">What a failure says beside the events.</param>
    public async Task<JsonElement> EventAsync(TimeSpan within, string type, Func<JsonElement, bool>? where = null, int nth = 1, Func<string>? aside = null)
    {
        using var patience = new CancellationTokenSource(within);
        while (true)
        {
            Task more;
            lock (_lock)
            {
                var found = All(type, where).Skip(nth - 1).ToArray();
                if (found.Length > 0)
                    return found[0];
                more = _more.Task;
            }
            await Task.WhenAny(more, Task.Delay(Timeout.Infinite, patience.Token));
            if (patience.IsCancellationRequested)
                Assert.Fail($"{nth} times {type} did not come:\n{string.Join('\n', Events.Where(said => !Is(said, "type", "pacing")).TakeLast(40))}\n{aside?.Invoke()}");
        }
    }

    public int Count(string type, Func<JsonElement, bool>? where = null)
    {
        lock (_lock)
            return All(type, where).Count();
    }

    public static bool Is(JsonElement said, string field, object value) =>
        said.TryGetProperty(field, out var there) && there.ToString() == Convert.ToString(value, CultureInfo.InvariantCulture);

    private IEnumerable<JsonElement> All(string type, Func<JsonElement, bool>? where) => _events.Where(said => Is(said, "type", type) && (where is null || where(said)));

    private async Task ListenAsync(Stream stream)
    {
        using var lines = new StreamReader(stream);
        while (await lines.ReadLineAsync() is { } line)
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                lock (_lock)
                {
                    _events.Add(JsonSerializer.Deserialize<JsonElement>(line["data: ".Length..]));
                    _more.TrySetResult();
                    _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                }
    }
}
