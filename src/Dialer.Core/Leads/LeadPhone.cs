namespace Dialer.Core.Leads;

/// <summary>One number of a lead, E.164 with the plus sign.</summary>
public sealed record LeadPhone(string Number, PhoneKind Kind)
{
    /// <summary>Digits to press after the answer, kept apart from the number; never dialed by itself.</summary>
    public string? Extension { get; init; }

    /// <summary>The clock at the number's place; null: the number does not tell. It must allow a call beside the lead's own.</summary>
    public TimeZoneInfo? TimeZone { get; init; }

    /// <summary>The network said that nobody has this number: passed over.</summary>
    public bool Dead { get; init; }
}
