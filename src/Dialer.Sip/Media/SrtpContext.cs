using System.Buffers.Binary;
using System.Security.Cryptography;
using Dialer.Line;

namespace Dialer.Sip.Media;

/// <summary>
/// SRTP and SRTCP of one direction (RFC 3711, RFC 7714): session keys, rollover counter and replay window per SSRC. State moves only
/// for packets whose tag is right. Not thread-safe: a leg's reactor owns it. No packet allocates.
/// </summary>
internal sealed class SrtpContext : IDisposable
{
    /// <summary>The most that protection adds to a packet: a GCM tag and the SRTCP index.</summary>
    public const int MaxOverhead = 20;

    private const int MaxStreams = 8;
    private const int RtcpTagBytes = 10;
    private const int GcmTagBytes = 16;
    private const uint EncryptedFlag = 0x8000_0000;

    private readonly SrtpSuite _suite;
    private readonly SrtpKeys _rtp, _rtcp;
    private readonly SrtpStream[] _streams = new SrtpStream[MaxStreams];
    private int _streamCount;
    private uint _rtcpIndex;

    private SrtpContext(SrtpSuite suite, SrtpKeys rtp, SrtpKeys rtcp)
    {
        _suite = suite;
        _rtp = rtp;
        _rtcp = rtcp;
    }

    /// <summary>From a master key with its salt (see <see cref="SrtpParameters"/>), whose length must fit the suite.</summary>
    public static SrtpContext FromMaster(SrtpSuite suite, ReadOnlySpan<byte> keySalt)
    {
        int keyBytes = suite.KeyBytes();
        byte[] key = keySalt[..keyBytes].ToArray();
        // RFC 7714 section 11: the 96-bit salt stands for the first 96 of 112 bits.
        Span<byte> salt = stackalloc byte[14];
        salt.Clear();
        keySalt[keyBytes..].CopyTo(salt);
        return new(suite, SrtpKeys.Derive(suite, key, salt, 0), SrtpKeys.Derive(suite, key, salt, 3));
    }

    /// <summary>From session keys, for the vectors of the RFCs.</summary>
    public static SrtpContext FromSession(SrtpSuite suite, byte[] key, byte[] salt, byte[] authentication) =>
        new(suite, new SrtpKeys(suite, key, salt, authentication), new SrtpKeys(suite, key, salt, authentication));

    private bool Aead => _suite is SrtpSuite.AeadAes128Gcm or SrtpSuite.AeadAes256Gcm;

    private int RtpTagBytes => _suite switch
    {
        SrtpSuite.AesCm128HmacSha1Tag80 => 10,
        SrtpSuite.AesCm128HmacSha1Tag32 => 4,
        SrtpSuite.AeadAes128Gcm or SrtpSuite.AeadAes256Gcm => GcmTagBytes,
    };

    /// <summary>Protects in place; the buffer has room for <see cref="MaxOverhead"/> after the packet. Returns the new length.</summary>
    public int Protect(Span<byte> buffer, int length)
    {
        var packet = buffer[..length];
        if (!RtpHeader.TryMeasure(packet, out int headerLength))
            throw new InvalidOperationException("Our own RTP packet has no header.");
        uint ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        ref var stream = ref StreamOf(ssrc);
        ulong index = stream.Estimate(BinaryPrimitives.ReadUInt16BigEndian(packet[2..]));
        stream.Accept(index);
        var payload = packet[headerLength..];
        if (Aead)
        {
            _rtp.Seal(ssrc, index, payload, packet[..headerLength], buffer.Slice(length, GcmTagBytes));
            return length + GcmTagBytes;
        }
        _rtp.ApplyKeystream(ssrc, index, payload);
        _rtp.Tag(packet, (uint)(index >> 16), buffer.Slice(length, RtpTagBytes));
        return length + RtpTagBytes;
    }

    /// <summary>Checks tag and replay, deciphers in place, and cuts the tag off. False means "drop it"; nothing has changed then but the bytes.</summary>
    public bool Unprotect(ref Span<byte> packet)
    {
        int tagBytes = RtpTagBytes;
        if (!RtpHeader.TryMeasure(packet, out int headerLength) || packet.Length < headerLength + tagBytes)
            return false;
        uint ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        SrtpStream fresh = default;
        int known = Find(ssrc);
        ref var stream = ref known >= 0 ? ref _streams[known] : ref fresh;
        ulong index = stream.Estimate(BinaryPrimitives.ReadUInt16BigEndian(packet[2..]));
        if (stream.IsReplay(index))
            return false;
        var body = packet[..^tagBytes];
        if (!Open(ssrc, index, body, headerLength, packet[^tagBytes..]))
            return false;
        if (known < 0)
            stream = ref StreamOf(ssrc);
        stream.Accept(index);
        packet = body;
        return true;
    }

    private bool Open(uint ssrc, ulong index, Span<byte> body, int headerLength, ReadOnlySpan<byte> tag)
    {
        if (Aead)
            return _rtp.TryOpen(ssrc, index, body[headerLength..], body[..headerLength], tag);
        Span<byte> expected = stackalloc byte[RtcpTagBytes];
        expected = expected[..tag.Length];
        _rtp.Tag(body, (uint)(index >> 16), expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, tag))
            return false;
        _rtp.ApplyKeystream(ssrc, index, body[headerLength..]);
        return true;
    }

    public int ProtectRtcp(Span<byte> buffer, int length)
    {
        uint ssrc = BinaryPrimitives.ReadUInt32BigEndian(buffer[4..]);
        uint index = _rtcpIndex++ & ~EncryptedFlag;
        var payload = buffer[8..length];
        if (Aead)
        {
            Span<byte> associated = stackalloc byte[12];
            buffer[..8].CopyTo(associated);
            BinaryPrimitives.WriteUInt32BigEndian(associated[8..], index | EncryptedFlag);
            _rtcp.SealRtcp(ssrc, index, payload, associated, buffer.Slice(length, GcmTagBytes));
            BinaryPrimitives.WriteUInt32BigEndian(buffer[(length + GcmTagBytes)..], index | EncryptedFlag);
            return length + GcmTagBytes + 4;
        }
        _rtcp.ApplyKeystream(ssrc, index, payload);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[length..], index | EncryptedFlag);
        _rtcp.Tag(buffer[..(length + 4)], null, buffer.Slice(length + 4, RtcpTagBytes));
        return length + 4 + RtcpTagBytes;
    }

    public bool UnprotectRtcp(ref Span<byte> packet)
    {
        int trailer = Aead ? GcmTagBytes + 4 : 4 + RtcpTagBytes;
        if (packet.Length < 8 + trailer)
            return false;
        uint ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        uint word = BinaryPrimitives.ReadUInt32BigEndian(packet[(Aead ? packet.Length - 4 : packet.Length - trailer)..]);
        SrtpStream fresh = default;
        int known = Find(ssrc);
        ref var stream = ref known >= 0 ? ref _streams[known] : ref fresh;
        uint index = word & ~EncryptedFlag;
        // Unencrypted SRTCP is a session parameter that we never offer.
        if ((word & EncryptedFlag) == 0 || stream.IsRtcpReplay(index))
            return false;
        int length = packet.Length - trailer;
        if (!OpenRtcp(packet, length, ssrc, index, word))
            return false;
        if (known < 0)
            stream = ref StreamOf(ssrc);
        stream.AcceptRtcp(index);
        packet = packet[..length];
        return true;
    }

    private bool OpenRtcp(Span<byte> packet, int length, uint ssrc, uint index, uint word)
    {
        if (Aead)
        {
            Span<byte> associated = stackalloc byte[12];
            packet[..8].CopyTo(associated);
            BinaryPrimitives.WriteUInt32BigEndian(associated[8..], word);
            return _rtcp.TryOpenRtcp(ssrc, index, packet[8..length], associated, packet.Slice(length, GcmTagBytes));
        }
        Span<byte> expected = stackalloc byte[RtcpTagBytes];
        _rtcp.Tag(packet[..(length + 4)], null, expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, packet.Slice(length + 4, RtcpTagBytes)))
            return false;
        _rtcp.ApplyKeystream(ssrc, index, packet[8..length]);
        return true;
    }

    private int Find(uint ssrc)
    {
        for (int i = 0; i < _streamCount; i++)
            if (_streams[i].Ssrc == ssrc)
                return i;
        return -1;
    }

    // Only authenticated packets come here, so a stranger cannot fill the table. At its bound the oldest stream is forgotten.
    private ref SrtpStream StreamOf(uint ssrc)
    {
        int index = Find(ssrc);
        if (index >= 0)
            return ref _streams[index];
        if (_streamCount == MaxStreams)
        {
            Array.Copy(_streams, 1, _streams, 0, MaxStreams - 1);
            _streamCount--;
        }
        _streams[_streamCount] = new SrtpStream { Ssrc = ssrc };
        return ref _streams[_streamCount++];
    }

    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }
}
