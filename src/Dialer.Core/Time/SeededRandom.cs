namespace Dialer.Core.Time;

/// <summary>
/// A small deterministic generator (SplitMix64; Steele, Lea and Flood, OOPSLA 2014). Core has no randomness of its
/// own: whoever needs it passes one in, and its seed replays the run on every platform and runtime version.
/// </summary>
public sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong NextUInt64()
    {
        _state += 0x9E3779B97F4A7C15UL;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in [0, 1), 53 bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, <paramref name="below"/>); <paramref name="below"/> at least 1.</summary>
    public int Next(int below) => (int)(NextDouble() * below);

    /// <summary>An independent stream: the same parent and label always give the same child.</summary>
    public SeededRandom Fork(ulong label) => new(NextMix(_state ^ (label * 0xD6E8FEB86659FD93UL)));

    private static ulong NextMix(ulong z)
    {
        z = (z ^ (z >> 32)) * 0xD6E8FEB86659FD93UL;
        z = (z ^ (z >> 32)) * 0xD6E8FEB86659FD93UL;
        return z ^ (z >> 32);
    }
}
