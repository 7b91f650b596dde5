namespace Dialer.Core.Pacing;

/// <summary>How calls with one trait, and with whatever goes along with it, are believed to stand beside all calls.</summary>
/// <param name="Trait">As people say it: "third try", "landline, 18 to 21 h".</param>
/// <param name="Times">Multiplies the odds of an answer.</param>
/// <param name="From">With <paramref name="To"/>: where it lies with 95 % (two standard deviations).</param>
/// <param name="To">See <paramref name="From"/>.</param>
public sealed record TraitEffect(string Trait, double Times, double From, double To);
