namespace Dialer.Core.Routing;

/// <summary>Who gave up while waiting is called back once, unless they got through since.</summary>
/// <param name="After">The call comes so long after they left, or at the first moment that the campaign's rules allow then.</param>
/// <param name="LeastWait">Who left sooner is not called.</param>
public sealed record GaveUpRule(TimeSpan After, TimeSpan LeastWait);
