using Xunit;

namespace Dialer.Audio.Tests;

public sealed class SampleRatesTests
{
    [Theory]
    [InlineData(44_100, 8_000, 1_000, true)]
    [InlineData(44_100, 8_000, 3_400, true)]
    [InlineData(16_000, 8_000, 3_000, true)]
    [InlineData(48_000, 16_000, 6_000, true)]
    [InlineData(8_000, 16_000, 3_000, true)]
    [InlineData(6_000, 8_000, 2_000, true)]
    [InlineData(192_000, 8_000, 3_400, true)]
    [InlineData(44_100, 8_000, 5_000, false)]
    [InlineData(44_100, 8_000, 4_400, false)]
    [InlineData(16_000, 8_000, 4_800, false)]
    [InlineData(192_000, 16_000, 9_000, false)]
    public void What_fits_is_kept_and_what_would_fold_is_removed(int from, int to, double hz, bool isKept)
    {
        short[] tone = [.. WrittenSound.Tone(from, hz: hz).Select(sample => (short)Math.Round(sample * 32_767))];
        short[] converted = SampleRates.Convert(tone, from, to);
        Assert.Equal(to, converted.Length);
        var middle = converted.AsSpan(to / 4, to / 2);
        if (isKept)
        {
            var heard = Heard.Of(middle, to, hz);
            Assert.True(heard.Share > 0.9999);
            Assert.InRange(heard.Amplitude, WrittenSound.Amplitude * 0.995, WrittenSound.Amplitude * 1.005);
        }
        else
        {
            foreach (short sample in middle)
                Assert.InRange(sample, -10, 10);
        }
    }

    [Theory]
    [InlineData(44_100, 8_000)]
    [InlineData(8_000, 16_000)]
    [InlineData(48_000, 8_000)]
    public void What_is_heard_stays_at_its_moment(int from, int to)
    {
        short[] click = new short[from];
        click[from / 2] = 30_000;
        short[] converted = SampleRates.Convert(click, from, to);
        Assert.InRange(converted.AsSpan().IndexOf(converted.Max()), (to / 2) - 1, (to / 2) + 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4_096)]
    [InlineData(4_097)]
    public void Any_length_keeps_its_time(int samples) => Assert.Equal(samples * 8_000L / 44_100, SampleRates.Convert(new short[samples], 44_100, 8_000).LongLength);
}
