namespace Dialer.Tools.Amd;

/// <summary>Parameters of Asterisk's app_amd, milliseconds.</summary>
internal sealed record AppAmdParameters(int InitialSilence, int Greeting, int AfterGreetingSilence, int TotalAnalysis, int MinimumWord, int BetweenWords, int MaximumWords, int Threshold, int MaximumWordLength)
{
    public static readonly AppAmdParameters Defaults = new(2500, 1500, 800, 5000, 100, 50, 2, 256, 5000);

    /// <summary>AMD(2000,2000,1000,5000,120,50,4,256), as VICIdial's dialplan calls it.</summary>
    public static readonly AppAmdParameters Vicidial = new(2000, 2000, 1000, 5000, 120, 50, 4, 256, 5000);
}
