using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Sip.Tests.Calls;

/// <summary>What calls hold, and that it is given back. DIALER_LONG_TESTS=1: calls come and go for 10 minutes.</summary>
[Collection(nameof(LineMemoryTests))]
[CollectionDefinition(nameof(LineMemoryTests), DisableParallelization = true)]
public sealed class LineMemoryTests
{
    private const int Calls = 90;
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("DIALER_LONG_TESTS") == "1";

    private static FarEnd Answers() => new((call, _) => call.Answer(440), ports: 400);

    // The ended transactions of a call stay for up to 32 s to answer repetitions (RFC 3261), at both ends: 64 kB would still be half of one call's goal.
    private static long Settled()
    {
        long bytes = long.MaxValue;
        for (int i = 0; i < 5; i++)
        {
            GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            bytes = Math.Min(bytes, GC.GetTotalMemory(forceFullCollection: true));
        }
        return bytes;
    }

    [Fact]
    public async Task A_call_holds_less_than_40_kB_and_gives_its_port_and_leg_back()
    {
        using var carrier = Answers();
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port) with { Channels = 1_000, CallsPerSecond = 10_000 }]);
        await RoundAsync(bench, carrier, 10);
        long before = Settled();
        var calls = await UpAsync(bench, Calls);
        long during = Settled();

        // Both ends live in this process: a call of ours is half of it, and the rest is the test's.
        long perCall = (during - before) / Calls / 2;
        TestContext.Current.TestOutputHelper?.WriteLine($"{perCall} bytes a call");
        Assert.InRange(perCall, 1, 40_000);
        await DownAsync(bench, calls);
        await LineBench.UntilAsync(() => TestedLine.Own(bench.Line).OpenLegs == 0 && TestedLine.Own(bench.Line).ActiveCalls == 0, "a leg or a call is left");
    }

    [Fact]
    public async Task Calls_that_come_and_go_leave_no_port_no_leg_no_call_and_no_memory()
    {
        var length = IsLong ? TimeSpan.FromMinutes(10) : TimeSpan.Zero;
        using var carrier = Answers();
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port) with { Channels = 1_000, CallsPerSecond = 10_000 }]);
        await RoundAsync(bench, carrier, Calls);
        long start = Environment.TickCount64, before = Settled();
        int rounds = 0;
        do
        {
            await RoundAsync(bench, carrier, Calls);
            rounds++;
        }
        while (rounds < 3 || Environment.TickCount64 - start < length.TotalMilliseconds);
        Assert.Equal(0, TestedLine.Own(bench.Line).OpenLegs + TestedLine.Own(bench.Line).ActiveCalls);

        // What transactions still remember (32 s) is bounded by the calls of that time; what leaked would grow with the rounds.
        long grown = Settled() - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"{rounds} rounds of {Calls} calls: {grown} bytes more");
        Assert.True(grown < 60_000L * Calls, $"{grown} bytes more after {rounds} rounds");
    }

    private static async Task RoundAsync(LineBench bench, FarEnd carrier, int count)
    {
        await DownAsync(bench, await UpAsync(bench, count));
        await LineBench.UntilAsync(() => TestedLine.Own(bench.Line).OpenLegs == 0 && TestedLine.Own(bench.Line).ActiveCalls == 0 && carrier.Media.OpenLegs == 0, "a leg or a call is left");
        carrier.Calls.Clear();
        carrier.Invites.Clear();
        bench.ForgetSignals();
    }

    private static async Task<List<CallId>> UpAsync(LineBench bench, int count)
    {
        List<CallId> calls = [.. Enumerable.Range(0, count).Select(_ => bench.Place())];
        foreach (var call in calls)
            await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        return calls;
    }

    private static async Task DownAsync(LineBench bench, List<CallId> calls)
    {
        foreach (var call in calls)
            bench.Line.Carry(EngineOutput.HangUp(Instant.Epoch, call));
        foreach (var call in calls)
            await bench.SignalAsync(EngineInputKind.CallEnded, call);
    }
}
