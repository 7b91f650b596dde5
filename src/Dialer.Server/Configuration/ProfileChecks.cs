using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Profiles;
using Dialer.Line;
using Dialer.Lists.Numbers;

namespace Dialer.Server.Configuration;

/// <summary>What compliance profiles say beside the calling hours: abandoned calls, ringing, numbers shown, registers.</summary>
internal static class ProfileChecks
{
    /// <summary>Of several countries the strictest of each; null: none has such a rule.</summary>
    public static AbandonRule? StrictestAbandon(IReadOnlyList<ComplianceProfile> profiles)
    {
        AbandonRule? strictest = null;
        foreach (var rule in profiles.Select(profile => profile.ToAbandon()).OfType<AbandonRule>())
            strictest = strictest is null ? rule : new AbandonRule(
                rule.After < strictest.After ? rule.After : strictest.After,
                rule.From == AbandonClock.Answer ? AbandonClock.Answer : strictest.From,
                Math.Min(rule.Cap, strictest.Cap),
                rule.Window == strictest.Window ? rule.Window : AbandonWindow.Day,
                rule.CountFalsePositives || strictest.CountFalsePositives);
        return strictest;
    }

    /// <summary>A cap that is kept on each day is kept over every longer time too.</summary>
    public static void Abandon(ConfigReader section, AbandonRule rule, IReadOnlyList<ComplianceProfile> profiles)
    {
        if (StrictestAbandon(profiles) is not { } law)
            return;
        (string Field, bool IsWeaker)[] fields =
        [
            ("cap", rule.Cap > law.Cap), ("afterSeconds", rule.After > law.After), ("from", rule.From == AbandonClock.GreetingEnd && law.From == AbandonClock.Answer),
            ("window", rule.Window != law.Window && rule.Window != AbandonWindow.Day), ("countFalsePositives", law.CountFalsePositives && !rule.CountFalsePositives),
        ];
        foreach (var (field, isWeaker) in fields)
            if (isWeaker)
                section.ErrorAt(field, $"This is weaker than {Names(profiles)} has it, and a campaign may only be stricter.", "Leave the field out; or leave the profile out, and answer for every rule yourself.");
    }

    public static TimeSpan MinimumRing(ConfigReader section, TimeSpan byDefault, IReadOnlyList<ComplianceProfile> profiles)
    {
        var least = profiles.Select(profile => profile.MinimumRing).DefaultIfEmpty().Max();
        var ring = section.Seconds("minimumRingSeconds", byDefault > least ? byDefault : least, 0, 120);
        if (ring < least)
            section.ErrorAt("minimumRingSeconds", $"{Names(profiles)} asks for {least.TotalSeconds:0} s at least.", "Leave the field out, or give that much or more.");
        return ring;
    }

    /// <summary>The number shown, where a machine chooses when to call.</summary>
    public static void CallerId(ConfigReader section, CampaignSettings settings, TrunkOptions? trunk, IReadOnlyList<ComplianceProfile> profiles)
    {
        if (settings.Mode is DialMode.Preview or DialMode.Callback || (settings.CallerId ?? trunk?.CallerId) is not { } shown)
            return;
        foreach (var profile in profiles)
            foreach (var rule in profile.Rules.Where(rule => rule.Rule == ProfileRuleKind.CallerIds && rule.Prefixes?.Any(prefix => shown.StartsWith(prefix, StringComparison.Ordinal)) == false))
                section.WarnAt("callerId", $"{shown} is shown, which {profile.Title} does not allow a dialer: {rule.Source}.", $"Show a number that begins with {string.Join(", ", rule.Prefixes!.Take(6))} ..., or dial in mode preview.");
    }

    /// <summary>Registers of the state that a profile names and no file stands for.</summary>
    public static void Registers(IReadOnlyList<ConfigReader> sections, IReadOnlyList<CampaignConfig> campaigns, IReadOnlyList<DoNotCallConfig> files)
    {
        foreach (var (section, campaign) in sections.Zip(campaigns))
            foreach (var profile in campaign.Profiles)
                foreach (var rule in profile.Rules.Where(rule => rule.Rule == ProfileRuleKind.Register && rule.Until is null))
                    if (!files.Any(file => file.Kind == DoNotCallKind.National && CountryBook.Find(file.Country) is { } country && profile.Countries.Contains(country.Iso)))
                        section.WarnAt("calling", $"{profile.Title} has a register, {rule.Name}, and no file of it is configured: {rule.Source}.", "Add it to \"doNotCall\" with \"kind\": \"nationalRegister\" and its country, and keep it fresh; or wash your lists against it yourself.");
    }

    private static string Names(IReadOnlyList<ComplianceProfile> profiles) => string.Join(" and ", profiles.Select(profile => $"profile \"{profile.Name}\""));
}
