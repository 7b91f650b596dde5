using System.Buffers.Binary;
using System.Security.Cryptography;
using Dialer.Line;

namespace Dialer.Sip.Media;

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
        (var aes, var cipher) = BlockCipher(masterKey);
        using (aes)
        using (cipher)
        {
            int blocks = (length + 15) / 16;
            byte[] counters = new byte[blocks * 16];
            for (int block = 0; block < blocks; block++)
            {
                var counter = counters.AsSpan(block * 16, 16);
                masterSalt.CopyTo(counter);
                counter[7] ^= label;
                counter[15] = (byte)block;
            }
            byte[] output = new byte[blocks * 16];
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
        if (blocks == 0)
            return;
        Span<byte> iv = stackalloc byte[16];
        iv.Clear();
        _salt.AsSpan(0, 14).CopyTo(iv);
        Xor32(iv[4..], ssrc);
        Xor32(iv[8..], (uint)(index >> 16));
        iv[12] ^= (byte)(index >> 8);
        iv[13] ^= (byte)index;
        for (int block = 0; block < blocks; block++)
        {
            var counter = _counters.AsSpan(block * 16, 16);
            iv.CopyTo(counter);
            counter[14] = (byte)(block >> 8);
            counter[15] = (byte)block;
        }
        _counterMode!.TransformBlock(_counters, 0, blocks * 16, _keystream, 0);
        ReadOnlySpan<byte> stream = _keystream;
        for (int i = 0; i < data.Length; i++)
            data[i] ^= stream[i];
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
