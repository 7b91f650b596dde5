namespace Dialer.Core.CallProgress;

/// <summary>
/// Runs of voice ("bursts") and the pauses between them, on the clock of 10 ms blocks. Voice begins after three net
/// blocks above the floor, and ends after 100 ms below; a run under 80 ms is a click.
/// </summary>
internal struct VoiceTracker
{
    private const int HangoverBlocks = 10;
    private const int ShortestBurstBlocks = 8;

    /// <summary>A run whose loudest block is so far below the loudest of the phrase is the room, not the speaker.</summary>
    private const float WeakestBurstDb = 18f;

    private const int LongestHissBlocks = 48;

    private const float WeakEvidence = 1.6f;
    private const int WeakBlocks = 20;
    private const float WeakMinimumDb = -60f;
    private const float WeakBelowPeakDb = 32f;

    private int _rising;
    private int _onAt;
    private int _lastOn;
    private int _lastStrong;
    private float _burstPeak;
    private int _burstStart;
    private int _voicedBefore;
    private int _endBefore;
    private bool _counted;

    /// <summary>A burst is running (or within its hangover).</summary>
    public bool Speaking { get; private set; }

    /// <summary>A run has begun that may yet turn out to be voice: a word can begin with a long hiss.</summary>
    public readonly bool MaybeSpeaking(int now) => Speaking && !_counted && now - _burstStart < LongestHissBlocks;

    /// <summary>The block at which the first burst of the phrase began; -1: none yet.</summary>
    public int PhraseStart { get; private set; }

    /// <summary>One past the last block of voice; -1: none yet.</summary>
    public int PhraseEnd { get; private set; }

    /// <summary>Voiced blocks of the phrase, the running burst included.</summary>
    public int VoicedBlocks { get; private set; }

    public int Bursts { get; private set; }

    public float PeakDb { get; private set; }

    public void Reset()
    {
        this = default;
        PhraseStart = PhraseEnd = -1;
        PeakDb = LevelMeter.SilenceDb;
    }

    /// <summary>One block of 10 ms at <paramref name="now"/> (block number). <paramref name="evidence"/> is that of <see cref="VoiceBands"/>; <paramref name="noise"/>: the run, so far, is no voice.</summary>
    public void Add(int now, float envelopeDb, float levelDb, float floorDb, float evidence, bool tone, bool noise, CallProgressOptions options)
    {
        float on = MathF.Max(floorDb + options.VoiceOnDb, options.VoiceMinimumDb);
        float off = MathF.Max(floorDb + options.VoiceOffDb, options.VoiceMinimumDb - 3f);
        bool weak = IsWeakVoice(now, envelopeDb, evidence);
        if (envelopeDb > on && !tone)
            _lastStrong = now;
        if (!Speaking)
        {
            if (tone || (envelopeDb < on && !weak))
                _rising = Math.Max(0, _rising - 1);
            else if (_rising++ == 0)
                _onAt = now;
            if (_rising >= 3)
                Open(now);
        }
        else
        {
            if ((envelopeDb > off || weak) && !tone)
                _lastOn = now;
            if (!tone)
                _burstPeak = MathF.Max(_burstPeak, levelDb);
            Grow(now, noise);
        }
    }

    /// <summary>From block <paramref name="from"/> on, the running burst is no voice (a tone, or a steady noise); what came before stays.</summary>
    public void CutBurst(int from)
    {
        if (!Speaking)
            return;
        Speaking = false;
        _rising = 0;
        _lastOn = Math.Min(_lastOn, from - 1);
        int length = _lastOn + 1 - _burstStart;
        if (_counted && length < ShortestBurstBlocks)
        {
            Bursts--;
            VoicedBlocks = _voicedBefore;
            PhraseEnd = _endBefore;
            if (Bursts == 0)
                PhraseStart = -1;
        }
        else if (_counted)
        {
            VoicedBlocks = _voicedBefore + length;
            PhraseEnd = _lastOn + 1;
        }
        _counted = false;
    }

    /// <summary>Blocks of silence since the last voice; 0 while speaking.</summary>
    public readonly int PauseBlocks(int now) => PhraseEnd < 0 ? 0 : Math.Max(0, now + 1 - PhraseEnd);

    /// <summary>A word's soft begin or end, which noise hides from the level: heard in single bands, next to strong voice only.</summary>
    private readonly bool IsWeakVoice(int now, float envelopeDb, float evidence) =>
        PhraseStart >= 0 && evidence > WeakEvidence && now - _lastStrong <= WeakBlocks && envelopeDb > MathF.Max(WeakMinimumDb, PeakDb - WeakBelowPeakDb);

    private void Open(int now)
    {
        Speaking = true;
        _counted = false;
        _burstStart = _onAt;
        _burstPeak = LevelMeter.SilenceDb;
        _lastOn = now;
        _voicedBefore = VoicedBlocks;
        _endBefore = PhraseEnd;
        _rising = 0;
    }

    private void Grow(int now, bool noise)
    {
        int length = _lastOn + 1 - _burstStart;
        if (!noise && length >= ShortestBurstBlocks && _burstPeak >= PeakDb - WeakestBurstDb)
        {
            PeakDb = MathF.Max(PeakDb, _burstPeak);
            if (!_counted)
            {
                _counted = true;
                Bursts++;
                if (PhraseStart < 0)
                    PhraseStart = _burstStart;
            }
            VoicedBlocks = _voicedBefore + length;
            PhraseEnd = _lastOn + 1;
        }
        if (now - _lastOn >= HangoverBlocks)
            Speaking = false;
    }
}
