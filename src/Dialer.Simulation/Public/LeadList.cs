namespace Dialer.Simulation.Public;

/// <summary>A part of the leads whose chance to answer differs.</summary>
/// <param name="Share">Of the leads, in (0, 1].</param>
/// <param name="Live">Replaces <see cref="AnswerShares.Live"/> for them.</param>
public readonly record struct LeadList(double Share, double Live);
