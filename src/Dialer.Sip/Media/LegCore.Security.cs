namespace Dialer.Sip.Media;

internal sealed partial class LegCore
{
    private SrtpContext? _srtpSend, _srtpReceive;
    private SrtpParameters? _srtp;

    // A re-offer with the same keys must not restart the rollover counter (RFC 4568 section 6.4).
    private void SetSrtp(SrtpParameters? parameters)
    {
        if (parameters is null ? _srtp is null : parameters.SameKeys(_srtp)) return;
        DropSrtp();
        _srtp = parameters;
        if (parameters is null) return;
        _srtpSend = SrtpContext.FromMaster(parameters.Suite, parameters.SendKeySalt.Span);
        _srtpReceive = SrtpContext.FromMaster(parameters.Suite, parameters.ReceiveKeySalt.Span);
    }

    private void DropSrtp()
    {
        _srtpSend?.Dispose();
        _srtpReceive?.Dispose();
        _srtpSend = _srtpReceive = null;
        _srtp = null;
    }

    private bool Unprotect(ref Span<byte> packet)
    {
        if (_srtpReceive!.Unprotect(ref packet)) return true;
        Counters.SrtpRefused++;
        return false;
    }

    private bool UnprotectRtcp(ref Span<byte> packet)
    {
        if (_srtpReceive!.UnprotectRtcp(ref packet)) return true;
        Counters.SrtpRefused++;
        return false;
    }
}
