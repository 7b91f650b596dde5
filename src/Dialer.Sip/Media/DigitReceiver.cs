namespace Dialer.Sip.Media;

/// <summary>Turns the repeated packets of telephone-events into one digit each. An event whose end packets are all lost ends when the next begins, or 200 ms after its last packet.</summary>
internal struct DigitReceiver
{
    private const long AbandonedAfterNs = 200_000_000;
    private bool _active;
    private bool _hasLast;
    private uint _timestamp;
    private byte _code;
    private ushort _duration;
    private long _lastNs;

    public readonly bool Active => _active;

    /// <summary>Takes one packet; true when a digit has ended.</summary>
    public bool Take(in TelephoneEvent packet, uint timestamp, long nowNs, out char digit, out int durationMs)
    {
        digit = default;
        durationMs = 0;
        if (packet.Digit is null)
            return false;
        bool ended = false;
        if (_hasLast && timestamp == _timestamp)
        {
            // A repetition of an ended event, or its continuation.
            if (!_active)
                return false;
        }
        else
        {
            // RFC 4733 section 2.5.2.2: a new time stamp is a new event. One older than what was heard is late, not new.
            if (_hasLast && (int)(timestamp - _timestamp) < 0)
                return false;
            ended = Finish(out digit, out durationMs);
            _hasLast = true;
            _active = true;
            _timestamp = timestamp;
            _code = packet.Code;
            _duration = 0;
        }
        _lastNs = nowNs;
        _duration = Math.Max(_duration, packet.Duration);
        // Two digits can end in one call only when the first lost all its end packets and the second came in one packet: the second then ends by time.
        return ended || (packet.End && Finish(out digit, out durationMs));
    }

    /// <summary>True when an event was left unfinished by the far end.</summary>
    public bool Expire(long nowNs, out char digit, out int durationMs)
    {
        digit = default;
        durationMs = 0;
        return _active && nowNs - _lastNs >= AbandonedAfterNs && Finish(out digit, out durationMs);
    }

    public void Reset()
    {
        _active = false;
        _hasLast = false;
    }

    private bool Finish(out char digit, out int durationMs)
    {
        bool was = _active;
        digit = was ? new TelephoneEvent(_code, true, 0, 0).Digit!.Value : default;
        durationMs = _duration / 8;
        _active = false;
        return was;
    }
}
