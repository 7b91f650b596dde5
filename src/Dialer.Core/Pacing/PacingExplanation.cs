using Dialer.Core.Time;

namespace Dialer.Core.Pacing;

/// <summary>The numbers behind a decision, for `explain` and the event stream. Rates are fractions.</summary>
public readonly record struct PacingExplanation
{
    public Instant At { get; init; }
    public int Launched { get; init; }
    public double ExpectedFreeAgents { get; init; }
    public double ExpectedAnswers { get; init; }

    /// <summary>The chance that one more call, answered, finds no agent.</summary>
    public double ChanceOfNoAgent { get; init; }
    public double ChanceAllowed { get; init; }
    public double AnswerRate { get; init; }

    /// <summary>People who may still be abandoned in this window without passing the cap, at the answers so far.</summary>
    public double AllowanceLeft { get; init; }

    /// <summary>Lines in flight per logged-in agent.</summary>
    public double DialLevel { get; init; }
    public PacingLimit LimitedBy { get; init; }
}
