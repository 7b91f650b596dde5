using Dialer.Core.Ids;

namespace Dialer.Store;

/// <summary>
/// What the store tells its owner. Called on the store's writer thread, or within
/// <see cref="IDialerStore.Enqueue"/>: post to the engine's inbox and return, never
/// block, never throw.
/// </summary>
public interface IStoreObserver
{
    /// <summary>Every fact up to this sequence (as returned by <see cref="IDialerStore.Enqueue"/>) survives a power loss.</summary>
    void Durable(long sequence);

    /// <summary>
    /// The store does not grant this claim: the lead is not free (it is in another attempt, done, or unknown). Comes
    /// before the <see cref="Durable"/> that covers it. Its PlaceCall must not leave for the line.
    /// </summary>
    void ClaimRefused(AttemptId attempt, LeadId lead, CallId call);

    /// <summary>The store is behind or cannot write (disk full, I/O error): no new attempts. Nothing is lost; it tries again by itself.</summary>
    void Congested(string why);

    void Relieved();
}
