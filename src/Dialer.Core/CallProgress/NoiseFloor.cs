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
    private const float HighestAtFirstDb = -40f;

    private History _history;
    private int _count, _next;
    private float _least;

    /// <summary>dBov.</summary>
    public float Db { get; private set; }

    /// <summary>A steady sound has just become the floor: the run of voice it opened was none.</summary>
    public bool JustSteady { get; private set; }

    public void Reset()
    {
        _count = _next = 0;
        _least = float.MaxValue;
        Db = -60f;
        JustSteady = false;
    }

    public void Add(float envelopeDb)
    {
        JustSteady = false;
        float leaving = _count >= WindowBlocks ? _history[Place(_count - WindowBlocks)] : float.MaxValue;
        _history[_next] = envelopeDb;
        _next = _next + 1 == SteadyBlocks ? 0 : _next + 1;
        _count++;
        if (envelopeDb <= _least)
            _least = envelopeDb;
        else if (leaving <= _least)
            _least = Least();
        float least = Math.Clamp(_least + 1.5f, LowestDb, HighestDb);
        if (_count <= SteadyBlocks)
            least = MathF.Min(least, HighestAtFirstDb);
        Db = _count <= 30 || least < Db ? least : Math.Min(least, Db + 0.6f);
        if (_count >= SteadyBlocks && _count % 5 == 0)
            LearnSteady();
    }

    /// <summary>Where the block of that number is kept.</summary>
    private readonly int Place(int number)
    {
        int place = _next - (_count - number);
        return place < 0 ? place + SteadyBlocks : place;
    }

    private readonly float Least()
    {
        float least = float.MaxValue;
        int place = _next;
        for (int i = Math.Min(_count, WindowBlocks); i > 0; i--)
        {
            place = place == 0 ? SteadyBlocks - 1 : place - 1;
            least = MathF.Min(least, _history[place]);
        }
        return least;
    }

    private void LearnSteady()
    {
        Span<float> sorted = stackalloc float[SteadyBlocks];
        ((ReadOnlySpan<float>)_history).CopyTo(sorted);
        sorted.Sort();
        if (sorted[SteadyBlocks * 9 / 10] - sorted[SteadyBlocks / 10] >= SteadySpreadDb)
            return;
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
