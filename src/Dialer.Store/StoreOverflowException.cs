namespace Dialer.Store;

/// <summary>More facts wait than the store may hold; the pause it asked for was not kept.</summary>
public sealed class StoreOverflowException(int capacity)
    : InvalidOperationException($"{capacity} facts wait to be stored: the store has been unable to write for too long. See the log for why.");
