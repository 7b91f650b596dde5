using Dialer.Core.CallProgress;
using Dialer.Store.Reports;
using Dialer.Tools.Amd;
using Xunit;

namespace Dialer.Tools.Tests.Amd;

/// <summary>The rivals behave as their description says: runs of voice (v) and silence (s) in ms, and what comes out.</summary>
public sealed class BaselineTests
{
    [Theory]
    [InlineData("app_amd", "s2600", "Machine")]
    [InlineData("app_amd", "s500 v400 s900", "Live")]
    [InlineData("app_amd", "s500 v1600", "Machine")]
    [InlineData("app_amd", "s100 v200 s100 v200 s100 v200", "Machine")]
    [InlineData("app_amd", "v200 s100 v200 s100 v200 s900", "Live")]
    [InlineData("app_amd", "s100 v200 s100 v200 s900", "Live")]
    [InlineData("app_amd", "s100 v80 s2600", "Machine")]
    [InlineData("app_amd_vicidial", "s500 v1600 s1100", "Live")]
    [InlineData("app_amd_vicidial", "s2100", "Machine")]
    [InlineData("mod_amd", "s100 v200 s100 v200 s100 v200", "Machine")]
    [InlineData("mod_amd", "s100 v900 s100 v900 s900", "Live")]
    [InlineData("mod_amd", "s100 v1600", "Machine")]
    [InlineData("simpleamd", "s2100", "Undecided")]
    [InlineData("simpleamd", "s300 v500 s900", "Live")]
    [InlineData("simpleamd", "s300 v1300", "Machine")]
    public void A_rival_decides_as_described(string name, string call, string expected)
    {
        IAnswerDetector detector = name switch
        {
            "app_amd" => new AppAmdDetector(name, AppAmdParameters.Defaults),
            "app_amd_vicidial" => new AppAmdDetector(name, AppAmdParameters.Vicidial),
            "mod_amd" => new ModAmdDetector(),
            _ => new SimpleAmdDetector(),
        };
        detector.Reset();
        short[] loud = [.. Enumerable.Range(0, 160).Select(i => (short)((i & 1) == 0 ? 3000 : -3000))], quiet = new short[160];
        foreach (string run in call.Split(' '))
            for (int ms = 0; ms < int.Parse(run[1..], System.Globalization.CultureInfo.InvariantCulture); ms += 20)
                detector.Push(run[0] == 'v' ? loud : quiet, FrameFlags.None, answered: true);
        Assert.Equal(expected, detector.Heard.ToString());
    }

    [Theory]
    [InlineData(0, 300, 0, 0.0126)]
    [InlineData(3, 300, 0.0034, 0.0290)]
    [InlineData(98, 100, 0.930, 0.9945)]
    public void Wilson_s_interval_is_the_textbook_s(int count, int of, double low, double high)
    {
        var interval = Interval.Wilson(count, of);
        Assert.Equal((low, high), (Math.Round(interval.Low, 4), Math.Round(interval.High, 4)), new Near());
    }

    private sealed class Near : IEqualityComparer<(double Low, double High)>
    {
        public bool Equals((double Low, double High) x, (double Low, double High) y) => Math.Abs(x.Low - y.Low) < 6e-4 && Math.Abs(x.High - y.High) < 6e-4;

        public int GetHashCode((double Low, double High) obj) => 0;
    }
}
