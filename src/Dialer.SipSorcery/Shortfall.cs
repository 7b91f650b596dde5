using Dialer.Line;

namespace Dialer.SipSorcery;

/// <summary>One thing that the configuration can ask for and this line cannot do.</summary>
/// <param name="Setting">As the configuration file names it.</param>
/// <param name="Asked">Where it is asked for: names of trunks and phones, or an empty one for the whole line.</param>
internal sealed record Shortfall(string Setting, string Cause, string Remedy, Func<TelephoneLineOptions, IEnumerable<string>> Asked);
