namespace Dialer.Core.Pacing;

/// <summary>What a <see cref="LeadModel"/> has learned, as it is kept: between two versions of the table of traits nothing is taken over.</summary>
/// <param name="Version"><see cref="LeadModel.Version"/>.</param>
/// <param name="Dials">Calls learned from.</param>
/// <param name="Answers">Of these, answered by a person.</param>
/// <param name="Weights">Of the logit, by trait.</param>
/// <param name="Covariance">Of the weights: the lower triangle, row by row.</param>
/// <param name="Rings">Of the logarithm of the ring time, by trait.</param>
/// <param name="RingVariances">Of those.</param>
public sealed record LeadModelState(int Version, double Dials, double Answers, IReadOnlyList<float> Weights, IReadOnlyList<float> Covariance, IReadOnlyList<float> Rings, IReadOnlyList<float> RingVariances)
{
    /// <summary>What of it is worth saying, at the time it was kept.</summary>
    public IReadOnlyList<TraitEffect> Effects { get; init; } = [];

    /// <summary>Said and seen, by tenths of the chance from the least.</summary>
    public IReadOnlyList<ReliabilityBin> Reliability { get; init; } = [];
}
