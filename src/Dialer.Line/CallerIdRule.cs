namespace Dialer.Line;

/// <summary>Which number a campaign shows to the numbers that begin so; the longest prefix wins.</summary>
/// <param name="Prefix">Leading digits of the called number as dialed.</param>
/// <param name="CallerId">Null: withheld from the called person (RFC 3323), and asserted to the trunk alone (RFC 3325).</param>
public readonly record struct CallerIdRule(string Prefix, string? CallerId)
{
    /// <summary>The rule for a number; null: none fits.</summary>
    public static CallerIdRule? For(string number, IReadOnlyList<CallerIdRule> rules)
    {
        CallerIdRule? best = null;
        foreach (var rule in rules)
        {
            if (rule.Prefix.Length > (best?.Prefix.Length ?? -1) && number.StartsWith(rule.Prefix, StringComparison.Ordinal))
                best = rule;
        }
        return best;
    }
}
