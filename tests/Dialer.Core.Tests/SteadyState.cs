using Xunit;

namespace Dialer.Core.Tests;

/// <summary>Allocations once the code has settled: what the runtime has not optimised yet allocates what optimised code does not.</summary>
internal static class SteadyState
{
    private const int MostRounds = 5_000;

    /// <summary>Rounds until one allocates nothing; code that always allocates never gets there.</summary>
    public static void AllocatesNothing(Action round)
    {
        long least = long.MaxValue;
        for (int i = 0; i < MostRounds && least > 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            round();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
    }
}
