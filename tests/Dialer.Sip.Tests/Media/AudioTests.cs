using Dialer.Line;
using Dialer.Sip.Media;
using Xunit;

namespace Dialer.Sip.Tests.Media;

public sealed class AudioTests
{
    [Theory]
    // ITU-T G.711 tables 1 and 2: the code words of the ends and of silence.
    [InlineData(AudioCodec.Pcmu, 0, 0xFF)]
    [InlineData(AudioCodec.Pcmu, 32767, 0x80)]
    [InlineData(AudioCodec.Pcmu, -32768, 0x00)]
    [InlineData(AudioCodec.Pcma, 8, 0xD5)]
    [InlineData(AudioCodec.Pcma, -8, 0x55)]
    [InlineData(AudioCodec.Pcma, 32767, 0xAA)]
    [InlineData(AudioCodec.Pcma, -32768, 0x2A)]
    public void Code_words_are_those_of_the_standard(AudioCodec codec, short sample, byte expected)
    {
        byte[] coded = new byte[1];
        if (codec == AudioCodec.Pcmu)
            G711.EncodeMuLaw([sample], coded);
        else
            G711.EncodeALaw([sample], coded);
        Assert.Equal(expected, coded[0]);
    }

    [Fact]
    public void Every_code_word_of_G711_is_kept_by_decoding_and_encoding()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        short[] samples = new short[256];
        byte[] coded = new byte[256];
        G711.DecodeALaw(all, samples);
        G711.EncodeALaw(samples, coded);
        Assert.Equal(all, coded);

        G711.DecodeMuLaw(all, samples);
        G711.EncodeMuLaw(samples, coded);
        // Mu-law has two zeros.
        all[0x7F] = 0xFF;
        Assert.Equal(all, coded);
    }

    private static short[] Sine(double frequencyHz, int rate, int count, double amplitude = 8000) =>
        [.. Enumerable.Range(0, count).Select(i => (short)(amplitude * Math.Sin(2 * Math.PI * frequencyHz * i / rate)))];

    [Theory]
    [InlineData(300)]
    [InlineData(1000)]
    [InlineData(3000)]
    [InlineData(5500)]
    public void G722_keeps_a_tone_of_either_band_in_its_place_and_level(double frequencyHz)
    {
        short[] tone = Sine(frequencyHz, 16000, 16000);
        byte[] coded = new byte[8000];
        short[] heard = new short[16000];
        new G722Encoder().Encode(tone, coded);
        new G722Decoder().Decode(coded, heard);

        Assert.True(Goertzel.Share(heard.AsSpan(8000), frequencyHz, 16000) > 0.97);
        Assert.InRange(Level(heard.AsSpan(8000)) - Level(tone.AsSpan(8000)), -1.0, 1.0);
    }

    [Fact]
    public void A_narrow_band_source_goes_through_G722_at_its_own_level()
    {
        short[] tone = Sine(700, 8000, 8000);
        byte[] coded = new byte[8000];
        short[] narrow = new short[8000];
        short[] wide = new short[16000];
        new G722Encoder().EncodeNarrow(tone, coded);
        new G722Decoder().DecodeNarrow(coded, narrow);
        new G722Decoder().Decode(coded, wide);

        Assert.True(Goertzel.Share(narrow.AsSpan(4000), 700) > 0.97);
        Assert.True(Goertzel.Share(wide.AsSpan(8000), 700, 16000) > 0.95);
        Assert.InRange(Level(narrow.AsSpan(4000)) - Level(tone.AsSpan(4000)), -1.0, 1.0);
        Assert.InRange(Level(wide.AsSpan(8000)) - Level(tone.AsSpan(4000)), -1.0, 1.0);
    }

    private static double Level(ReadOnlySpan<short> samples)
    {
        double sum = 0;
        foreach (short sample in samples)
            sum += (double)sample * sample;
        return 10 * Math.Log10(sum / samples.Length);
    }

    [Theory]
    [InlineData(ToneCountry.FR, 440, 0, 5000, 1000, 500)]
    [InlineData(ToneCountry.US, 440, 480, 6000, 1000, 500)]
    [InlineData(ToneCountry.UK, 400, 450, 3000, 750, 1500)]
    [InlineData(ToneCountry.DE, 425, 0, 5000, 960, 480)]
    [InlineData(ToneCountry.ES, 425, 0, 4500, 400, 1600)]
    [InlineData(ToneCountry.IT, 425, 0, 5000, 1000, 400)]
    [InlineData(ToneCountry.BE, 425, 0, 4000, 1000, 334)]
    [InlineData(ToneCountry.CH, 425, 0, 5000, 1000, 400)]
    [InlineData(ToneCountry.NL, 425, 0, 5000, 1000, 500)]
    [InlineData(ToneCountry.PT, 425, 0, 6000, 1000, 400)]
    public void Tones_have_their_countrys_frequencies_and_cadence(ToneCountry country, double first, double second, int ringMs, int busyMs, int congestionMs)
    {
        var ring = Tones.Ringback(country);
        Assert.Equal((ringMs, busyMs, congestionMs), (Ms(ring), Ms(Tones.Busy(country)), Ms(Tones.Congestion(country))));
        // 300 ms is a whole number of periods of every frequency here, and of their beat.
        var sounding = ring.Samples.Span.Slice(160, 2400);
        double share = Goertzel.Share(sounding, first) + (second == 0 ? 0 : Goertzel.Share(sounding, second));
        Assert.InRange(share, 0.9, 1.1);
        Assert.True(Goertzel.Share(ring.Samples.Span[^2400..], first) < 0.01);
    }

    private static int Ms(Prompt prompt) => (int)prompt.Duration.TotalMilliseconds;

    [Fact]
    public void Special_information_tones_rise_in_three_steps()
    {
        var samples = Tones.SpecialInformation().Samples.Span;
        Assert.True(Goertzel.Share(samples.Slice(160, 2000), 950) > 0.9);
        Assert.True(Goertzel.Share(samples.Slice(2640 + 160, 2000), 1400) > 0.9);
        Assert.True(Goertzel.Share(samples.Slice(5280 + 160, 2000), 1800) > 0.9);
    }

    [Fact]
    public void Hold_music_is_audible_throughout_and_loops_without_a_step()
    {
        short[] music = HoldMusic.Loop.Samples.ToArray();
        foreach (short[] second in music.Chunk(8000))
            Assert.True(Level(second) > 40, "no silent second");
        int step = Math.Abs(music[0] - music[^1]);
        int largest = music.Zip(music.Skip(1), (one, next) => Math.Abs(one - next)).Max();
        Assert.True(step <= largest);
    }
}
