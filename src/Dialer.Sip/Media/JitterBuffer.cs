using Dialer.Line;

namespace Dialer.Sip.Media;

/// <summary>
/// Received audio at 8 kHz, put in order and played out by the media clock: only where audio is decoded. A second of
/// samples in a ring, found by RTP time stamp. The delay starts at 40 ms, grows to 120 ms when packets come late, and
/// shrinks when the buffer stays fuller than it needs. When it runs empty it waits before it calls anything lost
/// (<see cref="FramesDue"/>), so that a network whose delay takes a step costs its listeners time and no sound.
/// </summary>
internal sealed class JitterBuffer
{
    private const int RingSamples = 8192;
    private const int UnitSamples = 8;
    private const int Frame = AudioCodecs.FrameSamples;
    private const int MinDelay = 2 * Frame, MaxDelay = 6 * Frame;
    private const int FramesPerReview = 50;

    /// <summary>What does not come within 560 ms is a pause or lost: steps of half a second, and the jitter upon them, are waited for.</summary>
    private const int MaxHeldFrames = 28;

    /// <summary>So many late packets in a row, and nothing newer, are a longer way and no stragglers.</summary>
    private const int LateInARowToResync = 3;

    private readonly short[] _ring = new short[RingSamples];
    private readonly bool[] _present = new bool[RingSamples / UnitSamples];
    private readonly short[] _last = new short[Frame];
    private bool _started;
    private uint _playout;
    private uint _newest;
    private int _delay = MinDelay;
    private int _late, _lateInARow, _starvations, _minimumLevel = int.MaxValue, _framesSinceReview;
    private bool _starved, _missed;
    private int _held, _surplus;
    private int _concealed;
    private bool _comfortNoise;
    private short _noiseAmplitude;
    private uint _noiseState = 1;

    /// <summary>Forgets the stream: its time stamps are about to change.</summary>
    public void Reset()
    {
        _started = false;
        _comfortNoise = false;
        _delay = MinDelay;
        _late = _lateInARow = _starvations = _held = _surplus = 0;
        _starved = _missed = false;
        _minimumLevel = int.MaxValue;
        _framesSinceReview = 0;
        Array.Clear(_present);
    }

    /// <summary>False: the packet came after its moment and nobody will hear it.</summary>
    public bool Put(uint timestamp, ReadOnlySpan<short> samples)
    {
        if (samples.Length > RingSamples / 2)
            return true;
        if (!_started)
            Begin(timestamp);
        int ahead = (int)(timestamp - _playout);
        if (ahead + samples.Length <= 0 && ahead > -8000)
        {
            _late++;
            _lateInARow++;
            if (!IsLongerWay)
                return false;
            StartOver(timestamp);
        }
        else if (ahead < 0 && ahead > -samples.Length)
        {
            samples = samples[-ahead..];
            timestamp += (uint)-ahead;
        }
        else if (ahead < 0 || ahead + samples.Length > RingSamples)
        {
            // A gap longer than the ring (silence was not sent), or a jump: start over at this packet.
            StartOver(timestamp);
        }
        Store(timestamp, samples);
        _comfortNoise = _missed = false;
        _lateInARow = 0;
        if ((int)(timestamp + (uint)samples.Length - _newest) > 0)
            _newest = timestamp + (uint)samples.Length;
        return true;
    }

    /// <summary>Within a pause the first late packet says that the way is longer now: nothing is lost by believing it.</summary>
    private bool IsLongerWay =>
        (int)(_newest - _playout) <= 0 && (_lateInARow >= LateInARowToResync || _comfortNoise || _missed);

    // What is still held was a pause: it is handed out before the audio that ends it.
    private void StartOver(uint timestamp)
    {
        Array.Clear(_present);
        Begin(timestamp);
        _playout -= (uint)(_held * Frame);
        _surplus = _held;
        _held = _late = 0;
        _starved = false;
    }

    /// <summary>The far end fell silent and says so; level in dB below overload (RFC 3389 section 3.1).</summary>
    public void PutComfortNoise(uint timestamp, int levelDbov)
    {
        if (!_started)
            Begin(timestamp);
        _comfortNoise = true;
        _noiseAmplitude = (short)(32767 * Math.Sqrt(3) * Math.Pow(10, -Math.Clamp(levelDbov, 30, 127) / 20.0));
    }

    private void Begin(uint timestamp)
    {
        _started = true;
        _playout = timestamp - (uint)_delay;
        _newest = timestamp;
    }

    private void Store(uint timestamp, ReadOnlySpan<short> samples)
    {
        int start = (int)(timestamp & (RingSamples - 1));
        int first = Math.Min(samples.Length, RingSamples - start);
        samples[..first].CopyTo(_ring.AsSpan(start));
        samples[first..].CopyTo(_ring);
        for (int i = 0; i < samples.Length; i += UnitSamples)
            _present[((start + i) & (RingSamples - 1)) / UnitSamples] = true;
    }

    /// <summary>
    /// How many frames to <see cref="Take"/> in these 20 ms of the media clock. 0: the buffer is empty, and whether what is missing is
    /// lost or on a longer way is not known yet. More than one: what was waited for has come all at once, or will not come, or comes
    /// sooner than before.
    /// </summary>
    /// <param name="isPause">The far end sends no audio now and says so: a digit takes its place.</param>
    public int FramesDue(bool isPause)
    {
        int level = (int)(_newest - _playout);
        if (_starved)
            return DueWhileStarved(level, isPause);
        if (_started && !isPause && !_comfortNoise && !_missed && level < Frame)
        {
            _starved = true;
            _starvations++;
            _held = 1;
            return 0;
        }
        int due = 1 + _surplus;
        _surplus = 0;
        return due;
    }

    private int DueWhileStarved(int level, bool isPause)
    {
        bool refilled = level >= _delay + Frame;
        bool inVain = _held >= MaxHeldFrames || isPause || _comfortNoise;
        if (!refilled && !inVain)
        {
            _held++;
            return 0;
        }
        int owed = refilled ? Math.Min(_held, ((level - _delay) / Frame) - 1) : _held;
        _starved = false;
        _missed = !refilled;
        _held = 0;
        return 1 + owed;
    }

    /// <summary>20 ms for those who listen live while <see cref="FramesDue"/> is 0: the last frame, fading.</summary>
    public void Bridge(Span<short> frame)
    {
        for (int i = 0; i < Frame; i += UnitSamples)
            Conceal(frame.Slice(i, UnitSamples), i);
        _concealed++;
        frame.CopyTo(_last);
    }

    /// <summary>Takes the next 20 ms. Missing samples are concealed by the last frame, fading, for 60 ms, then by zeros.</summary>
    public AudioFrameFlags Take(Span<short> frame, out uint timestamp)
    {
        timestamp = _playout;
        if (!_started)
        {
            frame.Clear();
            return AudioFrameFlags.Lost | AudioFrameFlags.NoMediaYet;
        }
        int start = (int)(_playout & (RingSamples - 1));
        int first = Math.Min(Frame, RingSamples - start);
        _ring.AsSpan(start, first).CopyTo(frame);
        _ring.AsSpan(0, Frame - first).CopyTo(frame[first..]);
        int missing = Missing(start, frame);
        _playout += Frame;
        var flags = missing * UnitSamples * 2 > Frame ? Absent() : AudioFrameFlags.None;
        if (flags == AudioFrameFlags.None)
            _concealed = 0;
        frame.CopyTo(_last);
        Review();
        return flags;
    }

    private AudioFrameFlags Absent()
    {
        _concealed++;
        return _comfortNoise ? AudioFrameFlags.ComfortNoise : AudioFrameFlags.Lost;
    }

    private int Missing(int start, Span<short> frame)
    {
        int missing = 0;
        for (int i = 0; i < Frame; i += UnitSamples)
        {
            ref bool present = ref _present[((start + i) & (RingSamples - 1)) / UnitSamples];
            if (!present)
            {
                missing++;
                Conceal(frame.Slice(i, UnitSamples), i);
            }
            present = false;
        }
        return missing;
    }

    private void Conceal(Span<short> unit, int offset)
    {
        for (int i = 0; i < unit.Length; i++)
        {
            if (_comfortNoise)
            {
                _noiseState = (_noiseState * 1664525) + 1013904223;
                unit[i] = (short)(((int)(_noiseState >> 16) - 32768) * _noiseAmplitude >> 15);
            }
            else
            {
                unit[i] = _concealed >= 3 ? (short)0 : (short)(_last[offset + i] / 2);
            }
        }
    }

    private void Review()
    {
        // While nothing comes the level falls without bound and says nothing about jitter.
        int level = (int)(_newest - _playout);
        if (level > -MaxDelay)
            _minimumLevel = Math.Min(_minimumLevel, level);
        if (++_framesSinceReview < FramesPerReview)
            return;
        if (_late >= 2 && _delay < MaxDelay)
        {
            _delay += Frame;
            _playout -= Frame;
        }
        else if (_starvations >= 2 && _delay < MaxDelay)
        {
            _delay += Frame;
        }
        else if (_late == 0 && _starvations == 0 && _minimumLevel != int.MaxValue && _minimumLevel > MinDelay + Frame)
        {
            _delay = Math.Max(MinDelay, _delay - Frame);
            _surplus = Math.Max(1, ((_minimumLevel - MinDelay) / Frame) - 1);
        }
        _late = _starvations = 0;
        _minimumLevel = int.MaxValue;
        _framesSinceReview = 0;
    }
}
