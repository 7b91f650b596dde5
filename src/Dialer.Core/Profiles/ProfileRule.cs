using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;

namespace Dialer.Core.Profiles;

/// <summary>One rule of a profile, as its file has it: what it is about, its values, and where that was read.</summary>
public sealed record ProfileRule
{
    public required ProfileRuleKind Rule { get; init; }

    /// <summary>The text of the law, and where it was read.</summary>
    public required string Source { get; init; }
    public required DateOnly Checked { get; init; }

    /// <summary>False: no source was read; the value is the strictest that is known.</summary>
    public bool Verified { get; init; }

    /// <summary>States, provinces or departments; empty: the whole country.</summary>
    public IReadOnlyList<string>? States { get; init; }

    /// <summary>First and last day; null: always.</summary>
    public DateOnly? Since { get; init; }
    public DateOnly? Until { get; init; }

    /// <summary>Of hours: "monday-friday 10:00-13:00".</summary>
    public IReadOnlyList<string>? Windows { get; init; }

    /// <summary>Of hours: on the day before a holiday.</summary>
    public IReadOnlyList<string>? Eves { get; init; }
    public HolidayCalendar Calendar { get; init; }
    public int Calls { get; init; }
    public double Days { get; init; }
    public double Hours { get; init; }
    public double Seconds { get; init; }
    public LimitScope Scope { get; init; }

    /// <summary>Of an abandon rate, in (0, 1].</summary>
    public double Share { get; init; }

    /// <summary>Of an abandon rate: day, campaign or thirtyDays.</summary>
    public AbandonWindow Over { get; init; }
    public AbandonClock Clock { get; init; }
    public bool CountFalsePositives { get; init; }

    /// <summary>Of caller ids: what a number shown begins with.</summary>
    public IReadOnlyList<string>? Prefixes { get; init; }

    /// <summary>Of a register: what it is called.</summary>
    public string? Name { get; init; }
}
