namespace Dialer.Core.Pacing;

/// <summary>
/// What is known of a call before it is dialed, each trait as a small number: what <see cref="LeadModel"/> learns from. The
/// default: nothing is known, and nothing is learned.
/// </summary>
public readonly record struct CallTraits
{
    public const int TriesCounted = 8;
    public const int Results = 7;
    public const int Gaps = 8;
    public const int Ages = 8;
    public const int Kinds = 3;
    public const int Parts = 8;
    public const int OwnHours = 16;
    public const int OwnAnswers = 3;
    public const int Lists = 32;
    public const int Regions = 32;

    public bool IsKnown { get; init; }

    /// <summary>Hour of the day and day of the week (0: Sunday) where the called person is.</summary>
    public byte Hour { get; init; }
    public byte Weekday { get; init; }

    /// <summary>Tries made, at most 7.</summary>
    public byte Tries { get; init; }

    /// <summary>What became of the last try; 0: there was none.</summary>
    public byte LastResult { get; init; }

    /// <summary>Time since the last try, by doubling steps from four hours; 0: there was none.</summary>
    public byte Gap { get; init; }

    /// <summary>Days since the lead was taken in, by doubling steps.</summary>
    public byte Age { get; init; }

    /// <summary>0 unknown, 1 landline, 2 mobile.</summary>
    public byte Kind { get; init; }

    /// <summary>Tries that nobody answered, three at most each: in this part of the day, and four times those in other parts.</summary>
    public byte OwnMisses { get; init; }

    /// <summary>0: no person has answered this lead; 1: in other parts of the day; 2: in this one.</summary>
    public byte OwnAnswer { get; init; }

    /// <summary>List and region, each spread over 32 places.</summary>
    public byte List { get; init; }
    public byte Region { get; init; }

    /// <summary>An eighth of the day.</summary>
    public int Part => Hour / (24 / Parts);

    public bool IsWeekend => Weekday is 0 or 6;
}
