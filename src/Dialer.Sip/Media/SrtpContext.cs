using System.Buffers.Binary;
using System.Security.Cryptography;

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
        Span<byte> packet = buffer[..length];
        if (!RtpHeader.TryMeasure(packet, out int headerLength)) throw new InvalidOperationException("Our own RTP packet has no header.");
        uint ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        ref SrtpStream stream = ref StreamOf(ssrc);
        ulong index = stream.Estimate(BinaryPrimitives.ReadUInt16BigEndian(packet[2..]));
        stream.Accept(index);
        Span<byte> payload = packet[headerLength..];
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
        if (!RtpHeader.TryMeasure(packet, out int headerLength) || packet.Length < headerLength + tagBytes) return false;
        uint ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        SrtpStream fresh = default;
        int known = Find(ssrc);
        ref SrtpStream stream = ref known >= 0 ? ref _streams[known] : ref fresh;
        ulong index = stream.Estimate(BinaryPrimitives.ReadUInt16BigEndian(packet[2..]));
        if (stream.IsReplay(index)) return false;
        Span<byte> body = packet[..^tagBytes];
        if (!Open(ssrc, index, body, headerLength, packet[^tagBytes..])) return false;
        if (known < 0) stream = ref StreamOf(ssrc);
        stream.Accept(index);
        packet = body;
        return true;
    }

    private bool Open(uint ssrc, ulong index, Span<byte> body, int headerLength, ReadOnlySpan<byte> tag)
    {
        if (Aead) return _rtp.TryOpen(ssrc, index, body[headerLength..], body[..headerLength], tag);
        Span<byte> expected = stackalloc byte[RtcpTagBytes];
        expected = expected[..tag.Length];
        _rtp.Tag(body, (uint)(index >> 16), expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, tag)) return false;
        _rtp.ApplyKeystream(ssrc, index, body[headerLength..]);
        return true;
    }

    public int ProtectRtcp(Span<byte> buffer, int length)
    {
        uint ssrc = BinaryPrimitives.ReadUInt32BigEndian(buffer[4..]);
        uint index = _rtcpIndex++ & ~EncryptedFlag;
        Span<byte> payload = buffer[8..length];
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
        if (packet.Length < 8 + trailer) return false;
        uint ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        uint word = BinaryPrimitives.ReadUInt32BigEndian(packet[(Aead ? packet.Length - 4 : packet.Length - trailer)..]);
        SrtpStream fresh = default;
        int known = Find(ssrc);
        ref SrtpStream stream = ref known >= 0 ? ref _streams[known] : ref fresh;
        uint index = word & ~EncryptedFlag;
        // Unencrypted SRTCP is a session parameter that we never offer.
        if ((word & EncryptedFlag) == 0 || stream.IsRtcpReplay(index)) return false;
        int length = packet.Length - trailer;
        if (!OpenRtcp(packet, length, ssrc, index, word)) return false;
        if (known < 0) stream = ref StreamOf(ssrc);
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
        if (!CryptographicOperations.FixedTimeEquals(expected, packet.Slice(length + 4, RtcpTagBytes))) return false;
        _rtcp.ApplyKeystream(ssrc, index, packet[8..length]);
        return true;
    }

    private int Find(uint ssrc)
    {
        for (int i = 0; i < _streamCount; i++)
            if (_streams[i].Ssrc == ssrc) return i;
        return -1;
    }

    // Only authenticated packets come here, so a stranger cannot fill the table. At its bound the oldest stream is forgotten.
    private ref SrtpStream StreamOf(uint ssrc)
    {
        int index = Find(ssrc);
        if (index >= 0) return ref _streams[index];
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
        if (!_started) return sequence;
        ulong rollover = _highest >> 16;
        int last = (int)(_highest & 0xFFFF);
        if (last < 32768)
        {
            if (sequence - last > 32768 && rollover > 0) rollover--;
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

/// <summary>Session keys of SRTP or of SRTCP, with the ciphers set up once.</summary>
internal sealed class SrtpKeys : IDisposable
{
    private const int MaxBlocks = (MediaReactor.PacketBufferBytes / 16) + 1;
    private readonly byte[] _salt;
    private readonly Aes? _aes;
    private readonly ICryptoTransform? _counterMode;
    private readonly IncrementalHash? _hash;
    private readonly AesGcm? _gcm;
    private readonly byte[] _counters = [];
    private readonly byte[] _keystream = [];

    public SrtpKeys(SrtpSuite suite, byte[] key, byte[] salt, byte[] authentication)
    {
        _salt = salt;
        if (suite is SrtpSuite.AeadAes128Gcm or SrtpSuite.AeadAes256Gcm)
        {
            _gcm = new(key, 16);
            return;
        }
        (_aes, _counterMode) = BlockCipher(key);
        // SHA-1 as a MAC is what RFC 3711 prescribes; its collisions do not touch HMAC.
        _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, authentication);
        _counters = new byte[MaxBlocks * 16];
        _keystream = new byte[MaxBlocks * 16];
    }

    /// <summary>RFC 3711 section 4.3 with a key derivation rate of zero; the labels of SRTP are 0 to 2, of SRTCP 3 to 5.</summary>
    public static SrtpKeys Derive(SrtpSuite suite, byte[] masterKey, ReadOnlySpan<byte> masterSalt, byte firstLabel)
    {
        byte[] key = DeriveOne(masterKey, masterSalt, firstLabel, suite.KeyBytes());
        byte[] authentication = DeriveOne(masterKey, masterSalt, (byte)(firstLabel + 1), 20);
        byte[] salt = DeriveOne(masterKey, masterSalt, (byte)(firstLabel + 2), suite.SaltBytes());
        return new(suite, key, salt, authentication);
    }

    internal static byte[] DeriveOne(byte[] masterKey, ReadOnlySpan<byte> masterSalt, byte label, int length)
    {
        (Aes aes, ICryptoTransform cipher) = BlockCipher(masterKey);
        using (aes)
        using (cipher)
        {
            int blocks = (length + 15) / 16;
            var counters = new byte[blocks * 16];
            for (int block = 0; block < blocks; block++)
            {
                Span<byte> counter = counters.AsSpan(block * 16, 16);
                masterSalt.CopyTo(counter);
                counter[7] ^= label;
                counter[15] = (byte)block;
            }
            var output = new byte[blocks * 16];
            cipher.TransformBlock(counters, 0, counters.Length, output, 0);
            return output[..length];
        }
    }

    private static (Aes Aes, ICryptoTransform Cipher) BlockCipher(byte[] key)
    {
        var aes = Aes.Create();
        aes.Key = key;
        // The block cipher alone: counter mode is built on it here, as RFC 3711 section 4.1.1 says.
        aes.Mode = CipherMode.ECB;
        aes.Padding = PaddingMode.None;
        return (aes, aes.CreateEncryptor());
    }

    /// <summary>AES in counter mode, IV = salt * 2^16 XOR SSRC * 2^64 XOR index * 2^16 (RFC 3711 section 4.1.1).</summary>
    public void ApplyKeystream(uint ssrc, ulong index, Span<byte> data)
    {
        int blocks = (data.Length + 15) / 16;
        if (blocks == 0) return;
        Span<byte> iv = stackalloc byte[16];
        iv.Clear();
        _salt.AsSpan(0, 14).CopyTo(iv);
        Xor32(iv[4..], ssrc);
        Xor32(iv[8..], (uint)(index >> 16));
        iv[12] ^= (byte)(index >> 8);
        iv[13] ^= (byte)index;
        for (int block = 0; block < blocks; block++)
        {
            Span<byte> counter = _counters.AsSpan(block * 16, 16);
            iv.CopyTo(counter);
            counter[14] = (byte)(block >> 8);
            counter[15] = (byte)block;
        }
        _counterMode!.TransformBlock(_counters, 0, blocks * 16, _keystream, 0);
        ReadOnlySpan<byte> stream = _keystream;
        for (int i = 0; i < data.Length; i++) data[i] ^= stream[i];
    }

    /// <summary>The left end of HMAC-SHA1 over the packet and, for SRTP, the rollover counter.</summary>
    public void Tag(ReadOnlySpan<byte> packet, uint? rollover, Span<byte> tag)
    {
        Span<byte> work = stackalloc byte[20];
        _hash!.AppendData(packet);
        if (rollover is { } counter)
        {
            BinaryPrimitives.WriteUInt32BigEndian(work, counter);
            _hash.AppendData(work[..4]);
        }
        _hash.GetHashAndReset(work);
        work[..tag.Length].CopyTo(tag);
    }

    // RFC 7714 section 8.1: two zero octets, SSRC, rollover counter, sequence number, XOR salt.
    private void RtpNonce(Span<byte> nonce, uint ssrc, ulong index)
    {
        _salt.AsSpan(0, 12).CopyTo(nonce);
        Xor32(nonce[2..], ssrc);
        Xor32(nonce[6..], (uint)(index >> 16));
        nonce[10] ^= (byte)(index >> 8);
        nonce[11] ^= (byte)index;
    }

    // RFC 7714 section 9.1: two zero octets, SSRC, two zero octets, index, XOR salt.
    private void RtcpNonce(Span<byte> nonce, uint ssrc, uint index)
    {
        _salt.AsSpan(0, 12).CopyTo(nonce);
        Xor32(nonce[2..], ssrc);
        Xor32(nonce[8..], index);
    }

    public void Seal(uint ssrc, ulong index, Span<byte> data, ReadOnlySpan<byte> associated, Span<byte> tag)
    {
        Span<byte> nonce = stackalloc byte[12];
        RtpNonce(nonce, ssrc, index);
        _gcm!.Encrypt(nonce, data, data, tag, associated);
    }

    public void SealRtcp(uint ssrc, uint index, Span<byte> data, ReadOnlySpan<byte> associated, Span<byte> tag)
    {
        Span<byte> nonce = stackalloc byte[12];
        RtcpNonce(nonce, ssrc, index);
        _gcm!.Encrypt(nonce, data, data, tag, associated);
    }

    public bool TryOpen(uint ssrc, ulong index, Span<byte> data, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> tag)
    {
        Span<byte> nonce = stackalloc byte[12];
        RtpNonce(nonce, ssrc, index);
        return TryOpen(nonce, data, associated, tag);
    }

    public bool TryOpenRtcp(uint ssrc, uint index, Span<byte> data, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> tag)
    {
        Span<byte> nonce = stackalloc byte[12];
        RtcpNonce(nonce, ssrc, index);
        return TryOpen(nonce, data, associated, tag);
    }

    private bool TryOpen(ReadOnlySpan<byte> nonce, Span<byte> data, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> tag)
    {
        try
        {
            _gcm!.Decrypt(nonce, data, tag, data, associated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    private static void Xor32(Span<byte> at, uint value) =>
        BinaryPrimitives.WriteUInt32BigEndian(at, BinaryPrimitives.ReadUInt32BigEndian(at) ^ value);

    public void Dispose()
    {
        _counterMode?.Dispose();
        _aes?.Dispose();
        _hash?.Dispose();
        _gcm?.Dispose();
    }
}
