using Dialer.Lists.Import;

namespace Dialer.Server.Running;

/// <summary>A list on its way into the store, or a look at what it would become.</summary>
/// <param name="IsDryRun">Nothing is written.</param>
public sealed record ImportJob(string Id, string Campaign, string List, bool IsDryRun, DateTimeOffset StartedAt)
{
    public ImportJobState State { get; init; }

    /// <summary>Rows read so far, and how much of the file that is, 0 to 100; null: not known.</summary>
    public int Rows { get; init; }
    public int? Percent { get; init; }

    /// <summary>Once it is done.</summary>
    public ImportSummary? Summary { get; init; }

    /// <summary>Why nothing was written.</summary>
    public string? Trouble { get; init; }
}
