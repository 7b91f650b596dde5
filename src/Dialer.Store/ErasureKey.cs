using System.Security.Cryptography;
using System.Text;

namespace Dialer.Store;

/// <summary>The key that keeps erased numbers from being guessed from their hashes: 32 bytes in a file beside the store, made at the first erasure.</summary>
internal sealed class ErasureKey(string folder)
{
    private const int Bytes = 32;

    private readonly string _file = Path.Combine(folder, "erasure.key");
    private byte[]? _key;

    /// <summary>HMAC-SHA-256, hexadecimal.</summary>
    public string HashOf(string number) => Convert.ToHexStringLower(HMACSHA256.HashData(_key ??= ReadOrMake(), Encoding.ASCII.GetBytes(number)));

    private byte[] ReadOrMake()
    {
        try
        {
            if (!File.Exists(_file))
            {
                Directory.CreateDirectory(folder);
                var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
                if (!OperatingSystem.IsWindows())
                    options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
                using var made = new FileStream(_file, options);
                made.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes))));
                made.Flush(flushToDisk: true);
            }
            return Convert.FromHexString(File.ReadAllText(_file).Trim()) is { Length: Bytes } key ? key : throw new FormatException();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new StoreException($"{_file}: the key of erased numbers cannot be read or made. Put it back from a backup: without it nobody knows who was erased.", unreadable);
        }
    }
}
