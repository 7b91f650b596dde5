namespace Dialer.Sip.Media;

/// <summary>
/// Received audio at 8 kHz, put in order and played out by the media clock: only where audio is decoded. Half a second of
/// samples in a ring, found by RTP time stamp. The delay starts at 40 ms, grows to 120 ms when packets come late, and
/// shrinks when the buffer stays fuller than it needs.
/// </summary>
internal sealed class JitterBuffer
{
    private const int RingSamples = 4096;
    private const int UnitSamples = 8;
    private const int Frame = AudioCodecs.FrameSamples;
    private const int MinDelay = 2 * Frame, MaxDelay = 6 * Frame;
    private const int FramesPerReview = 50;

    private readonly short[] _ring = new short[RingSamples];
    private readonly bool[] _present = new bool[RingSamples / UnitSamples];
    private readonly short[] _last = new short[Frame];
    private bool _started;
    private uint _playout;
    private uint _newest;
    private int _delay = MinDelay;
    private int _late, _minimumLevel = int.MaxValue, _framesSinceReview;
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
        _late = 0;
        _minimumLevel = int.MaxValue;
        _framesSinceReview = 0;
        Array.Clear(_present);
    }

    public void Put(uint timestamp, ReadOnlySpan<short> samples)
    {
        if (samples.Length > RingSamples / 2)
            return;
        if (!_started)
            Begin(timestamp);
        int ahead = (int)(timestamp - _playout);
        if (ahead + samples.Length <= 0 && ahead > -8000)
        {
            _late++;
            return;
        }
        if (ahead < 0 || ahead + samples.Length > RingSamples)
        {
            if (ahead < 0 && ahead > -samples.Length)
            {
                samples = samples[-ahead..];
                timestamp += (uint)-ahead;
            }
            else
            {
                // A gap longer than the ring (silence was not sent), or a jump: start over at this packet.
                Array.Clear(_present);
                Begin(timestamp);
            }
        }
        Store(timestamp, samples);
        _comfortNoise = false;
        if ((int)(timestamp + (uint)samples.Length - _newest) > 0)
            _newest = timestamp + (uint)samples.Length;
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
        else if (_late == 0 && _minimumLevel != int.MaxValue && _minimumLevel > MinDelay + Frame)
        {
            _delay = Math.Max(MinDelay, _delay - Frame);
            ClearUnits((int)(_playout & (RingSamples - 1)), Frame);
            _playout += Frame;
        }
        _late = 0;
        _minimumLevel = int.MaxValue;
        _framesSinceReview = 0;
    }

    private void ClearUnits(int start, int samples)
    {
        for (int i = 0; i < samples; i += UnitSamples)
            _present[((start + i) & (RingSamples - 1)) / UnitSamples] = false;
    }
}
