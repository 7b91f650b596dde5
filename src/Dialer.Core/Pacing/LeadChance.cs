namespace Dialer.Core.Pacing;

/// <summary>
/// How one call's chance of being answered by a person stands beside that of its campaign's calls, and how long it rings before
/// it is. The default: it is not judged by itself, but by the class of its lead.
/// </summary>
/// <param name="Factor">Of the chance that a call without any particulars has at this moment; above 0. 0: not judged.</param>
/// <param name="RingFactor">Of the time until a person answers. 0: as for all.</param>
public readonly record struct LeadChance(float Factor, float RingFactor)
{
    public bool IsJudged => Factor > 0;

    /// <summary>What multiplies the campaign's answer rate; 1 where it is not judged.</summary>
    public double Odds => Factor > 0 ? Factor : 1;

    public double Stretch => RingFactor > 0 ? RingFactor : 1;
}
