namespace Dialer.Core.Compliance;

/// <summary>Whether, when and how often a campaign may dial a number, on the called person's clock.</summary>
/// <param name="Hours">Empty: always.</param>
/// <param name="Holidays">Days on which nobody is dialed, beside those of <see cref="Calendar"/>.</param>
public sealed record CallingRules(IReadOnlyList<CallingHours> Hours, IReadOnlySet<DateOnly> Holidays)
{
    public static CallingRules Always { get; } = new([], new HashSet<DateOnly>());

    /// <summary>Public holidays on which nobody is dialed, by the lead's region.</summary>
    public HolidayCalendar Calendar { get; init; }

    /// <summary>In the place of <see cref="Hours"/> on a day before a holiday; empty: no such rule.</summary>
    public IReadOnlyList<CallingHours> EveHours { get; init; } = [];

    /// <summary>All of them hold.</summary>
    public IReadOnlyList<AttemptLimit> Limits { get; init; } = [];

    /// <summary>Dispositions by which the person said no, for <see cref="RestAfterRefusal"/>.</summary>
    public IReadOnlySet<string> RefusalCodes { get; init; } = new HashSet<string>();

    /// <summary>After a refusal nobody calls the number for so long. Zero: no such rule.</summary>
    public TimeSpan RestAfterRefusal { get; init; }

    /// <summary>After an abandoned call nobody calls the number for so long. Zero: no such rule.</summary>
    public TimeSpan RestAfterAbandon { get; init; }

    /// <summary>After a machine nobody calls the number for so long. Zero: no such rule.</summary>
    public TimeSpan RestAfterMachine { get; init; }

    /// <summary>Only leads whose list says that they agreed are dialed.</summary>
    public bool ConsentRequired { get; init; }

    /// <summary>A consent older than this does not count; one without a date neither. Zero: age does not matter.</summary>
    public TimeSpan ConsentValidFor { get; init; }

    /// <summary>Only numbers that begin with one of these ("+33", "+1212") are dialed. Empty: all.</summary>
    public IReadOnlyList<string> AllowedPrefixes { get; init; } = [];

    /// <summary>ISO 3166: only numbers of these countries are dialed. Empty: all.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>Rules that bind beside these at some places, or in some time only.</summary>
    public IReadOnlyList<PlaceRules> Places { get; init; } = [];

    /// <summary>Extensions of one's own exchange, dialed as written ("1001"). Emergency numbers stay refused.</summary>
    public IReadOnlySet<string> InternalNumbers { get; init; } = new HashSet<string>();

    /// <summary>How far back calls to a number matter: the longest window or rest of these rules and those of the places. Zero: not at all.</summary>
    public TimeSpan Reach
    {
        get
        {
            var reach = Max(RestAfterRefusal, Max(RestAfterAbandon, RestAfterMachine));
            for (int i = 0; i < Limits.Count; i++)
                reach = Max(reach, Limits[i].Window);
            for (int i = 0; i < Places.Count; i++)
                reach = Max(reach, Places[i].Rules.Reach);
            return reach;
        }
    }

    /// <summary>Has the person said no by this disposition, by these rules or any of the places'?</summary>
    public bool IsRefusal(string code)
    {
        for (int i = 0; i < Places.Count; i++)
            if (Places[i].Rules.RefusalCodes.Contains(code))
                return true;
        return RefusalCodes.Contains(code);
    }

    /// <summary>Every disposition for which <see cref="IsRefusal"/> says yes.</summary>
    public IEnumerable<string> AllRefusalCodes() => RefusalCodes.Concat(Places.SelectMany(place => place.Rules.RefusalCodes));

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a >= b ? a : b;
}
