using Dialer.Core.Ids;

namespace Dialer.Core.Callers;

/// <summary>One rule of the way of callers: all that it names must fit. What it leaves out fits everybody.</summary>
/// <param name="Name">As explanations say it.</param>
public sealed record CallerRule(string Name, CallerTarget Target)
{
    /// <summary>Null: any trunk.</summary>
    public TrunkId? Trunk { get; init; }

    /// <summary>Numbers that were dialed; empty: any.</summary>
    public IReadOnlyList<string> Called { get; init; } = [];

    /// <summary>What the caller's number begins with; an empty text: a number that is withheld. Empty: any caller.</summary>
    public IReadOnlyList<string> CallerPrefixes { get; init; } = [];

    /// <summary>Fits within these hours only, or with <see cref="OutsideHours"/> only outside them; null: at any hour.</summary>
    public OpeningHours? Hours { get; init; }

    public bool OutsideHours { get; init; }

    /// <summary>Customers worth so much and more; null: all, and those of whom nothing is known.</summary>
    public int? LeastValue { get; init; }

    /// <summary>What was chosen in menus begins with this; null: whatever was chosen, and nothing.</summary>
    public string? Keys { get; init; }

    /// <summary>The first thing that does not fit; None: it fits.</summary>
    public CallerMismatch MismatchOf(in CallerFacts facts)
    {
        if (Trunk is { } trunk && trunk != facts.Trunk)
            return CallerMismatch.OtherTrunk;
        if (Called.Count > 0 && !Called.Contains(facts.Called))
            return CallerMismatch.OtherNumberCalled;
        if (CallerPrefixes.Count > 0 && !IsFrom(facts.Caller))
            return CallerMismatch.OtherCaller;
        if (Hours is { } hours && hours.IsOpen(facts.Now) == OutsideHours)
            return OutsideHours ? CallerMismatch.WithinHours : CallerMismatch.OutsideHours;
        if (LeastValue is { } least && !(facts.Value >= least))
            return facts.Value is null ? CallerMismatch.ValueUnknown : CallerMismatch.ValueTooLow;
        if (Keys is { } keys && !facts.Keys.StartsWith(keys, StringComparison.Ordinal))
            return CallerMismatch.OtherKeys;

        // Who comes out of a menu is not sent into one by a rule that asks for no keys: they would never leave it.
        return Target.Kind == CallerTargetKind.Menu && facts.Keys.Length > 0 && string.IsNullOrEmpty(Keys)
            ? CallerMismatch.ComesFromMenu
            : CallerMismatch.None;
    }

    private bool IsFrom(string caller)
    {
        foreach (string prefix in CallerPrefixes)
            if (prefix.Length == 0 ? caller.Length == 0 : caller.StartsWith(prefix, StringComparison.Ordinal))
                return true;
        return false;
    }
}
