namespace Dialer.Core.CallProgress;

/// <summary>Three rising tones in their bands, close together: special information tones, and their class.</summary>
internal struct SitTracker
{
    private const int ShortestMs = 140;
    private const int LongestMs = 520;
    private const int LongestGapMs = 90;
    private const int ShortOrLongMs = 327;
    private Tone _first, _second;
    private bool _haveFirst, _haveSecond;

    public SitClass Class { get; private set; }

    /// <summary>All three have been heard.</summary>
    public bool Heard { get; private set; }

    /// <summary>A tone that has ended, or (the third only) one that has lasted long enough.</summary>
    public void Add(in Tone tone, bool ended)
    {
        if (Heard || tone.LengthMs < ShortestMs || tone.LengthMs > LongestMs)
            return;
        bool followsSecond = _haveSecond && tone.StartMs - _second.EndMs <= LongestGapMs;
        if (tone.Hz is > 1720 and < 1860 && followsSecond && tone.LengthMs >= 200)
        {
            Heard = true;
            Class = Classify();
            return;
        }
        if (!ended)
            return;
        bool followsFirst = _haveFirst && tone.StartMs - _first.EndMs <= LongestGapMs;
        _haveSecond = tone.Hz is > 1325 and < 1475 && followsFirst;
        if (_haveSecond)
            _second = tone;
        _haveFirst = tone.Hz is > 880 and < 1020;
        if (_haveFirst)
            _first = tone;
    }

    private readonly SitClass Classify()
    {
        if (MathF.Abs(_first.Hz - 950) < 16 && MathF.Abs(_second.Hz - 1400) < 14)
            return SitClass.Itu;
        bool highFirst = _first.Hz > 950, highSecond = _second.Hz > 1400;
        bool longFirst = _first.LengthMs > ShortOrLongMs, longSecond = _second.LengthMs > ShortOrLongMs;
        return (highFirst, highSecond, longFirst, longSecond) switch
        {
            (false, false, false, false) => SitClass.Intercept,
            (true, false, true, false) => SitClass.VacantCode,
            (false, true, false, true) => SitClass.ReorderIntraLata,
            (true, false, false, true) => SitClass.ReorderInterLata,
            (true, true, true, true) => SitClass.NoCircuitIntraLata,
            (false, false, true, true) => SitClass.NoCircuitInterLata,
            (false, true, true, false) or (true, true, false, false) => SitClass.Reserved,
            // Lengths that fit no class: pitch alone tells intercept and vacant code from the rest.
            _ => SitClass.Itu,
        };
    }
}
