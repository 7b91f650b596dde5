using System.Globalization;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Profiles;

namespace Dialer.Server.Configuration;

/// <summary>The rules that a campaign calls by, in sentences.</summary>
public static class ProfileText
{
    /// <summary>A line for the campaign, one for each rule of its profiles, one for each rule of its own.</summary>
    public static IEnumerable<string> Of(CampaignConfig campaign)
    {
        var settings = campaign.Settings;
        yield return campaign.Profiles.Count == 0
            ? $"{settings.Name}: by no country's profile; the configuration answers for every rule."
            : $"{settings.Name}: by the rules of {string.Join(", ", campaign.Profiles.Select(profile => $"{profile.Title} (version {profile.Version})"))}. No legal advice.";
        foreach (var profile in campaign.Profiles)
        {
            if (campaign.Profiles.Count > 1)
                yield return $"  {profile.Title}, numbers of {string.Join(", ", profile.Countries)}:";
            foreach (var rule in profile.Rules)
                yield return $"  {Of(rule)}";
        }
        foreach (string own in Own(settings.Calling))
            yield return $"  the campaign: {own}";
        var abandon = settings.Abandon;
        yield return string.Create(CultureInfo.InvariantCulture,
            $"  the campaign: at most {abandon.Cap * 100:0.##} % of the people who answer get no agent within {abandon.After.TotalSeconds:0.##} s of {Of(abandon.From)}, {Of(abandon.Window)}{(abandon.CountFalsePositives ? ", people taken for machines included" : "")}; a call rings {settings.MinimumRing.TotalSeconds:0.##} s at least");
    }

    public static string Of(ProfileRule rule)
    {
        string where = rule.States is { Count: > 0 } states ? $"in {string.Join(", ", states)}: " : "";
        string when = (rule.Since, rule.Until) switch
        {
            ({ } since, _) => string.Create(CultureInfo.InvariantCulture, $"since {since:yyyy-MM-dd}: "),
            (null, { } until) => string.Create(CultureInfo.InvariantCulture, $"until {until:yyyy-MM-dd}: "),
            _ => "",
        };
        string read = rule.Verified ? string.Create(CultureInfo.InvariantCulture, $"read {rule.Checked:yyyy-MM-dd}") : "UNVERIFIED, the strictest that is known";
        return $"{where}{when}{Body(rule)} [{rule.Source.TrimEnd('.')}; {read}]";
    }

    private static string Body(ProfileRule rule) => Words(rule).ToString(CultureInfo.InvariantCulture);

    private static FormattableString Words(ProfileRule rule) => rule.Rule switch
    {
        ProfileRuleKind.Hours => $"calls {string.Join(" and ", rule.Windows ?? [])}{(rule.Eves is { Count: > 0 } eves ? $", the day before a holiday {string.Join(" and ", eves)}" : "")}, on the called person's clock",
        ProfileRuleKind.Holidays => $"no calls on public holidays (calendar {Configuration.Words.Word(rule.Calendar)})",
        ProfileRuleKind.Attempts => $"at most {rule.Calls} {(rule.Calls == 1 ? "call" : "calls")} in {Span(TimeSpan.FromDays(rule.Days) + TimeSpan.FromHours(rule.Hours))} {Of(rule.Scope)}",
        ProfileRuleKind.RestAfterRefusal => $"no call for {rule.Days:0.##} days after a refusal",
        ProfileRuleKind.RestAfterAbandon => $"no call for {rule.Hours:0.##} hours after an abandoned one",
        ProfileRuleKind.RestAfterMachine => $"no call for {rule.Hours:0.##} hours after a machine answered",
        ProfileRuleKind.Consent => $"only people who agreed to be called",
        ProfileRuleKind.AbandonRate => $"at most {rule.Share * 100:0.##} % abandoned {Of(rule.Over)}{(rule.CountFalsePositives ? ", people taken for machines included" : "")}",
        ProfileRuleKind.AbandonAfter => $"a person waits {rule.Seconds:0.##} s for an agent at most, from {Of(rule.Clock)}",
        ProfileRuleKind.MinimumRing => $"a call rings {rule.Seconds:0.##} s at least",
        ProfileRuleKind.CallerIds => $"the number shown begins with {string.Join(", ", rule.Prefixes ?? [])}",
        ProfileRuleKind.Register => $"numbers of the register {rule.Name} are not called; its copy is no older than {rule.Days:0.##} days",
        ProfileRuleKind.KeepRecords => $"records are kept {rule.Days:0} days",
    };

    /// <summary>What holds beside, or in the place of, the profile's.</summary>
    private static IEnumerable<string> Own(CallingRules rules)
    {
        if (rules.Hours.Count > 0)
            yield return $"calls {string.Join(", ", rules.Hours.GroupBy(hours => (hours.From, hours.To)).Select(group => $"{string.Join(" ", group.Select(hours => Configuration.Words.Word(hours.Day)))} {Time(group.Key.From)}-{(group.Key.To == TimeOnly.MinValue ? "24:00" : Time(group.Key.To))}"))}";
        if (rules.Holidays.Count > 0)
            yield return $"no calls on {string.Join(", ", rules.Holidays.Order().Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))}";
        foreach (var limit in rules.Limits)
            yield return $"at most {limit.Count} {(limit.Count == 1 ? "call" : "calls")} in {Span(limit.Window)} {Of(limit.Scope)}";
        if (rules.ConsentRequired)
            yield return rules.ConsentValidFor > TimeSpan.Zero ? $"only people who agreed within the last {Span(rules.ConsentValidFor)}" : "only people who agreed to be called";
        if (rules.AllowedPrefixes.Count > 0)
            yield return $"only numbers that begin with {string.Join(", ", rules.AllowedPrefixes)}";
        if (rules.Countries.Count > 0)
            yield return $"only numbers of {string.Join(", ", rules.Countries)}";
    }

    private static string Of(LimitScope scope) => scope switch
    {
        LimitScope.Campaign => "to a number by this campaign",
        LimitScope.Everyone => "to a number by all campaigns",
        LimitScope.Person => "to a person, by any number and campaign",
    };

    private static string Of(AbandonClock clock) => clock == AbandonClock.Answer ? "the answer" : "the end of the greeting";

    private static string Of(AbandonWindow window) => window switch
    {
        AbandonWindow.Day => "on each day",
        AbandonWindow.Campaign => "over the whole campaign",
        AbandonWindow.ThirtyDays => "over each 30 days",
    };

    private static string Span(TimeSpan span) => span.TotalHours < 48 && span.TotalDays != 1
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.##} hours")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0.##} {(span.TotalDays == 1 ? "day" : "days")}");

    private static string Time(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);
}
