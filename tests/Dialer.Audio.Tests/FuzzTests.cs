using Xunit;

namespace Dialer.Audio.Tests;

/// <summary>Seeded mutation of good files: whatever a file says of itself, it is read or refused, and no more memory is taken than it could need.</summary>
public sealed class FuzzTests
{
    private const int Seed = 1;
    private static readonly int Runs = Environment.GetEnvironmentVariable("DIALER_LONG_TESTS") == "1" ? 200_000 : 1_000;

    // A sample grows from one byte at 4 kHz to floating point at 16 kHz, kept twice while it is copied; a decoder's tables come on top.
    private const long BytesPerByte = 256, Slack = 8 << 20;

    public static TheoryData<string> SeedNames => [.. Seeds.Keys];

    private static readonly Dictionary<string, byte[]> Seeds = new()
    {
        { "WAV", WrittenSound.Wave(WrittenSound.Tone(8_000, 2, 0.02), 8_000, 2) },
        { "WAV, extensible", WrittenSound.Wave(WrittenSound.Tone(8_000, 1, 0.02), 8_000, bits: 24, isExtensible: true) },
        { "WAV, mu-law", WrittenSound.Wave(WrittenSound.Tone(8_000, 1, 0.02), 8_000, bits: 8, tag: 7) },
        { "AIFF", WrittenSound.Aiff(WrittenSound.Tone(8_000, 1, 0.02), 8_000) },
        { "MP3", WrittenSound.Resource("mono-8000.mp3")[..600] },
        { "MP3 with a title", WrittenSound.Resource("mono-22050-no-length.mp3")[..700] },
    };

    [Theory]
    [MemberData(nameof(SeedNames))]
    public void Changed_bytes(string what)
    {
        byte[] seed = Seeds[what];
        var random = new Random(Seed);
        SoundFile.Parse(seed, out _);
        for (int run = 0; run < Runs; run++)
        {
            byte[] file = Mutate(seed, random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var sound = SoundFile.Parse(file, out var refusal);
                Assert.Equal(refusal == SoundRefusal.None, sound is not null);
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"{what}, seed {Seed}, run {run}: {Convert.ToHexString(file)}", fault);
            }
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < (BytesPerByte * file.Length) + Slack, $"{what}, run {run}: {allocated} bytes for a file of {file.Length}: {Convert.ToHexString(file)}");
        }
    }

    [Theory]
    [MemberData(nameof(SeedNames))]
    public void Every_length(string what)
    {
        byte[] seed = Seeds[what];
        for (int length = 0; length < seed.Length; length++)
        {
            var sound = SoundFile.Parse(seed[..length], out var refusal);
            Assert.Equal(refusal == SoundRefusal.None, sound is not null);
            if (!what.StartsWith("MP3", StringComparison.Ordinal))
                Assert.True(sound is null, $"{what}: {length} of {seed.Length} bytes were taken for the whole");
        }
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        List<byte> file = [.. seed];
        for (int change = random.Next(1, 5); change > 0 && file.Count > 0; change--)
        {
            int at = random.Next(4) == 0 ? random.Next(file.Count) : random.Next(Math.Min(64, file.Count));
            switch (random.Next(5))
            {
                case 0: file[at] = (byte)random.Next(256); break;
                case 1: file[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: file[at] = (byte)(random.Next(2) * 255); break;
                case 3: file.RemoveRange(at, Math.Min(random.Next(1, 9), file.Count - at)); break;
                default: file.InsertRange(at, Enumerable.Repeat((byte)random.Next(256), random.Next(1, 9))); break;
            }
        }
        return [.. file];
    }
}
