namespace Dialer.Core.CallProgress;

/// <summary>One country's tone: its lines and its rhythm.</summary>
/// <param name="Country">ISO 3166 code.</param>
/// <param name="Kind">What it says.</param>
/// <param name="LowHz">Lowest line.</param>
/// <param name="HighHz">Highest line (equal: a single tone).</param>
/// <param name="PatternMs">On, off, on, off ...; the last off of a ringback is the least that is waited for.</param>
public sealed record Cadence(string Country, ProgressTone Kind, float LowHz, float HighHz, int[] PatternMs);
