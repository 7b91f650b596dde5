namespace Dialer.Core.Callers;

/// <summary>A caller's way in, as data: the first rule that fits says where they go. Pure.</summary>
public sealed class CallerRules(IReadOnlyList<CallerRule> rules)
{
    /// <summary>So often the rules are asked for one caller; a menu that always leads back to them ends there.</summary>
    public const int MostAskings = 8;

    public IReadOnlyList<CallerRule> Rules { get; init; } = rules;

    /// <summary>The first rule that fits; null: none does, and the number is not served here.</summary>
    public CallerRule? Decide(in CallerFacts facts)
    {
        foreach (var rule in Rules)
            if (rule.MismatchOf(facts) == CallerMismatch.None)
                return rule;
        return null;
    }

    /// <summary>Why this caller goes where they go: each rule with what it said, in order.</summary>
    public IReadOnlyList<CallerRuleFinding> Explain(in CallerFacts facts)
    {
        var findings = new List<CallerRuleFinding>(Rules.Count);
        bool decided = false;
        foreach (var rule in Rules)
        {
            var mismatch = rule.MismatchOf(facts);
            findings.Add(new CallerRuleFinding(rule, decided && mismatch == CallerMismatch.None ? CallerMismatch.EarlierRuleFits : mismatch));
            decided |= mismatch == CallerMismatch.None;
        }
        return findings;
    }
}
