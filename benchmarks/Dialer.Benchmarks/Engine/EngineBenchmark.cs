using BenchmarkDotNet.Attributes;
using Dialer.Core.Engine;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Time;

namespace Dialer.Benchmarks.Engine;

/// <summary>One operation is one input of a busy hour, deadlines and pacing decisions that it causes included.</summary>
[MemoryDiagnoser]
public class EngineBenchmark
{
    private const int Inputs = 200_000;
    private (EngineInput Input, Instant At)[] _inputs = [];
    private DialerEngine _engine = null!;

    [Params(100, 1000)]
    public int Agents { get; set; }

    [GlobalSetup]
    public void Record() => _inputs = BusyHour.Inputs(Agents, "progressive", Inputs * 2);

    [IterationSetup]
    public void Warm()
    {
        _engine = BusyHour.NewEngine();
        Feed(_inputs.AsSpan(0, Inputs));
    }

    [Benchmark(OperationsPerInvoke = Inputs)]
    public void Apply() => Feed(_inputs.AsSpan(Inputs));

    private void Feed(ReadOnlySpan<(EngineInput Input, Instant At)> inputs)
    {
        foreach (ref readonly var next in inputs)
        {
            _engine.Apply(next.Input, next.At);
            _engine.Outbox.Clear();
        }
    }
}
