using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;

namespace Dialer.Core.Profiles;

/// <summary>
/// A country's rules for calls that sell something, as data: each rule with its source and the day on which that was read. Not legal
/// advice: whoever dials answers for the rules.
/// </summary>
/// <param name="Version">Grows with each change of a rule.</param>
/// <param name="Countries">ISO 3166 of the numbers that it is for.</param>
public sealed record ComplianceProfile(string Name, string Title, string Version, IReadOnlyList<string> Countries, IReadOnlyList<ProfileRule> Rules)
{
    /// <summary>What the dial gate asks: the rules of the whole country, and beside them those of its states and of a time.</summary>
    public CallingRules ToCalling()
    {
        var places = Rules.Where(rule => IsAsked(rule) && !IsGeneral(rule))
            .GroupBy(rule => (States: string.Join(' ', rule.States ?? []), rule.Since, rule.Until))
            .Select(group => new PlaceRules([], group.Key.States.Length == 0 ? [] : group.Key.States.Split(' '), group.Key.Since, group.Key.Until, Of(group)));
        return Of(Rules.Where(rule => IsAsked(rule) && IsGeneral(rule))) with { Places = [.. places] };
    }

    /// <summary>The same, for the numbers of its countries alone.</summary>
    public IEnumerable<PlaceRules> ToPlaces()
    {
        var calling = ToCalling();
        yield return new PlaceRules(Countries, [], null, null, calling with { Places = [] });
        foreach (var place in calling.Places)
            yield return place with { Countries = Countries };
    }

    /// <summary>Null: it has no rule of abandoned calls for the whole country.</summary>
    public AbandonRule? ToAbandon()
    {
        var rule = AbandonRule.Default;
        foreach (var each in Rules.Where(IsGeneral))
            rule = each.Rule switch
            {
                ProfileRuleKind.AbandonRate => rule with { Cap = each.Share, Window = each.Over, CountFalsePositives = each.CountFalsePositives },
                ProfileRuleKind.AbandonAfter => rule with { After = TimeSpan.FromSeconds(each.Seconds), From = each.Clock },
                _ => rule,
            };
        return Rules.Any(each => IsGeneral(each) && each.Rule == ProfileRuleKind.AbandonRate) ? rule : null;
    }

    /// <summary>Zero: it has no such rule.</summary>
    public TimeSpan MinimumRing => TimeSpan.FromSeconds(Rules.Where(rule => IsGeneral(rule) && rule.Rule == ProfileRuleKind.MinimumRing).Select(rule => rule.Seconds).DefaultIfEmpty().Max());

    private static bool IsGeneral(ProfileRule rule) => rule is { States: null or { Count: 0 }, Since: null, Until: null };

    private static bool IsAsked(ProfileRule rule) => rule.Rule <= ProfileRuleKind.Consent;

    private static CallingRules Of(IEnumerable<ProfileRule> rules)
    {
        var calling = CallingRules.Always;
        foreach (var rule in rules)
            calling = rule.Rule switch
            {
                ProfileRuleKind.Hours => new CallingRules([.. ProfileFile.ReadHours(rule.Windows)], calling.Holidays)
                {
                    EveHours = [.. ProfileFile.ReadHours(rule.Eves)],
                    Calendar = calling.Calendar,
                    Limits = calling.Limits,
                    RefusalCodes = calling.RefusalCodes,
                    RestAfterRefusal = calling.RestAfterRefusal,
                    RestAfterAbandon = calling.RestAfterAbandon,
                    RestAfterMachine = calling.RestAfterMachine,
                    ConsentRequired = calling.ConsentRequired,
                    ConsentValidFor = calling.ConsentValidFor,
                },
                ProfileRuleKind.Holidays => calling with { Calendar = rule.Calendar },
                ProfileRuleKind.Attempts => calling with { Limits = [.. calling.Limits, new AttemptLimit(rule.Calls, TimeSpan.FromDays(rule.Days) + TimeSpan.FromHours(rule.Hours), rule.Scope)] },
                ProfileRuleKind.RestAfterRefusal => calling with { RestAfterRefusal = TimeSpan.FromDays(rule.Days), RefusalCodes = ComplianceProfiles.RefusalCodes },
                ProfileRuleKind.RestAfterAbandon => calling with { RestAfterAbandon = TimeSpan.FromHours(rule.Hours) },
                ProfileRuleKind.RestAfterMachine => calling with { RestAfterMachine = TimeSpan.FromHours(rule.Hours) },
                ProfileRuleKind.Consent => calling with { ConsentRequired = true, ConsentValidFor = TimeSpan.FromDays(rule.Days) },
                _ => calling,
            };
        return calling;
    }
}
