using BenchmarkDotNet.Attributes;
using Dialer.Core.CallProgress;
using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Benchmarks.CallProgress;

/// <summary>Whole calls of 10 s, 500 frames of 20 ms each: the figure is one frame's.</summary>
[MemoryDiagnoser]
public class AnalyzerBenchmark
{
    private const int Samples = 80_000;
    private readonly CallProgressAnalyzer _analyzer = new(CallProgressOptions.Default);
    private short[] _call = [];

    [Params("voice", "ringback", "chord", "hiss")]
    public string Sound { get; set; } = "voice";

    [GlobalSetup]
    public void Setup()
    {
        SeededRandom random = new(1);
        _call = new short[Samples];
        for (int i = 0; i < Samples; i++)
        {
            double t = i / 8000.0;
            double sound = Sound switch
            {
                "voice" => (0.6 + 0.4 * Math.Sin(25 * t)) * (Wave(180, t) + 0.6 * Wave(540 + 60 * Math.Sin(9 * t), t) + 0.3 * Wave(1620, t) + random.NextDouble() - 0.5),
                "ringback" => t % 6 < 2 ? Wave(440, t) + Wave(480, t) : 0,
                "chord" => Wave(262, t) + Wave(330, t) + Wave(392, t),
                _ => 0,
            };
            _call[i] = (short)(2500 * sound + 40 * (random.NextDouble() - 0.5));
        }
    }

    [Benchmark(OperationsPerInvoke = Samples / 160)]
    public CpaVerdict Frame()
    {
        _analyzer.Reset();
        _analyzer.Answered();
        for (int at = 0; at < Samples; at += 160)
            _analyzer.Push(_call.AsSpan(at, 160));
        return _analyzer.Verdict;
    }

    private static double Wave(double hz, double t) => Math.Sin(2 * Math.PI * hz * t);
}
