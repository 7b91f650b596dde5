using Dialer.Core.Ids;

namespace Dialer.Tools.Amd;

/// <summary>Verdicts of person or machine whose confidence lay in one range, and how many of them were right.</summary>
internal sealed record CalibrationBin(CpaVerdict Verdict, double From, double To)
{
    public int Of { get; set; }
    public int Right { get; set; }
    public double ConfidenceSum { get; set; }
}
