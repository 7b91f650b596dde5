namespace Dialer.Core.Routing.Foresight;

/// <summary>Features that follow each other, as "none, one, two wait": the first's index, and where each lies.</summary>
internal readonly record struct FeatureRow(int First, double[] Positions);
