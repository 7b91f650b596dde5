namespace Dialer.Sip.Stack;

/// <summary>
/// Who is heard, and how often. A token bucket per source address in a fixed table: two sources that share a place share a
/// bucket, which errs towards refusing a flood of many addresses and never grows.
/// </summary>
internal sealed class SourceLimits
{
    private const int Places = 4096;

    private readonly HashSet<(ulong High, ulong Low)> _trusted = [];
    private readonly int _ratePerSecond;
    private readonly double[] _tokens;
    private readonly long[] _refilledMs;

    public SourceLimits(SipEndpointOptions options)
    {
        foreach (var address in options.TrustedSources)
        {
            var hop = SipHop.From(SipTransport.Udp, address, 0);
            _trusted.Add((hop.High, hop.Low));
        }
        _ratePerSecond = options.MaxRequestsPerSecondPerSource;
        _tokens = new double[_ratePerSecond > 0 ? Places : 0];
        _refilledMs = new long[_tokens.Length];
        Array.Fill(_tokens, _ratePerSecond);
    }

    public bool Trusts(in SipHop source) => _trusted.Count == 0 || _trusted.Contains((source.High, source.Low));

    /// <summary>Named by the configuration, not merely let in because it names nobody.</summary>
    public bool TrustsByName(in SipHop source) => _trusted.Contains((source.High, source.Low));

    public bool TakeToken(in SipHop source, long nowMs)
    {
        if (_ratePerSecond == 0)
            return true;
        ulong mixed = (source.High * 0x9E3779B97F4A7C15UL) ^ (source.Low * 0xD6E8FEB86659FD93UL);
        int place = (int)((mixed >> 32) % Places);
        double tokens = _tokens[place] + ((nowMs - _refilledMs[place]) * _ratePerSecond / 1000.0);
        _refilledMs[place] = nowMs;
        tokens = Math.Min(tokens, _ratePerSecond);
        _tokens[place] = Math.Max(0, tokens - 1);
        return tokens >= 1;
    }
}
