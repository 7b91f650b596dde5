using Dialer.Core.Engine.Books;

namespace Dialer.Server.Monitoring;

/// <summary>Spans since the start, as a monitor adds them up.</summary>
/// <param name="Waits">Of each queue, by its name.</param>
public sealed record SpanBoard(SpanHistogram AnswerToAgent, SpanHistogram CustomerHeard, IReadOnlyList<KeyValuePair<string, SpanHistogram>> Waits)
{
    public static SpanBoard Of(EngineSnapshot books)
    {
        ArgumentNullException.ThrowIfNull(books);
        var waits = new List<KeyValuePair<string, SpanHistogram>>(books.Queues.Count);
        foreach (var queue in books.Queues)
            waits.Add(new(queue.Name, queue.WaitSpans));
        return new SpanBoard(books.AnswerToAgentSpans, books.CustomerHeardSpans, waits);
    }
}
