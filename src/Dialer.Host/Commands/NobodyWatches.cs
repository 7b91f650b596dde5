using Dialer.Core.Ids;
using Dialer.Store;

namespace Dialer.Host.Commands;

/// <summary>Of a store that a command opens for a moment: nothing is dialed meanwhile.</summary>
internal sealed class NobodyWatches : IStoreObserver
{
    public void Durable(long sequence)
    {
    }

    public void ClaimRefused(AttemptId attempt, LeadId lead, CallId call)
    {
    }

    public void Congested(string why)
    {
    }

    public void Relieved()
    {
    }
}
