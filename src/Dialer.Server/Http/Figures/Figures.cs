namespace Dialer.Server.Http.Figures;

/// <summary>A report: rows by period and by name. docs/reports.md has the formula of each figure.</summary>
/// <param name="From">Inclusive.</param>
/// <param name="Until">Exclusive.</param>
/// <param name="TimeZone">On whose clock the periods are.</param>
public sealed record Report<T>(DateTimeOffset From, DateTimeOffset Until, Period By, string TimeZone, IReadOnlyList<T> Rows);

/// <summary>Outbound: what came of the attempts that began in the period.</summary>
/// <param name="From">Begin of the period.</param>
/// <param name="Campaign">Left out where agents are counted.</param>
/// <param name="List">Where lists are counted.</param>
/// <param name="Agent">Where agents are counted.</param>
/// <param name="AnswerRate">Answered / attempts, 0 to 1.</param>
/// <param name="ContactRate">Connected / attempts, 0 to 1.</param>
/// <param name="AbandonedRate">Abandoned / (connected + abandoned), 0 to 1.</param>
/// <param name="AverageTalkSeconds">Of those connected.</param>
public sealed record AttemptFigures(
    DateTimeOffset From, string? Campaign, string? List, string? Agent, long Attempts, long Closed, long Answered, long AnsweredLive, long Machines, long Connected, long Abandoned,
    double AnswerRate, double ContactRate, double AbandonedRate, double TalkSeconds, double WrapUpSeconds, double AverageTalkSeconds, double AverageHandleSeconds);

/// <summary>Inbound: the callers who came in the period.</summary>
/// <param name="From">Begin of the period.</param>
/// <param name="WithinTarget">Connected within the target.</param>
/// <param name="ServiceLevel">Within target / offered, 0 to 1.</param>
/// <param name="HungUpRate">Hung up while waiting / offered, 0 to 1.</param>
/// <param name="AverageSpeedOfAnswerSeconds">Of those connected.</param>
public sealed record QueueFigures(
    DateTimeOffset From, string Queue, long Offered, long Connected, long WithinTarget, long HungUp, double ServiceLevel, double HungUpRate, double AverageSpeedOfAnswerSeconds, double LongestWaitSeconds,
    double TalkSeconds, double WrapUpSeconds, double AverageHandleSeconds);

/// <summary>How an agent spent the period.</summary>
/// <param name="From">Begin of the period.</param>
/// <param name="TalkSeconds">Talking and on hold.</param>
/// <param name="IdleSeconds">Ready, and reserved for a call that is being connected.</param>
/// <param name="Occupancy">(Talk + wrap-up) / (talk + wrap-up + idle), 0 to 1.</param>
public sealed record AgentFigures(DateTimeOffset From, string Agent, double LoggedInSeconds, double TalkSeconds, double OnHoldSeconds, double WrapUpSeconds, double IdleSeconds, double NotReadySeconds, double Occupancy);
