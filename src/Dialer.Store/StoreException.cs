namespace Dialer.Store;

/// <summary>The store cannot be opened or read: the message names the file and what to do.</summary>
public sealed class StoreException(string message, Exception? inner = null) : Exception(message, inner);
