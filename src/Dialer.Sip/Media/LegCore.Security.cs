namespace Dialer.Sip.Media;

internal sealed partial class LegCore
{
    private SrtpContext? _srtpSend, _srtpReceive;
    private SrtpParameters? _srtp;

    // A key that stays goes on with its rollover counter and replay window (RFC 4568 section 6.4), also where the other direction's is new:
    // a counter that started over would use key stream twice.
    private void SetSrtp(SrtpParameters? parameters)
    {
        if (parameters is null)
        {
            DropSrtp();
            return;
        }
        var before = _srtp;
        _srtp = parameters;
        bool sameSuite = before?.Suite == parameters.Suite;
        if (!sameSuite || !before!.SendKeySalt.Span.SequenceEqual(parameters.SendKeySalt.Span))
        {
            _srtpSend?.Dispose();
            _srtpSend = SrtpContext.FromMaster(parameters.Suite, parameters.SendKeySalt.Span);
        }
        if (!sameSuite || !before!.ReceiveKeySalt.Span.SequenceEqual(parameters.ReceiveKeySalt.Span))
        {
            _srtpReceive?.Dispose();
            _srtpReceive = SrtpContext.FromMaster(parameters.Suite, parameters.ReceiveKeySalt.Span);
        }
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
        if (_srtpReceive!.Unprotect(ref packet))
            return true;
        Counters.SrtpRefused++;
        return false;
    }

    private bool UnprotectRtcp(ref Span<byte> packet)
    {
        if (_srtpReceive!.UnprotectRtcp(ref packet))
            return true;
        Counters.SrtpRefused++;
        return false;
    }
}
