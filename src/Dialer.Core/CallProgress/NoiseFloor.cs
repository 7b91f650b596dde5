using System.Runtime.CompilerServices;

namespace Dialer.Core.CallProgress;

/// <summary>
/// The level of the line when nobody speaks, dBov: the least of the envelope over half a second, down at once and
/// up at most 60 dB a second. A level that stays steady for 0.7 s is the floor, however loud it is.
/// </summary>
internal struct NoiseFloor
{
    private const int WindowBlocks = 50;
    public const int SteadyBlocks = 70;
    private const float SteadySpreadDb = 4f;
    public const float LowestDb = -75f;
    public const float HighestDb = -12f;

    /// <summary>Whoever speaks (or plays) from the first sample on must not become the floor.</summary>
    private const float HighestAtFirstDb = -38f;

    private History _history;
    private int _count;

    /// <summary>dBov.</summary>
    public float Db { get; private set; }

    /// <summary>A steady sound has just become the floor: the run of voice it opened was none.</summary>
    public bool JustSteady { get; private set; }

    public void Reset()
    {
        _count = 0;
        Db = -60f;
        JustSteady = false;
    }

    public void Add(float envelopeDb)
    {
        JustSteady = false;
        _history[_count % SteadyBlocks] = envelopeDb;
        _count++;
        float least = Math.Clamp(Least() + 1.5f, LowestDb, HighestDb);
        if (_count <= SteadyBlocks) least = MathF.Min(least, HighestAtFirstDb);
        Db = _count <= 30 || least < Db ? least : Math.Min(least, Db + 0.6f);
        if (_count >= SteadyBlocks && _count % 5 == 0) LearnSteady();
    }

    private readonly float Least()
    {
        float least = float.MaxValue;
        int n = Math.Min(_count, WindowBlocks);
        for (int i = 1; i <= n; i++) least = MathF.Min(least, _history[(_count - i) % SteadyBlocks]);
        return least;
    }

    private void LearnSteady()
    {
        Span<float> sorted = stackalloc float[SteadyBlocks];
        ((ReadOnlySpan<float>)_history).CopyTo(sorted);
        sorted.Sort();
        if (sorted[SteadyBlocks * 9 / 10] - sorted[SteadyBlocks / 10] >= SteadySpreadDb) return;
        float median = Math.Clamp(sorted[SteadyBlocks / 2], LowestDb, HighestDb);
        JustSteady = median > Db + 3f;
        Db = MathF.Max(Db, median);
    }

    [InlineArray(SteadyBlocks)]
    private struct History
    {
        private float _first;
    }
}
