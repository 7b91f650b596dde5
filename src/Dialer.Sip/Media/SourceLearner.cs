namespace Dialer.Sip.Media;

/// <summary>
/// Which address a leg hears and sends to: the one that the SDP names, or one that is learned. An address is believed the sooner the
/// better it is vouched for; a better one takes the place of a worse one that was learned meanwhile, and nothing else does.
/// </summary>
internal struct SourceLearner
{
    private const int RunOfSignallingHost = 3;
    private const int RunOfAnybody = 10;
    private const int RunOfSecondSource = 5;
    private const int MaxCandidates = 4;

    /// <summary>So long those who are vouched for may speak first.</summary>
    private const long BetterFirstNs = 300_000_000;

    private WireAddress _sdp, _signalling;
    private bool _behindNat;
    private long _sinceNs, _untilNs;
    private Standing _learned;
    private Candidate[]? _candidates;
    private int _next;
    private bool _toldOfSecond;

    /// <summary>How well an address is vouched for.</summary>
    private enum Standing : byte
    {
        None,

        /// <summary>Nobody names it: behind a NAT alone.</summary>
        Anybody,

        /// <summary>The host that the signalling comes from, where a NAT is expected.</summary>
        SignallingHost,

        /// <summary>Another port of the host that the SDP names.</summary>
        SdpHost,
        Sdp,
    }

    private record struct Candidate(WireAddress From, uint Ssrc, ushort Sequence, int Run);

    public readonly bool IsLearned => _learned != Standing.None;

    /// <summary>The far end named another address: learning begins anew.</summary>
    public void Begin(in WireAddress sdp, in WireAddress signalling, bool behindNat, long nowNs, long withinNs)
    {
        (_sdp, _signalling, _behindNat) = (sdp, signalling, behindNat);
        _learned = Standing.None;
        _candidates = null;
        Extend(nowNs, withinNs);
    }

    /// <summary>The far end may have moved with its answer.</summary>
    public void Extend(long nowNs, long withinNs)
    {
        if (IsLearned)
            return;
        _sinceNs = nowNs;
        _untilNs = nowNs + withinNs;
    }

    private readonly Standing Of(in WireAddress from)
    {
        if (from == _sdp)
            return Standing.Sdp;
        if (from.SameHost(_sdp))
            return Standing.SdpHost;
        if (!_behindNat)
            return Standing.None;
        return !_signalling.IsNone && from.SameHost(_signalling) ? Standing.SignallingHost : Standing.Anybody;
    }

    /// <summary>Whether packets from there are worth a look: the first check, before anything is decrypted.</summary>
    public readonly bool MayBecome(in WireAddress from, long nowNs)
    {
        var standing = Of(from);
        return standing switch
        {
            Standing.None => false,
            Standing.Anybody => !IsLearned && nowNs < _untilNs,
            Standing.SignallingHost => _learned < Standing.SignallingHost,
            Standing.SdpHost => IsLearned ? _learned < Standing.SdpHost : nowNs < _untilNs,
            Standing.Sdp => IsLearned && _learned < Standing.SdpHost,
        };
    }

    /// <summary>Takes one whole packet of the agreed payload type from another address than the present one. True: it is the far end's from now on.</summary>
    /// <param name="isAuthentic">It carried a tag that only the far end can make.</param>
    public bool IsPersuadedBy(in WireAddress from, uint ssrc, ushort sequence, bool isAuthentic, long nowNs)
    {
        int run = Count(from, ssrc, sequence);
        var standing = Of(from);
        bool enough = standing switch
        {
            Standing.None => false,
            Standing.Anybody => isAuthentic || (run >= RunOfAnybody && nowNs - _sinceNs >= BetterFirstNs),
            Standing.SignallingHost => isAuthentic || run >= RunOfSignallingHost,
            Standing.SdpHost or Standing.Sdp => isAuthentic || !IsLearned || run >= RunOfSignallingHost,
        };
        if (enough)
            _learned = standing;
        return enough;
    }

    /// <summary>A packet from the present address passed every check.</summary>
    public void Confirm(in WireAddress from)
    {
        if (!IsLearned)
            _learned = Of(from);
    }

    /// <summary>Takes a packet of the agreed payload type that is not heard. True, once: somebody else goes on sending audio to this leg.</summary>
    public bool IsSecondSource(in WireAddress from, uint ssrc, ushort sequence)
    {
        if (_toldOfSecond || Count(from, ssrc, sequence) < RunOfSecondSource)
            return false;
        return _toldOfSecond = true;
    }

    // Packets in sequence, of one SSRC, from one address; a stranger who sends beside it disturbs nobody else's run.
    private int Count(in WireAddress from, uint ssrc, ushort sequence)
    {
        _candidates ??= new Candidate[MaxCandidates];
        int at = -1;
        for (int i = 0; i < MaxCandidates && at < 0; i++)
            if (_candidates[i].From == from)
                at = i;
        if (at < 0)
        {
            at = _next++ % MaxCandidates;
            _candidates[at] = default;
        }
        ref var candidate = ref _candidates[at];
        bool follows = candidate.Run > 0 && candidate.Ssrc == ssrc && (ushort)(candidate.Sequence + 1) == sequence;
        candidate = new(from, ssrc, sequence, follows ? candidate.Run + 1 : 1);
        return candidate.Run;
    }
}
