namespace Dialer.Server.Outlets;

/// <summary>A consumer that must not lose anything stands still. The process ends; the store closes what was in flight at the next start.</summary>
internal sealed class OutletFullException(string message) : Exception(message);
