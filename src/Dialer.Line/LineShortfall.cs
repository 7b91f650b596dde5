namespace Dialer.Line;

/// <summary>What a line cannot do of what is configured.</summary>
/// <param name="Place">The setting, as the configuration file names it: <c>trunk "carrier": srtp</c>.</param>
/// <param name="Cause">What is missing.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record LineShortfall(string Place, string Cause, string Remedy);
