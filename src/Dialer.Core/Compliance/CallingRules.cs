namespace Dialer.Core.Compliance;

/// <summary>Whether, when and how often a campaign may dial a number, on the called person's clock.</summary>
/// <param name="Hours">Empty: always.</param>
/// <param name="Holidays">Days on which nobody is dialed, beside those of <see cref="Calendar"/>.</param>
public sealed record CallingRules(IReadOnlyList<CallingHours> Hours, IReadOnlySet<DateOnly> Holidays)
{
    public static CallingRules Always { get; } = new([], new HashSet<DateOnly>());

    /// <summary>Public holidays on which nobody is dialed, by the lead's region.</summary>
    public HolidayCalendar Calendar { get; init; }

    /// <summary>All of them hold.</summary>
    public IReadOnlyList<AttemptLimit> Limits { get; init; } = [];

    /// <summary>Dispositions by which the person said no, for <see cref="RestAfterRefusal"/>.</summary>
    public IReadOnlySet<string> RefusalCodes { get; init; } = new HashSet<string>();

    /// <summary>After a refusal nobody calls the number for so long. Zero: no such rule.</summary>
    public TimeSpan RestAfterRefusal { get; init; }

    /// <summary>After an abandoned call nobody calls the number for so long. Zero: no such rule.</summary>
    public TimeSpan RestAfterAbandon { get; init; }

    /// <summary>Only leads whose list says that they agreed are dialed.</summary>
    public bool ConsentRequired { get; init; }

    /// <summary>A consent older than this does not count; one without a date neither. Zero: age does not matter.</summary>
    public TimeSpan ConsentValidFor { get; init; }

    /// <summary>Only numbers that begin with one of these ("+33", "+1212") are dialed. Empty: all.</summary>
    public IReadOnlyList<string> AllowedPrefixes { get; init; } = [];

    /// <summary>Extensions of one's own exchange, dialed as written ("1001"). Emergency numbers stay refused.</summary>
    public IReadOnlySet<string> InternalNumbers { get; init; } = new HashSet<string>();

    /// <summary>Must the gate remember calls to a number for these rules?</summary>
    public bool NeedsHistory => Limits.Count > 0 || RestAfterRefusal > TimeSpan.Zero || RestAfterAbandon > TimeSpan.Zero;
}
