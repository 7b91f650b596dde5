using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Dialer.Store;

/// <summary>
/// A file encrypted with a key from a file, AES-256-GCM in portions, so that it is neither read nor changed, cut short or put together
/// anew without the key: each portion is bound to its place, and the last one says so.
/// </summary>
/// <remarks>
/// Layout: "DIALERS1", 8 random bytes; then for each portion of 65,536 bytes (the last may be shorter) its text and 16 bytes of
/// tag. Nonce: the random bytes and the portion's number, big-endian. Associated data: 1 for the last portion, else 0. The key of a file is
/// derived from the key given (HKDF-SHA-256) with the random bytes, so that no nonce comes twice under one key.
/// </remarks>
public static class SealedFile
{
    private const int PortionBytes = 65_536;
    private const int TagBytes = 16;
    private const int SaltBytes = 8;
    private const int KeyBytes = 32;

    private static ReadOnlySpan<byte> Magic => "DIALERS1"u8;

    /// <summary>64 hexadecimal digits, such as `openssl rand -hex 32` makes.</summary>
    /// <exception cref="StoreException">It cannot be read, or is none.</exception>
    public static byte[] ReadKey(string file)
    {
        try
        {
            return Convert.FromHexString(File.ReadAllText(file).Trim()) is { Length: KeyBytes } key ? key : throw new FormatException("it has another length");
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new StoreException($"{file}: is no key file: {wrong.Message.TrimEnd('.')}. Make one that only you can read: openssl rand -hex 32 > key", wrong);
        }
    }

    public static bool IsSealed(string file)
    {
        Span<byte> head = stackalloc byte[8];
        using var open = File.OpenRead(file);
        return open.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.SequenceEqual(Magic);
    }

    public static void Seal(string plain, string sealedFile, byte[] key)
    {
        using var from = File.OpenRead(plain);
        using var to = new FileStream(sealedFile, FileMode.CreateNew, FileAccess.Write);
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes), buffer = new byte[PortionBytes], tag = new byte[TagBytes];
        using var cipher = CipherOf(key, salt);
        to.Write(Magic);
        to.Write(salt);
        uint number = 0;
        for (bool isLast = false; !isLast; number = checked(number + 1))
        {
            int length = from.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            isLast = from.Position == from.Length;
            cipher.Encrypt(NonceOf(salt, number), buffer.AsSpan(0, length), buffer.AsSpan(0, length), tag, [isLast ? (byte)1 : (byte)0]);
            to.Write(buffer, 0, length);
            to.Write(tag);
        }
        to.Flush(flushToDisk: true);
    }

    /// <exception cref="StoreException">It is none, another key sealed it, or it was changed or cut short; nothing is left of what was written.</exception>
    public static void Open(string sealedFile, string plain, byte[] key)
    {
        try
        {
            using var from = File.OpenRead(sealedFile);
            using var to = new FileStream(plain, FileMode.CreateNew, FileAccess.Write);
            Unseal(from, to, key);
        }
        catch (Exception wrong) when (wrong is CryptographicException or EndOfStreamException)
        {
            File.Delete(plain);
            throw new StoreException($"{sealedFile}: cannot be opened with this key, or was changed or cut short since it was made. Nothing was restored.", wrong);
        }
    }

    private static void Unseal(FileStream from, FileStream to, byte[] key)
    {
        byte[] head = new byte[Magic.Length + SaltBytes], buffer = new byte[PortionBytes + TagBytes];
        from.ReadExactly(head);
        if (!head.AsSpan().StartsWith(Magic))
            throw new CryptographicException("it was not made by this program");
        byte[] salt = head[Magic.Length..];
        using var cipher = CipherOf(key, salt);
        uint number = 0;
        for (bool isLast = false; !isLast; number = checked(number + 1))
        {
            int length = from.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) - TagBytes;
            if (length < 0)
                throw new EndOfStreamException();
            isLast = from.Position == from.Length;
            cipher.Decrypt(NonceOf(salt, number), buffer.AsSpan(0, length), buffer.AsSpan(length, TagBytes), buffer.AsSpan(0, length), [isLast ? (byte)1 : (byte)0]);
            to.Write(buffer, 0, length);
        }
    }

    private static AesGcm CipherOf(byte[] key, byte[] salt) => new(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, KeyBytes, salt, "dialer sealed file 1"u8.ToArray()), TagBytes);

    private static byte[] NonceOf(byte[] salt, uint number)
    {
        byte[] nonce = new byte[12];
        salt.CopyTo(nonce, 0);
        BinaryPrimitives.WriteUInt32BigEndian(nonce.AsSpan(8), number);
        return nonce;
    }
}
