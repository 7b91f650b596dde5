using System.Runtime.CompilerServices;

namespace Dialer.Core.CallProgress;

/// <summary>
/// The rhythm of tones between 330 and 660 Hz, compared with <see cref="Cadences"/>. Busy and congestion need two
/// whole periods (on, off, on, off as far as the next tone or a little longer); ringback a tone and its pause;
/// a tone beyond 2.6 s is continuous.
/// </summary>
internal struct CadenceTracker
{
    private const int Kept = 12;
    private const int ContinuousMs = 2600;

    /// <summary>Even rhythms: slower ones say busy, faster ones congestion.</summary>
    private const int SlowEvenMs = 300;
    private const int RingPauseMs = 1200;
    private const float LowestHz = 330f, HighestHz = 660f, OffHz = 22f;

    /// <summary>On, off, on ... in ms; the newest last. An off that was a lost packet never gets in.</summary>
    private Intervals _intervals;
    private int _count;
    private int _lastEndMs;
    private float _lowHz, _highHz;

    /// <summary>What the rhythm says; None until it says something.</summary>
    public ProgressTone Kind { get; private set; }

    /// <summary>Mean pitch of the last tone, Hz.</summary>
    public float Hz { get; private set; }

    /// <summary>Where networks put the tones that have a rhythm.</summary>
    public static bool InBand(float hz) => hz is > LowestHz and < HighestHz;

    /// <summary>A tone of the band has ended.</summary>
    public void Ended(in Tone tone, string? country)
    {
        if (!InBand(tone.Hz) || tone.LengthMs < 100)
            return;
        if (_count > 0)
        {
            int off = tone.StartMs - _lastEndMs;
            if (off > 7000)
                _count = 0;
            else
                Put(off);
        }
        Put(tone.LengthMs);
        _lastEndMs = tone.EndMs;
        Hz = tone.Hz;
        _lowHz = tone.SecondHz > 0 ? MathF.Min(tone.Hz, tone.SecondHz) : tone.Hz;
        _highHz = tone.SecondHz > 0 ? MathF.Max(tone.Hz, tone.SecondHz) : tone.Hz;
        if (tone.LengthMs >= ContinuousMs)
            Kind = ProgressTone.Continuous;
        else
            Match(openOffMs: 0, country);
    }

    /// <summary>Time passes: <paramref name="running"/> is the tone that sounds, if any.</summary>
    public void Tick(int nowMs, bool toneRuns, in Tone running, string? country)
    {
        if (toneRuns)
        {
            if (InBand(running.Hz) && running.LengthMs >= ContinuousMs)
            {
                Kind = ProgressTone.Continuous;
                Hz = running.Hz;
            }
            return;
        }
        if (_count > 0 && nowMs - _lastEndMs < 8000)
            Match(nowMs - _lastEndMs, country);
    }

    private void Put(int ms)
    {
        if (_count == Kept)
        {
            for (int i = 2; i < Kept; i++)
                _intervals[i - 2] = _intervals[i];
            _count -= 2;
        }
        _intervals[_count++] = ms;
    }

    private void Match(int openOffMs, string? country)
    {
        Cadence? best = null;
        int bestError = int.MaxValue;
        foreach (var cadence in Cadences.All)
        {
            if (country is not null && cadence.Country != country)
                continue;
            if (_lowHz < cadence.LowHz - OffHz || _highHz > cadence.HighHz + OffHz)
                continue;
            int error = cadence.Kind == ProgressTone.Ringback ? RingError(cadence, openOffMs) : RhythmError(cadence, openOffMs);
            if (error >= bestError)
                continue;
            (best, bestError) = (cadence, error);
        }
        if (best is not null)
            Kind = best.Kind;
        else if (Kind == ProgressTone.None)
            Kind = AnyCountry(openOffMs);
    }

    /// <summary>
    /// A rhythm of no known country. As long on as off, three times, is busy or, when fast, congestion; two equal long
    /// tones with longer pauses ring.
    /// </summary>
    private readonly ProgressTone AnyCountry(int openOffMs)
    {
        if (_count < 3)
            return ProgressTone.None;
        int on = _intervals[_count - 1], off = _intervals[_count - 2], before = _intervals[_count - 3];
        if (Math.Abs(on - before) > on / 8 + 30)
            return ProgressTone.None;
        bool even = Math.Abs(on - off) <= on / 5 + 30;
        if (even && on is >= 120 and <= 1100 && openOffMs <= on + on / 5 + 60)
        {
            // The known fast rhythms need seven; what they could be is no other country's.
            if (on < SlowEvenMs && _count < 8)
                return ProgressTone.None;
            bool whole = _count >= 5 ? IsAlike(_intervals[_count - 4], off) && IsAlike(_intervals[_count - 5], on) : on >= SlowEvenMs && openOffMs >= on - on / 5 - 30;
            return !whole ? ProgressTone.None : on >= SlowEvenMs ? ProgressTone.Busy : ProgressTone.Congestion;
        }
        bool rings = on is >= 600 and <= 2600 && off >= on + on / 2 && off is >= 1400 and <= 6000 && openOffMs >= RingPauseMs;
        return rings ? ProgressTone.Ringback : ProgressTone.None;
    }

    private static bool IsAlike(int ms, int other) => Math.Abs(ms - other) <= other / 8 + 30;

    /// <summary>The newest tones fit the pattern's on times (the first may have been joined late) and the pause has lasted.</summary>
    private readonly int RingError(Cadence cadence, int openOffMs)
    {
        int[] pattern = cadence.PatternMs;
        if (openOffMs < pattern[^1])
            return int.MaxValue;
        int needed = pattern.Length - 1;
        if (_count < needed)
            return int.MaxValue;
        int sum = 0;
        for (int i = 0; i < needed; i++)
        {
            int error = Math.Abs(_intervals[_count - needed + i] - pattern[i]);
            if (error > pattern[i] / 8 + 40)
                return int.MaxValue;
            sum += error;
        }
        return sum / needed;
    }

    /// <summary>Two periods at least, in any phase; the newest may be a pause that still runs.</summary>
    private readonly int RhythmError(Cadence cadence, int openOffMs)
    {
        int[] pattern = cadence.PatternMs;
        int needed = pattern.Length == 2 ? 3 : pattern.Length == 4 && cadence.Kind == ProgressTone.Congestion && pattern[0] == pattern[2] ? 5 : pattern.Length == 4 ? 4 : 7;
        int have = Math.Min(_count, needed + 1);
        if (have < needed)
            return int.MaxValue;
        int best = int.MaxValue;
        for (int phase = 0; phase < pattern.Length; phase += 2)
            best = Math.Min(best, ErrorAt(pattern, phase, have, openOffMs));
        return best;
    }

    private readonly int ErrorAt(int[] pattern, int phase, int have, int openOffMs)
    {
        int start = _count - have;
        // Intervals at even places are tones.
        if ((start & 1) != 0)
        {
            start++;
            have--;
        }
        int sum = 0;
        for (int i = 0; i < have; i++)
        {
            int want = pattern[(phase + i) % pattern.Length];
            int error = Math.Abs(_intervals[start + i] - want);
            if (error > want / 12 + 16)
                return int.MaxValue;
            sum += error;
        }
        int openWant = pattern[(phase + have) % pattern.Length];
        if ((have & 1) == 1 && openOffMs > openWant + openWant / 8 + 60)
            return int.MaxValue;
        return sum / have;
    }

    [InlineArray(Kept)]
    private struct Intervals
    {
        private int _first;
    }
}
