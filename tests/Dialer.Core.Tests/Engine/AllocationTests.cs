using Dialer.Core.Engine;
using Dialer.Core.Engine.Books;
using Dialer.Core.Engine.Log;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Engine;

public sealed class AllocationTests
{
    /// <summary>A recorded busy day given to a fresh engine: once its pools are filled, inputs cost no memory.</summary>
    [Fact]
    public void Nothing_is_allocated_in_steady_state()
    {
        var world = new FakeWorld(3, new WorldPlan { Agents = 50, Leads = 20_000, Objections = false, DrainAfter = TimeSpan.FromHours(8) }, log: true);
        world.Run();
        var inputs = Inputs(world.Log);
        Assert.True(inputs.Count > 20_000, $"{inputs.Count} inputs");

        // Code that the runtime has not optimised yet boxes what optimised code does not: rounds until it has.
        double least = double.MaxValue;
        for (int round = 0; round < 30 && least >= GrowthPerInput; round++)
            least = Math.Min(least, BytesPerInput(inputs));
        Assert.True(least < GrowthPerInput, $"{least} bytes per input");
    }

    /// <summary>Pools that reach a new maximum late in the day; a leak of one small object per call would be 4 and more.</summary>
    private const double GrowthPerInput = 0.5;

    private static double BytesPerInput(List<(EngineInput Input, Instant At)> inputs)
    {
        var engine = new DialerEngine(new EngineOptions(1, LinesPerFreeAgent.Named));
        var snapshot = new EngineSnapshot();
        int warm = inputs.Count / 2;
        Feed(engine, inputs, 0, warm);
        engine.Fill(snapshot);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Feed(engine, inputs, warm, inputs.Count);
        engine.Fill(snapshot);
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / (inputs.Count - warm);
    }

    private static void Feed(DialerEngine engine, List<(EngineInput Input, Instant At)> inputs, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            engine.Apply(inputs[i].Input, inputs[i].At);
            engine.Outbox.Clear();
        }
    }

    private static List<(EngineInput Input, Instant At)> Inputs(ReadOnlySpan<byte> log)
    {
        var reader = new EngineLogReader(TimeZoneInfo.FindSystemTimeZoneById);
        reader.ReadHeader(ref log);
        var inputs = new List<(EngineInput Input, Instant At)>();
        while (reader.TryRead(ref log, out var input, out var at) == LogRead.Record)
            inputs.Add((input, at));
        return inputs;
    }
}
