using System.Runtime.CompilerServices;
using Dialer.Server.Monitoring;
using Dialer.Store.Tables;

namespace Dialer.Server.Http.Streams;

/// <summary>
/// What one reader gets: first what it missed since a number, from the store, then what happens, without a gap and without a
/// repetition. It ends when the program stops, when the reader is too slow, or when it loses the right to read.
/// </summary>
/// <param name="after">The last number that it has seen; null: what happens from now on.</param>
/// <param name="mayStill">Looked at between events.</param>
internal sealed class EventStream(EventHub.Listener listener, EventTable table, long? after, Func<bool> mayStill, TimeProvider time) : IDisposable
{
    private const int ReadAtOnce = 500;
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public async IAsyncEnumerable<EventRecord> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        long last = after ?? 0;
        if (after is { } seen && Missing(seen) is { } lost)
            yield return lost;
        if (after is not null)
            foreach (var missed in CatchUp(last))
            {
                last = missed.Number;
                if (listener.Wants(missed))
                    yield return missed;
                cancellation.ThrowIfCancellationRequested();
            }
        listener.Begin();

        // What was written between the last page and now.
        if (after is not null)
            foreach (var missed in CatchUp(last))
            {
                last = missed.Number;
                if (listener.Wants(missed))
                    yield return missed;
            }
        await foreach (var happened in listener.ReadAsync(Heartbeat, time, cancellation).ConfigureAwait(false))
        {
            if (!mayStill())
                yield break;
            if (happened.Number == 0 || happened.Number > last)
                yield return happened;
        }
    }

    public void Dispose() => listener.Dispose();

    /// <summary>Null: everything since is still kept.</summary>
    private EventRecord? Missing(long seen)
    {
        if (table.Oldest() is not { } oldest || oldest <= seen + 1)
            return null;
        string kept = $"events are kept for {table.KeepFor.TotalHours:0} hours; the first that is still there is {oldest}";
        return EventJson.Of(new DialerEvent { Type = "lost", At = time.GetUtcNow(), Lost = oldest - seen - 1, Reason = kept, Remedy = "Read the present state anew." });
    }

    private IEnumerable<EventRecord> CatchUp(long last)
    {
        IReadOnlyList<EventRecord> page;
        do
        {
            page = table.Read(last, ReadAtOnce);
            foreach (var missed in page)
                yield return missed;
            last = page.Count > 0 ? page[^1].Number : last;
        }
        while (page.Count == ReadAtOnce);
    }
}
