namespace Dialer.Sip.Media;

/// <summary>One SSRC's packet index and replay windows of 64 (RFC 3711 sections 3.3.1 and 3.3.2).</summary>
internal struct SrtpStream
{
    private const int Window = 64;
    private bool _started;
    private ulong _highest;
    private ulong _seen;
    private bool _rtcpStarted;
    private uint _rtcpHighest;
    private ulong _rtcpSeen;

    public uint Ssrc { get; init; }

    /// <summary>The 48-bit index that this sequence number most likely has (RFC 3711 appendix A).</summary>
    public readonly ulong Estimate(ushort sequence)
    {
        if (!_started)
            return sequence;
        ulong rollover = _highest >> 16;
        int last = (int)(_highest & 0xFFFF);
        if (last < 32768)
        {
            if (sequence - last > 32768 && rollover > 0)
                rollover--;
        }
        else if (last - 32768 > sequence)
        {
            rollover++;
        }
        return (rollover << 16) | sequence;
    }

    public readonly bool IsReplay(ulong index) =>
        _started && index <= _highest && (_highest - index >= Window || (_seen & (1UL << (int)(_highest - index))) != 0);

    public void Accept(ulong index)
    {
        if (!_started || index > _highest)
        {
            ulong ahead = _started ? index - _highest : Window;
            _seen = ahead >= Window ? 1 : (_seen << (int)ahead) | 1;
            _highest = index;
            _started = true;
        }
        else if (_highest - index < Window)
        {
            _seen |= 1UL << (int)(_highest - index);
        }
    }

    public readonly bool IsRtcpReplay(uint index) =>
        _rtcpStarted && index <= _rtcpHighest && (_rtcpHighest - index >= Window || (_rtcpSeen & (1UL << (int)(_rtcpHighest - index))) != 0);

    public void AcceptRtcp(uint index)
    {
        if (!_rtcpStarted || index > _rtcpHighest)
        {
            uint ahead = _rtcpStarted ? index - _rtcpHighest : Window;
            _rtcpSeen = ahead >= Window ? 1 : (_rtcpSeen << (int)ahead) | 1;
            _rtcpHighest = index;
            _rtcpStarted = true;
        }
        else if (_rtcpHighest - index < Window)
        {
            _rtcpSeen |= 1UL << (int)(_rtcpHighest - index);
        }
    }
}
