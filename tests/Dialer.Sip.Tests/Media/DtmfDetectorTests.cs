using Dialer.Core.Tests.CallProgress;
using Dialer.Core.Time;
using Dialer.Sip.Media;
using Xunit;

namespace Dialer.Sip.Tests.Media;

public sealed class DtmfDetectorTests
{
    private const string Keys = "123A456B789C*0#D";
    private static readonly double[] Rows = [697, 770, 852, 941], Columns = [1209, 1336, 1477, 1633];

    /// <param name="off">Share by which both tones lie beside their frequency.</param>
    private static short[] Tones(char key, int ms, double rowDb = -15, double columnDb = -15, double off = 0, double noiseDb = -80, ulong seed = 1)
    {
        int index = Keys.IndexOf(key, StringComparison.Ordinal);
        double row = Rows[index / 4] * (1 + off), column = Columns[index % 4] * (1 + off);
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, ms * 8).Select(i => (short)Math.Clamp(
            (Peak(rowDb) * Math.Sin(2 * Math.PI * row * i / 8000)) + (Peak(columnDb) * Math.Sin(2 * Math.PI * column * i / 8000))
            + (Peak(noiseDb) * Math.Sqrt(1.5) * ((random.NextDouble() * 2) - 1)), short.MinValue, short.MaxValue))];
    }

    private static double Peak(double dbov) => 32768 * Math.Sqrt(2) * Math.Pow(10, dbov / 20);

    private static string Hear(params ReadOnlySpan<short[]> parts)
    {
        var detector = new DtmfDetector();
        string heard = "";
        foreach (short[] part in parts)
            for (int at = 0; at < part.Length; at += 160)
                if (detector.Push(part.AsSpan(at, Math.Min(160, part.Length - at))) is var key && key != '\0')
                    heard += key;
        return heard;
    }

    private static readonly short[] Pause = new short[400];

    [Fact]
    public void Every_key_is_heard_once_however_long_it_is_held()
    {
        foreach (int ms in (int[])[60, 100, 250, 2000])
            foreach (char key in Keys)
                Assert.Equal(key.ToString(), Hear(Pause, Tones(key, ms), Pause));
    }

    [Fact]
    public void A_number_is_heard_in_its_order_with_keys_pressed_twice() =>
        Assert.Equal("0033#", Hear(Tones('0', 70), Pause, Tones('0', 70), Pause, Tones('3', 70), Pause, Tones('3', 70), Pause, Tones('#', 70), Pause));

    [Theory]
    [InlineData(-10, -10, 0, -80)]
    [InlineData(-28, -28, 0, -80)]
    [InlineData(-18, -12, 0, -80)]
    [InlineData(-12, -18, 0, -80)]
    [InlineData(-15, -15, 0.012, -80)]
    [InlineData(-15, -15, -0.012, -80)]
    [InlineData(-15, -15, 0, -33)]
    public void Loud_faint_twisted_detuned_and_noisy_keys_are_heard(double rowDb, double columnDb, double off, double noiseDb)
    {
        foreach (char key in Keys)
            Assert.Equal(key.ToString(), Hear(Pause, Tones(key, 100, rowDb, columnDb, off, noiseDb), Pause));
    }

    [Fact]
    public void Keys_survive_both_laws()
    {
        foreach (char key in Keys)
        {
            short[] tones = Tones(key, 100);
            byte[] coded = new byte[tones.Length];
            G711.EncodeMuLaw(tones, coded);
            G711.DecodeMuLaw(coded, tones);
            G711.EncodeALaw(tones, coded);
            G711.DecodeALaw(coded, tones);
            Assert.Equal(key.ToString(), Hear(tones, Pause));
        }
    }

    [Theory]
    [InlineData(20)]
    [InlineData(30)]
    public void A_click_is_no_key(int ms) => Assert.Equal("", Hear(Pause, Tones('5', ms), Pause, Pause));

    [Theory]
    [InlineData(0.035)]
    [InlineData(-0.035)]
    public void Tones_beside_their_place_are_no_key(double off)
    {
        foreach (char key in Keys)
            Assert.Equal("", Hear(Tones(key, 200, off: off)));
    }

    [Fact]
    public void One_tone_a_busy_tone_and_a_dial_tone_are_no_key()
    {
        foreach (double hz in (double[])[350, 440, 480, 620, 697, 770, 852, 941, 950, 1000, 1209, 1336, 1400, 1477, 1633, 1800, 2100])
            Assert.Equal("", Hear(new CallSignal().Tone(1000, hz).Samples()));
        Assert.Equal("", Hear(new CallSignal().Tone(1000, 350, 440).Tone(1000, 480, 620).Samples()));
        Assert.Equal("", Hear(Dialer.Sip.Media.Tones.Zip().Samples.ToArray()));
        Assert.Equal("", Hear(HoldMusic.Loop.Samples.ToArray()));
    }

    [Fact]
    public void Half_an_hour_of_voices_and_clatter_is_no_key()
    {
        foreach (double hiss in (double[])[-66, -45, -33])
        {
            var call = new CallSignal(hissDb: hiss);
            for (int i = 0; i < 40; i++)
                call.Voice(12_000, -10 - (i % 15)).Silence(200).Clatter(2_500, -15 - (i % 10)).Silence(300);
            Assert.Equal("", Hear(call.Samples()));
        }
    }

    /// <summary>Harmonics of every pitch, in every loudness to each other: what a voice could do at its worst.</summary>
    [Fact]
    public void Vowels_of_every_pitch_and_any_formants_are_no_key()
    {
        var random = new SeededRandom(5);
        for (int run = 0; run < 1_500; run++)
        {
            double pitch = 80 + (random.NextDouble() * 320), drift = (random.NextDouble() - 0.5) * 0.3;
            double[] weights = [.. Enumerable.Range(0, 20).Select(_ => Math.Pow(random.NextDouble(), 3))];
            double sum = weights.Sum();
            short[] vowel = new short[8 * 300];
            double phase = 0;
            for (int i = 0; i < vowel.Length; i++)
            {
                phase += pitch * (1 + (drift * i / vowel.Length)) / 8000;
                double sample = 0;
                for (int k = 0; k < weights.Length && (k + 1) * pitch < 3_400; k++)
                    sample += weights[k] * Math.Sin(2 * Math.PI * (k + 1) * phase);
                vowel[i] = (short)(9_000 * sample / sum * 3);
            }
            Assert.True(Hear(vowel).Length == 0, $"pitch {pitch:F0} Hz, drift {drift:F2}: {Hear(vowel)}");
        }
    }
}
