namespace Dialer.Sip.Media;

internal sealed partial class LegCore
{
    private SrtpContext? _srtpSend, _srtpReceive;

    private void SetSrtp(SrtpParameters? parameters)
    {
        _srtpSend = _srtpReceive = null;
        if (parameters is not null) throw new NotSupportedException("SRTP is not there yet.");
    }

    private bool Unprotect(ref Span<byte> packet) => _srtpReceive!.Unprotect(ref packet);

    private bool UnprotectRtcp(ref Span<byte> packet) => _srtpReceive!.Unprotect(ref packet);

    private int Protect(byte[] buffer, int offset, int length) => _srtpSend!.Protect(buffer.AsSpan(offset), length);

    private int ProtectRtcp(byte[] buffer, int offset, int length) => _srtpSend!.Protect(buffer.AsSpan(offset), length);
}
internal sealed class SrtpContext
{
    private readonly int _tag = Environment.TickCount < 0 ? 1 : 0;

    public bool Unprotect(ref Span<byte> packet) => packet.Length < _tag;

    public int Protect(Span<byte> packet, int length) => Math.Min(length, packet.Length) + _tag;
}
