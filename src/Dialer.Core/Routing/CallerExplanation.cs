namespace Dialer.Core.Routing;

/// <summary>"Why did this caller go there?", of one who is in the house.</summary>
/// <param name="Way">Each step, as the events say it.</param>
/// <param name="Routing">Why they wait, or who has taken them; null: in no queue.</param>
public sealed record CallerExplanation(string Way, RoutingExplanation? Routing);
