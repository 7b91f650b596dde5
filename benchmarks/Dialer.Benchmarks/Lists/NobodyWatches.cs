using Dialer.Core.Ids;
using Dialer.Store;

namespace Dialer.Benchmarks.Lists;

/// <summary>Nothing is dialed from the stores of these benchmarks.</summary>
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
