using System.Security.Cryptography;
using Dialer.Testing;
using Xunit;

namespace Dialer.Store.Tests;

public sealed class SealedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    private string PathOf(string name) => Path.Combine(_folder.Path, name);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(300_000)]
    public void What_was_sealed_comes_back_and_stands_nowhere_in_the_clear(int length)
    {
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++)
            text[i] = (byte)(i % 7);
        File.WriteAllBytes(PathOf("plain"), text);
        SealedFile.Seal(PathOf("plain"), PathOf("sealed"), _key);
        Assert.True(SealedFile.IsSealed(PathOf("sealed")));
        Assert.False(SealedFile.IsSealed(PathOf("plain")));
        SealedFile.Open(PathOf("sealed"), PathOf("back"), _key);
        Assert.Equal(text, File.ReadAllBytes(PathOf("back")));
        if (length > 100)
            Assert.True(File.ReadAllBytes(PathOf("sealed")).AsSpan().IndexOf(text.AsSpan(0, 32)) < 0);
    }

    /// <summary>One bit anywhere, a portion missing or in another's place, another key: refused whole, and nothing is left.</summary>
    [Fact]
    public void What_was_changed_is_refused_and_leaves_nothing()
    {
        File.WriteAllBytes(PathOf("plain"), new byte[150_000]);
        SealedFile.Seal(PathOf("plain"), PathOf("sealed"), _key);
        byte[] good = File.ReadAllBytes(PathOf("sealed"));
        const int Portion = 65_536 + 16;
        byte[][] bad =
        [
            Flip(good, 3), Flip(good, 12), Flip(good, 16), Flip(good, 16 + Portion), Flip(good, good.Length - 1),
            good[..^1], good[..(16 + Portion)], good[..(16 + (2 * Portion))], good[..16], good[..5],
            [.. good[..16], .. good[(16 + Portion)..(16 + (2 * Portion))], .. good[16..(16 + Portion)], .. good[(16 + (2 * Portion))..]],
        ];
        foreach (byte[] changed in bad)
            Refused(changed, _key);
        Refused(good, RandomNumberGenerator.GetBytes(32));
    }

    [Fact]
    public void Two_seals_of_one_file_have_nothing_in_common()
    {
        File.WriteAllBytes(PathOf("plain"), new byte[1_000]);
        SealedFile.Seal(PathOf("plain"), PathOf("one"), _key);
        SealedFile.Seal(PathOf("plain"), PathOf("other"), _key);
        Assert.NotEqual(File.ReadAllBytes(PathOf("one"))[16..48], File.ReadAllBytes(PathOf("other"))[16..48]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0011")]
    [InlineData("zz11223344556677889900aabbccddeeff00112233445566778899aabbccddee")]
    public void A_key_file_that_is_none_is_refused_by_name(string text)
    {
        File.WriteAllText(PathOf("key"), text);
        Assert.Contains("openssl rand", Assert.Throws<StoreException>(() => SealedFile.ReadKey(PathOf("key"))).Message, StringComparison.Ordinal);
        Assert.Throws<StoreException>(() => SealedFile.ReadKey(PathOf("missing")));
    }

    private static byte[] Flip(byte[] good, int at)
    {
        byte[] changed = [.. good];
        changed[at] ^= 1;
        return changed;
    }

    private void Refused(byte[] content, byte[] key)
    {
        File.WriteAllBytes(PathOf("changed"), content);
        Assert.Throws<StoreException>(() => SealedFile.Open(PathOf("changed"), PathOf("never"), key));
        Assert.False(File.Exists(PathOf("never")));
    }
}
