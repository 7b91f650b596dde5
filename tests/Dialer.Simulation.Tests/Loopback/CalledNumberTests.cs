using Dialer.Simulation.Loopback;
using Dialer.Simulation.Public;
using Xunit;

namespace Dialer.Simulation.Tests.Loopback;

/// <summary>The carrier knows the truth of every call, and holds on to none that has ended.</summary>
public sealed class CalledNumberTests
{
    [Fact]
    public void A_call_that_has_ended_is_let_go_and_its_truth_is_kept()
    {
        CalledNumber number = new();
        WeakReference[] calls = [.. Enumerable.Range(0, 20).Select(i => AddAndEnd(number, i))];
        Assert.Equal((20, 0), (number.Count, number.Going));
        Assert.Equal(Enumerable.Range(0, 20), number.Truths.Select(truth => truth.Attempt));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.DoesNotContain(calls, call => call.IsAlive);
    }

    [Fact]
    public void Of_calls_that_overlap_each_has_its_own_place()
    {
        CalledNumber number = new();
        var first = Call(0);
        var second = Call(1);
        number.Add(first);
        number.Add(second);
        number.Ended(first);
        number.Ended(first);
        Assert.Equal([0, 1], number.Truths.Select(truth => truth.Attempt));
        Assert.Equal(1, number.Going);
        number.Ended(second);
        Assert.Equal(0, number.Going);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference AddAndEnd(CalledNumber number, int attempt)
    {
        var call = Call(attempt);
        number.Add(call);
        number.Ended(call);
        return new WeakReference(call);
    }

    private static CarrierCall Call(int attempt) => new(null!, "+33199000000", attempt, new CalledPublic(Scenario.Demo, 1).Draw("+33199000000", attempt, 0));
}
