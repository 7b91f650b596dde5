namespace Dialer.Line;

/// <summary>Of how many answered and analyzed calls of a campaign the begin is kept for a person to review.</summary>
/// <param name="Share">0 to 1. Whether a call is kept hangs on its attempt's number alone, and so on neither its verdict nor the hour: what is kept stands for all.</param>
/// <param name="PerDay">At most so many a day (UTC).</param>
public sealed record ReviewClipRule(double Share, int PerDay);
