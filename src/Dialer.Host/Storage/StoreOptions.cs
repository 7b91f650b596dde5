namespace Dialer.Host.Storage;

/// <summary>How a store is opened.</summary>
/// <param name="Path">The SQLite file; made if it is missing, with its folder.</param>
public sealed record StoreOptions(string Path)
{
    /// <summary>Facts waiting to be written at which new attempts are paused.</summary>
    public int CongestedAt { get; init; } = 8_192;

    /// <summary>Facts waiting at which they may go on.</summary>
    public int RelievedAt { get; init; } = 1_024;

    /// <summary>
    /// Facts waiting at which <see cref="IDialerStore.Enqueue"/> fails with <see cref="StoreOverflowException"/>. After
    /// the pause only the calls in progress still write, so this is reached only if the pause was not kept.
    /// </summary>
    public int Capacity { get; init; } = 1_048_576;

    /// <summary>Most facts in one commit.</summary>
    public int CommitAtMost { get; init; } = 1_024;

    /// <summary>A commit that takes longer pauses new attempts.</summary>
    public TimeSpan SlowCommitAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>First wait after a failed write; doubles to <see cref="RetryAtMost"/>.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromMilliseconds(100);
    public TimeSpan RetryAtMost { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Called before each step of a write; a test throws from it.</summary>
    internal Action<WriteStep>? BeforeStep { get; init; }
}

/// <summary>The points of a group commit at which it can fail or the process can die.</summary>
internal enum WriteStep
{
    Begin,
    Claim,
    ClaimLead,
    Progress,
    Close,
    CloseLead,
    DeadPhone,
    DoNotCall,
    Interaction,
    AgentState,
    Refusal,
    Latency,
    Quality,
    Import,
    Commit,
    Committed,
}

/// <summary>More facts wait than the store may hold; the pause it asked for was not kept.</summary>
public sealed class StoreOverflowException(int capacity)
    : InvalidOperationException($"{capacity} facts wait to be stored: the store has been unable to write for too long. See the log for why.");

/// <summary>The store cannot be opened or read: the message names the file and what to do.</summary>
public sealed class StoreException(string message, Exception? inner = null) : Exception(message, inner);
