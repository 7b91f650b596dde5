namespace Dialer.Server.Http;

/// <summary>A caller who gave up while waiting.</summary>
/// <param name="Number">As shown; left out: withheld.</param>
/// <param name="EndedAs">callerHungUpInQueue, or nobodyThere: nobody who could serve them was logged in.</param>
/// <param name="Value">What the customer is worth, 0 to 100; left out: not known.</param>
/// <param name="GotThroughAt">When they spoke with somebody afterwards.</param>
/// <param name="CallBackAt">When they are to be called back by the queue's rule.</param>
public sealed record GaveUpView(
    long Interaction, string Queue, string? Number, DateTimeOffset ArrivedAt, double WaitedSeconds, string EndedAs, int? Value, DateTimeOffset? GotThroughAt, DateTimeOffset? CallBackAt);

/// <summary>Why a caller went where they went.</summary>
/// <param name="Queue">The last one.</param>
/// <param name="Called">The number that was dialed.</param>
/// <param name="Number">The caller's, as shown; left out: withheld.</param>
/// <param name="Way">Each step: rules, doors of queues, menus and keys, the end.</param>
/// <param name="Keyed">What was keyed in; codes are masked.</param>
/// <param name="EndedAs">Left out: still in the house.</param>
/// <param name="Waiting">Why they wait, or who has taken them.</param>
public sealed record CallerWayView(
    long Interaction, string? Queue, string? Called, string? Number, IReadOnlyList<string> Way, string? Keyed, int? Value, DateTimeOffset ArrivedAt, DateTimeOffset? ConnectedAt, DateTimeOffset? ClosedAt, string? EndedAs, string? Agent, WaitingView? Waiting);

/// <summary>Why somebody waits.</summary>
/// <param name="Policy">Of the queue's group.</param>
/// <param name="Reason">withAnAgent, behindOthers, nobodyMayServe, allBusy, preferredAgentFirst or keptForOthers.</param>
/// <param name="Says">The same in words.</param>
/// <param name="Step">In which step of relaxing, from 0.</param>
/// <param name="Asks">What is asked of an agent now; left out: nothing.</param>
/// <param name="RelaxesAfterSeconds">The wait at which less is asked, or it goes before everybody.</param>
/// <param name="Ahead">Those who came earlier into the same line.</param>
/// <param name="AgentsWhoMay">At work and may serve it, busy ones included.</param>
/// <param name="FreeWhoMay">Of these, free.</param>
/// <param name="Agent">Who has taken it, or is waited for.</param>
public sealed record WaitingView(
    string Policy, string Reason, string Says, double WaitedSeconds, int Priority, int Step, string? Asks, double? RelaxesAfterSeconds, int Ahead, int AgentsWhoMay, int FreeWhoMay, string? Agent);
