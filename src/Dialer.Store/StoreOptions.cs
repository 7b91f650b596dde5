namespace Dialer.Store;

/// <summary>How a store is opened.</summary>
/// <param name="Path">A SQLite file, made if it is missing, with its folder; or a connection string or postgresql:// address of a PostgreSQL database.</param>
public sealed record StoreOptions(string Path)
{
    /// <summary>For the files that go with a store that is no file; null: the present folder.</summary>
    public string? DataFolder { get; init; }

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
