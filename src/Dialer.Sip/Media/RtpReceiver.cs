namespace Dialer.Sip.Media;

/// <summary>
/// Judges the SSRC and sequence number of a stream's packets (RFC 3550 appendix A.1, stricter), and keeps its loss and
/// jitter (appendix A.8). A stranger's packet never displaces a living stream: a new SSRC, or a jump, is believed only
/// when the known stream has been silent for 100 ms and two packets in a row agree.
/// </summary>
internal struct RtpReceiver
{
    private const int MaxMisorder = 100;
    private const int SequenceMemory = 64;
    private const long SilenceBeforeSwitchNs = 100_000_000;

    private bool _started;
    private bool _switchAllowed;
    private uint _ssrc;
    private ushort _highest;
    private uint _cycles;
    private uint _first;
    private ulong _seen;
    private bool _hasCandidate;
    private uint _candidateSsrc;
    private ushort _candidateSequence;
    private long _lastAcceptedNs;
    private long _transit;
    private bool _hasTransit;
    private double _jitter;
    private long _expectedPrior, _receivedPrior;
    private long _received;
    private long _lostBefore;

    public readonly bool Started => _started;
    public readonly uint Ssrc => _ssrc;

    /// <summary>Counts the streams: it changes with each new SSRC or believed jump, and time stamps before and after it are unrelated.</summary>
    public int Epoch { get; private set; }

    public readonly uint ExtendedHighest => _cycles + _highest;

    /// <summary>Interarrival jitter in time stamp units.</summary>
    public readonly double Jitter => _jitter;

    /// <summary>Expected minus received over the stream's life; below zero when duplicates were more.</summary>
    public readonly long Lost => _lostBefore + (_started ? Expected - _received : 0);

    private readonly long Expected => (long)ExtendedHighest - _first + 1;

    /// <summary>After an offer or an answer a new SSRC is believed at once: the far end may have changed.</summary>
    public void AllowSwitch() => _switchAllowed = true;

    public RtpVerdict Judge(uint ssrc, ushort sequence, uint timestamp, long nowNs, int clockRate)
    {
        if (!_started || (_switchAllowed && ssrc != _ssrc))
            Start(ssrc, sequence, nowNs);
        else if (ssrc != _ssrc)
        {
            if (!Persuaded(ssrc, sequence, nowNs))
                return RtpVerdict.WrongSsrc;
            Start(ssrc, sequence, nowNs);
        }
        else
        {
            var verdict = Place(ssrc, sequence, nowNs);
            if (verdict != RtpVerdict.Accepted)
                return verdict;
        }
        _switchAllowed = false;
        _hasCandidate = false;
        _received++;
        Measure(timestamp, nowNs, clockRate);
        _lastAcceptedNs = nowNs;
        return RtpVerdict.Accepted;
    }

    private RtpVerdict Place(uint ssrc, ushort sequence, long nowNs)
    {
        int ahead = (short)(sequence - _highest);
        if (ahead > 0)
        {
            // 200 packets a second at most (5 ms frames), and a second's slack.
            long plausible = 200 + ((nowNs - _lastAcceptedNs) / 5_000_000);
            if (ahead > plausible)
                return Jump(ssrc, sequence, nowNs);
            if (sequence < _highest)
                _cycles += 1 << 16;
            _highest = sequence;
            _seen = ahead >= SequenceMemory ? 1 : (_seen << ahead) | 1;
            return RtpVerdict.Accepted;
        }

        // A straggler, or the stream itself after one forged packet went ahead of it: what goes on in sequence is believed again.
        if (ahead <= -SequenceMemory)
            return Jump(ssrc, sequence, nowNs) is var jump && jump == RtpVerdict.SequenceJump && ahead > -MaxMisorder ? RtpVerdict.TooLate : jump;
        ulong bit = 1UL << -ahead;
        if ((_seen & bit) != 0)
            return RtpVerdict.Duplicate;
        _seen |= bit;
        return RtpVerdict.Accepted;
    }

    private RtpVerdict Jump(uint ssrc, ushort sequence, long nowNs)
    {
        if (!Persuaded(ssrc, sequence, nowNs))
            return RtpVerdict.SequenceJump;
        Start(ssrc, sequence, nowNs);
        return RtpVerdict.Accepted;
    }

    private bool Persuaded(uint ssrc, ushort sequence, long nowNs)
    {
        bool follows = _hasCandidate && _candidateSsrc == ssrc && (ushort)(_candidateSequence + 1) == sequence;
        _hasCandidate = true;
        _candidateSsrc = ssrc;
        _candidateSequence = sequence;
        return follows && nowNs - _lastAcceptedNs >= SilenceBeforeSwitchNs;
    }

    private void Start(uint ssrc, ushort sequence, long nowNs)
    {
        if (_started)
            _lostBefore += Math.Max(0, Expected - _received);
        _started = true;
        _ssrc = ssrc;
        _highest = sequence;
        _first = sequence;
        _cycles = 0;
        _seen = 1;
        _received = 0;
        _expectedPrior = _receivedPrior = 0;
        _hasTransit = false;
        _lastAcceptedNs = nowNs;
        Epoch++;
    }

    private void Measure(uint timestamp, long nowNs, int clockRate)
    {
        long arrival = (nowNs / 1000) * clockRate / 1_000_000;
        long transit = (uint)arrival - timestamp;
        if (_hasTransit)
        {
            int difference = Math.Abs((int)(transit - _transit));
            // A talk spurt that starts late shows as a step, not as jitter of the network.
            if (difference < clockRate)
                _jitter += (difference - _jitter) / 16;
        }
        _transit = transit;
        _hasTransit = true;
    }

    /// <summary>The share lost since the last call, in 1/256 (RFC 3550 appendix A.3).</summary>
    public byte TakeFractionLost()
    {
        if (!_started)
            return 0;
        long expected = Expected - _expectedPrior, received = _received - _receivedPrior;
        _expectedPrior = Expected;
        _receivedPrior = _received;
        return expected <= 0 || expected <= received ? (byte)0 : (byte)Math.Min(255, (expected - received) * 256 / expected);
    }
}
