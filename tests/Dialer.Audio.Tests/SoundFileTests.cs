using System.Buffers.Binary;
using System.Diagnostics;
using Xunit;

namespace Dialer.Audio.Tests;

/// <summary>What a person may give us as a sound, and what is refused by name.</summary>
public sealed class SoundFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dialer-sounds-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // By name: a runner that is handed the bytes keeps them as text.
    public static TheoryData<string> SoundNames => [.. Sounds.Keys];

    public static TheoryData<string> RefusedNames => [.. Refused.Keys];

    private static readonly Dictionary<string, byte[]> Sounds = new()
    {
        { "WAV, 8 bits, 11,025 Hz", WrittenSound.Wave(WrittenSound.Tone(11_025), 11_025, bits: 8) },
        { "WAV, 16 bits, 8 kHz", WrittenSound.Wave(WrittenSound.Tone(8_000), 8_000) },
        { "WAV, 16 bits, 44.1 kHz, stereo", WrittenSound.Wave(WrittenSound.Tone(44_100, 2), 44_100, 2) },
        { "WAV, 24 bits, 48 kHz, stereo", WrittenSound.Wave(WrittenSound.Tone(48_000, 2), 48_000, 2, bits: 24) },
        { "WAV, 24 bits, extensible, six channels", WrittenSound.Wave(WrittenSound.Tone(48_000, 6), 48_000, 6, bits: 24, isExtensible: true) },
        { "WAV, 32 bits, 96 kHz", WrittenSound.Wave(WrittenSound.Tone(96_000), 96_000, bits: 32) },
        { "WAV, floating point, 192 kHz", WrittenSound.Wave(WrittenSound.Tone(192_000), 192_000, bits: 32, tag: 3) },
        { "WAV, floating point of 64 bits, 22.05 kHz", WrittenSound.Wave(WrittenSound.Tone(22_050), 22_050, bits: 64, tag: 3) },
        { "WAV, floating point, extensible", WrittenSound.Wave(WrittenSound.Tone(32_000), 32_000, bits: 32, tag: 3, isExtensible: true) },
        { "WAV, A-law", WrittenSound.Wave(WrittenSound.Tone(8_000), 8_000, bits: 8, tag: 6) },
        { "WAV, mu-law", WrittenSound.Wave(WrittenSound.Tone(8_000), 8_000, bits: 8, tag: 7) },
        { "WAV, mu-law, stereo, 6 kHz", WrittenSound.Wave(WrittenSound.Tone(6_000, 2), 6_000, 2, bits: 8, tag: 7) },
        { "AIFF, 8 bits", WrittenSound.Aiff(WrittenSound.Tone(22_050), 22_050, bits: 8) },
        { "AIFF, 16 bits, stereo", WrittenSound.Aiff(WrittenSound.Tone(44_100, 2), 44_100, 2) },
        { "AIFF, 24 bits", WrittenSound.Aiff(WrittenSound.Tone(48_000), 48_000, bits: 24) },
        { "AIFF, 32 bits", WrittenSound.Aiff(WrittenSound.Tone(16_000), 16_000, bits: 32) },
        { "MP3, 8 kHz", WrittenSound.Resource("mono-8000.mp3") },
        { "MP3, 22.05 kHz, a title, no length", WrittenSound.Resource("mono-22050-no-length.mp3") },
        { "MP3, 44.1 kHz, stereo", WrittenSound.Resource("stereo-44100.mp3") },
        { "MP3, 44.1 kHz, variable", WrittenSound.Resource("variable-44100.mp3") },
    };

    [Theory]
    [MemberData(nameof(SoundNames))]
    public void A_second_of_a_tone_is_heard_as_it_was_written(string what)
    {
        var sound = SoundFile.Parse(Sounds[what], out var refusal);
        Assert.True(sound is not null, $"{what}: {refusal}");
        Assert.InRange(sound.Duration.TotalSeconds, 0.999, 1.2);
        var tone = Heard.Of(sound.Narrow.AsSpan(2_000, 4_000), Sound.NarrowRate, WrittenSound.ToneHz);
        Assert.True(tone.Share > 0.98, $"{what}: {tone.Share:P1} of it is the tone");
        Assert.InRange(tone.Amplitude, WrittenSound.Amplitude * 0.93, WrittenSound.Amplitude * 1.07);
        if (sound.Wide is { } wide)
            Assert.True(Heard.Of(wide.AsSpan(4_000, 8_000), Sound.WideRate, WrittenSound.ToneHz).Share > 0.98, $"{what}, wide band");
    }

    [Theory]
    [InlineData(8_000, false)]
    [InlineData(6_000, false)]
    [InlineData(8_001, true)]
    [InlineData(44_100, true)]
    public void Wide_band_is_there_where_the_file_holds_it(int rate, bool isWide) =>
        Assert.Equal(isWide, SoundFile.Parse(WrittenSound.Wave(WrittenSound.Tone(rate, seconds: 0.1), rate), out _)!.Wide is not null);

    [Fact]
    public void Samples_of_16_bits_at_8_kHz_are_kept_bit_for_bit()
    {
        double[] ramp = [.. Enumerable.Range(-32_767, 65_535).Select(value => value / 32_767.0)];
        Assert.Equal(Enumerable.Range(-32_767, 65_535).Select(value => (short)value), SoundFile.Parse(WrittenSound.Wave(ramp, 8_000), out _)!.Narrow);
    }

    [Fact]
    public void A_channel_is_heard_alone_or_all_are_mixed()
    {
        double[] left = WrittenSound.Tone(8_000, hz: 500), right = WrittenSound.Tone(8_000, hz: 1_300);
        byte[] file = WrittenSound.Wave([.. left.Zip(right, (one, other) => (double[])[one, other]).SelectMany(pair => pair)], 8_000, 2);
        Assert.Equal((1.0, 0.0), Shares(0));
        Assert.Equal((0.0, 1.0), Shares(1));
        Assert.Equal((0.5, 0.5), Shares(null));
        Assert.Null(SoundFile.Parse(file, out var refusal, 2));
        Assert.Equal(SoundRefusal.NoSuchChannel, refusal);

        (double Left, double Right) Shares(int? channel)
        {
            short[] samples = SoundFile.Parse(file, out _, channel)!.Narrow;
            return (Math.Round(Heard.Of(samples, 8_000, 500).Share, 2), Math.Round(Heard.Of(samples, 8_000, 1_300).Share, 2));
        }
    }

    private static byte[] GoodAiff => WrittenSound.Aiff(WrittenSound.Tone(8_000), 8_000);

    private static byte[] Good => WrittenSound.Wave(WrittenSound.Tone(8_000), 8_000);

    private static readonly Dictionary<string, (byte[] File, SoundRefusal Refusal)> Refused = new()
    {
        { "nothing that is a sound", ("a list of people, whatever its name says"u8.ToArray(), SoundRefusal.NotASound) },
        { "zeros", (new byte[10_000], SoundRefusal.NotASound) },
        { "UTF-16 with a mark", ([0xFF, 0xFE, .. "t\0e\0x\0t\0,\0o\0n\0e\0"u8], SoundRefusal.NotASound) },
        { "big-endian RIFF", ([.. "RIFX"u8, .. Good[4..]], SoundRefusal.NotASound) },
        { "RIFF of another kind", ([.. Good[..8], .. "AVI "u8, .. Good[12..]], SoundRefusal.NotASound) },
        { "a WAV of more than 4 GB", ([.. "RF64"u8, .. Good[4..]], SoundRefusal.UnsupportedFormat) },
        { "the first five bytes", (Good[..5], SoundRefusal.Truncated) },
        { "cut within its header", (Good[..30], SoundRefusal.Truncated) },
        { "cut before its samples", (Good[..50], SoundRefusal.Truncated) },
        { "cut in the middle", (Good[..8_000], SoundRefusal.Truncated) },
        { "cut by two bytes", (Good[..^2], SoundRefusal.Truncated) },
        { "a length of 4 GB, as a pipe leaves it", (With32(Good, 56, uint.MaxValue), SoundRefusal.Truncated) },
        { "a length of 2 GB", (With32(Good, 56, int.MaxValue), SoundRefusal.Truncated) },
        { "no samples", (WrittenSound.Wave([], 8_000), SoundRefusal.NoSamples) },
        { "a length of 0 before samples", (With32(Good, 56, 0), SoundRefusal.NoSamples) },
        { "no samples, by AIFF", (WrittenSound.Aiff([], 8_000), SoundRefusal.NoSamples) },
        { "half a sample", (With32(Good[..61], 56, 1), SoundRefusal.NoSamples) },
        { "a whole of length 0", (With32(Good, 4, 0), SoundRefusal.BrokenHeader) },
        { "no chunk but the first", ([.. "RIFF"u8, 4, 0, 0, 0, .. "WAVE"u8], SoundRefusal.BrokenHeader) },
        { "a format of 2 GB", (With32(Good, 16, 0x7FFFFFFF), SoundRefusal.BrokenHeader) },
        { "blocks of nothing", (With16(Good, 32, 0), SoundRefusal.BrokenHeader) },
        { "blocks that are not its channels", (With16(Good, 32, 4), SoundRefusal.BrokenHeader) },
        { "16 bits that are said to be 24", (With16(Good, 34, 24), SoundRefusal.BrokenHeader) },
        { "ADPCM", (With16(Good, 20, 0x11), SoundRefusal.UnsupportedFormat) },
        { "GSM", (With16(Good, 20, 0x31), SoundRefusal.UnsupportedFormat) },
        { "13 bits", (With16(Good, 34, 13), SoundRefusal.UnsupportedFormat) },
        { "floating point of 16 bits", (With16(Good, 20, 3), SoundRefusal.UnsupportedFormat) },
        { "no channel", (With16(Good, 22, 0), SoundRefusal.UnsupportedChannels) },
        { "nine channels", (With16(With16(Good, 22, 9), 32, 18), SoundRefusal.UnsupportedChannels) },
        { "a rate of 0", (With32(Good, 24, 0), SoundRefusal.UnsupportedRate) },
        { "a rate of 100", (With32(Good, 24, 100), SoundRefusal.UnsupportedRate) },
        { "a rate of 4 GHz", (With32(Good, 24, uint.MaxValue), SoundRefusal.UnsupportedRate) },
        { "an hour and a second", (WrittenSound.Wave(new double[3_601 * 4_000], 4_000, bits: 8), SoundRefusal.TooLong) },
        { "AIFF cut in the middle", (WrittenSound.Aiff(WrittenSound.Tone(8_000), 8_000)[..4_000], SoundRefusal.Truncated) },
        { "AIFF that says it is longer", (WithBig32(WrittenSound.Aiff(WrittenSound.Tone(8_000), 8_000), 42, 0x7FFFFFF0), SoundRefusal.BrokenHeader) },
        { "AIFF of a rate of 0", ([.. GoodAiff[..28], .. new byte[10], .. GoodAiff[38..]], SoundRefusal.UnsupportedRate) },
        { "AIFF-C", ([.. GoodAiff[..8], .. "AIFC"u8, .. GoodAiff[12..16], 0, 0, 0, 24, .. GoodAiff[20..38], .. "ulaw"u8, 0, 0, .. GoodAiff[38..]], SoundRefusal.UnsupportedFormat) },
        { "MP3 cut in the middle", (WrittenSound.Resource("stereo-44100.mp3")[..4_000], SoundRefusal.Truncated) },
        { "MP3 of one frame", (WrittenSound.Resource("mono-8000.mp3")[..100], SoundRefusal.BrokenHeader) },
        { "MP3's tag that is longer than all", ([.. "ID3"u8, 4, 0, 0, 0x7F, 0x7F, 0x7F, 0x7F, .. WrittenSound.Resource("mono-8000.mp3")], SoundRefusal.Truncated) },
        { "MP3's tag, and nothing after", ([.. "ID3"u8, 4, 0, 0, 0, 0, 0, 10, .. new byte[10]], SoundRefusal.BrokenHeader) },
        { "MP3's tag, and a text after", ([.. "ID3"u8, 4, 0, 0, 0, 0, 0, 2, 0, 0, .. Enumerable.Repeat("no sound "u8.ToArray(), 200).SelectMany(part => part)], SoundRefusal.BrokenHeader) },
    };

    [Theory]
    [MemberData(nameof(RefusedNames))]
    public void What_is_no_sound_is_refused_by_name(string what)
    {
        var (file, expected) = Refused[what];
        Assert.Null(SoundFile.Parse(file, out var refusal));
        Assert.True(expected == refusal, $"{what}: {refusal}");
        string path = Path.Combine(_folder, "given");
        File.WriteAllBytes(path, file);
        Assert.Null(SoundFile.Read(path, out refusal));
        Assert.Equal(expected, refusal);
        Assert.NotEqual("", refusal.Cause() + refusal.Remedy());
    }

    [Fact]
    public void What_never_ends_or_is_too_much_is_refused_before_it_is_read()
    {
        Assert.Equal(SoundRefusal.NoSuchFile, RefusalOf(Path.Combine(_folder, "missing.wav")));
        Assert.Equal(SoundRefusal.NoSuchFile, RefusalOf(_folder));
        string empty = Path.Combine(_folder, "empty.wav"), huge = Path.Combine(_folder, "huge.wav");
        File.WriteAllBytes(empty, []);
        Assert.Equal(SoundRefusal.Empty, RefusalOf(empty));
        using (var sparse = File.Create(huge))
            sparse.SetLength(SoundFile.MaxBytes + 1);
        Assert.Equal(SoundRefusal.TooLarge, RefusalOf(huge));
        if (!OperatingSystem.IsLinux())
            return;
        foreach (string endless in (string[])["/dev/zero", "/dev/urandom", "/proc/self/maps"])
            Assert.Equal(SoundRefusal.Empty, RefusalOf(endless));
        string pipe = Path.Combine(_folder, "pipe.wav");
        using var made = Process.Start("mkfifo", pipe);
        made.WaitForExit();
        Assert.Equal(SoundRefusal.Empty, RefusalOf(pipe));

        // Behind a link, and behind two.
        string link = Path.Combine(_folder, "link.wav"), second = Path.Combine(_folder, "second.wav"), good = Path.Combine(_folder, "good.wav");
        foreach (string target in (string[])["/dev/zero", pipe])
        {
            File.CreateSymbolicLink(link, target);
            File.CreateSymbolicLink(second, link);
            Assert.Equal(SoundRefusal.Empty, RefusalOf(link));
            Assert.Equal(SoundRefusal.Empty, RefusalOf(second));
            File.Delete(link);
            File.Delete(second);
        }
        File.WriteAllBytes(good, Good);
        File.CreateSymbolicLink(link, good);
        Assert.NotNull(SoundFile.Read(link, out _));
    }

    private static SoundRefusal RefusalOf(string path)
    {
        Assert.Null(SoundFile.Read(path, out var refusal));
        return refusal;
    }

    [Fact]
    public void A_sound_that_nobody_could_hear_is_silent()
    {
        Assert.True(SoundFile.Parse(WrittenSound.Wave(new double[800], 8_000), out _)!.IsSilent);
        Assert.True(SoundFile.Parse(WrittenSound.Wave(new double[800], 8_000, bits: 8, tag: 7), out _)!.IsSilent);
        Assert.False(SoundFile.Parse(WrittenSound.Wave([.. new double[800], 0.01], 8_000), out _)!.IsSilent);
    }

    private static byte[] With16(byte[] file, int at, ushort value)
    {
        byte[] changed = [.. file];
        BinaryPrimitives.WriteUInt16LittleEndian(changed.AsSpan(at), value);
        return changed;
    }

    private static byte[] With32(byte[] file, int at, uint value)
    {
        byte[] changed = [.. file];
        BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(at), value);
        return changed;
    }

    private static byte[] WithBig32(byte[] file, int at, uint value)
    {
        byte[] changed = [.. file];
        BinaryPrimitives.WriteUInt32BigEndian(changed.AsSpan(at), value);
        return changed;
    }
}
