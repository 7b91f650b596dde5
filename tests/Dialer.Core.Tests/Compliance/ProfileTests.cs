using System.Globalization;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Profiles;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Compliance;

public sealed class ProfileTests
{
    private static CampaignSettings Campaign(CallingRules rules) => new() { Id = new CampaignId(1), Name = "campaign", Trunk = new TrunkId(1), Queue = new QueueId(1), Calling = rules };

    private static TimeZoneInfo Zone(string name) => TimeZoneInfo.FindSystemTimeZoneById(name);

    private static Instant Local(string text, TimeZoneInfo zone)
    {
        var local = DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return Instant.From(new DateTimeOffset(local, zone.GetUtcOffset(local)));
    }

    public static TheoryData<string> Names => [.. ComplianceProfiles.Names];

    [Fact]
    public void Each_country_that_is_promised_has_a_profile() =>
        Assert.Equal(["australia", "belgium", "canada", "florida", "france", "germany", "italy", "spain", "united-kingdom", "united-states"], ComplianceProfiles.Names);

    /// <summary>A rule that nobody can look up is no rule; one that was not read says so in words too.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Each_rule_names_its_source_and_the_day_it_was_read(string name)
    {
        var profile = ComplianceProfiles.Find(name)!;
        Assert.Equal(name, profile.Name);
        Assert.All(profile.Rules, rule =>
        {
            Assert.True(rule.Source.Length > 12, rule.Source);
            Assert.True(rule.Checked > new DateOnly(2026, 1, 1));
            Assert.True(rule.Verified || rule.Source.Contains("not read", StringComparison.Ordinal) || rule.Source.Contains("unclear", StringComparison.Ordinal) || rule.Source.Contains("No source", StringComparison.Ordinal) || rule.Source.Contains("stricter", StringComparison.Ordinal) || rule.Source.Contains("statement of 2008", StringComparison.Ordinal), rule.Source);
        });
        Assert.NotEmpty(profile.Countries);
        Assert.NotEmpty(profile.ToCalling().Hours);
    }

    [Theory]
    [InlineData("2026-08-10 11:00", ConsentState.Unknown, "allowed")] // the last day of opposition
    [InlineData("2026-08-11 11:00", ConsentState.Unknown, "NoConsent")]
    [InlineData("2026-08-11 11:00", ConsentState.Given, "allowed")]
    [InlineData("2027-01-04 11:00", ConsentState.Refused, "NoConsent")]
    public void France_asks_for_consent_since_11_August_2026(string at, ConsentState consent, string expected)
    {
        var paris = Zone("Europe/Paris");
        Assert.Equal(expected, Check("france", "+33199001234", "75", paris, Local(at, paris), new Consent(consent)));
    }

    // Where the row's state and the number's differ, both bind.
    [Theory]
    [InlineData("+13055550123", null, "America/New_York", "2026-11-16 19:59", "allowed")] // Miami
    [InlineData("+13055550123", null, "America/New_York", "2026-11-16 20:00", "OutsideCallingWindow")]
    [InlineData("+12125550123", "NY", "America/New_York", "2026-11-16 20:59", "allowed")]
    [InlineData("+12125550123", "FL", "America/New_York", "2026-11-16 20:00", "OutsideCallingWindow")] // moved to Florida
    [InlineData("+13055550123", "NY", "America/New_York", "2026-11-16 20:00", "OutsideCallingWindow")] // moved from Florida
    [InlineData("+15125550123", null, "America/Chicago", "2026-11-15 11:59", "OutsideCallingWindow")] // Austin, a Sunday
    [InlineData("+15125550123", null, "America/Chicago", "2026-11-15 12:00", "allowed")]
    [InlineData("+12055550123", null, "America/Chicago", "2026-11-15 12:00", "OutsideCallingWindow")] // Alabama, a Sunday
    [InlineData("+12055550123", null, "America/Chicago", "2026-11-26 12:00", "Holiday")] // Thanksgiving
    [InlineData("+12125550123", null, "America/New_York", "2026-11-26 12:00", "allowed")]
    public void A_state_is_stricter_than_the_country(string number, string? state, string zone, string at, string expected) =>
        Assert.Equal(expected, Check("united-states", number, state, Zone(zone), Local(at, Zone(zone))));

    [Theory]
    [InlineData("italy", "+390612345678", "Europe/Rome", "2026-12-07 19:30", "OutsideCallingWindow")] // the eve of the Immacolata
    [InlineData("italy", "+390612345678", "Europe/Rome", "2026-12-07 09:30", "OutsideCallingWindow")]
    [InlineData("italy", "+390612345678", "Europe/Rome", "2026-12-07 18:59", "allowed")]
    [InlineData("italy", "+390612345678", "Europe/Rome", "2026-12-14 19:30", "allowed")] // a Monday like any other
    [InlineData("italy", "+390612345678", "Europe/Rome", "2026-12-08 11:00", "Holiday")]
    [InlineData("spain", "+34911234567", "Europe/Madrid", "2026-11-14 11:00", "OutsideCallingWindow")] // Saturday
    [InlineData("spain", "+34911234567", "Europe/Madrid", "2026-10-12 11:00", "Holiday")]
    [InlineData("united-kingdom", "+442071234567", "Europe/London", "2026-12-28 11:00", "Holiday")] // Boxing Day is a Saturday
    [InlineData("united-kingdom", "+442071234567", "Europe/London", "2026-11-15 11:00", "OutsideCallingWindow")] // Sunday
    [InlineData("germany", "+493012345678", "Europe/Berlin", "2026-11-14 17:59", "allowed")]
    [InlineData("germany", "+493012345678", "Europe/Berlin", "2026-11-14 18:00", "OutsideCallingWindow")]
    [InlineData("australia", "+61291234567", "Australia/Sydney", "2027-01-26 11:00", "Holiday")]
    [InlineData("canada", "+16045550123", "America/Vancouver", "2026-07-01 11:00", "Holiday")] // British Columbia
    [InlineData("canada", "+14165550123", "America/Toronto", "2026-07-01 21:29", "allowed")]
    [InlineData("belgium", "+3221234567", "Europe/Brussels", "2026-11-16 13:30", "OutsideCallingWindow")]
    public void The_profiles_on_days_that_a_calendar_can_tell(string profile, string number, string zone, string at, string expected) =>
        Assert.Equal(expected, Check(profile, number, null, Zone(zone), Local(at, Zone(zone))));

    [Fact]
    public void A_profile_for_each_called_country_binds_its_numbers_alone()
    {
        var both = CallingRules.Always with
        {
            Countries = ["FR", "GB"],
            Places = [.. ComplianceProfiles.Find("france")!.ToPlaces(), .. ComplianceProfiles.Find("united-kingdom")!.ToPlaces()],
        };
        var (paris, london) = (Zone("Europe/Paris"), Zone("Europe/London"));
        Assert.Equal("OutsideCallingWindow", Ask(both, "+33199001234", null, paris, Local("2026-11-16 13:30", paris), new Consent(ConsentState.Given)));
        Assert.Equal("NoConsent", Ask(both, "+33199001234", null, paris, Local("2026-11-16 12:30", paris), default));
        Assert.Equal("allowed", Ask(both, "+442071234567", null, london, Local("2026-11-16 13:30", london), default));
        Assert.Equal("DestinationNotAllowed", Ask(both, "+493012345678", null, london, Local("2026-11-16 13:30", london), default));
    }

    [Fact]
    public void A_person_is_counted_by_all_numbers_and_campaigns()
    {
        var rules = CallingRules.Always with { Limits = [new AttemptLimit(2, TimeSpan.FromDays(30), LimitScope.Person)] };
        var gate = new DialGate();
        LeadPhone[] phones = [new("+33199001234", PhoneKind.Landline), new("+33639981234", PhoneKind.Mobile)];
        var lead = new HopperLead(new LeadId(1), 1, phones, 0, 0, TimeZoneInfo.Utc) { Person = new PersonId(7) };
        var other = lead with { Id = new LeadId(2), Phones = [new LeadPhone("+33465710001", PhoneKind.Landline)] };
        var now = Local("2026-11-16 10:00", TimeZoneInfo.Utc);
        gate.AttemptStarted(Campaign(rules), phones[0].Number, now, lead.Person);
        gate.AttemptStarted(Campaign(rules) with { Id = new CampaignId(2) }, phones[1].Number, now + TimeSpan.FromHours(1), lead.Person);
        Assert.Equal(new DialPermission(DialRefusal.TooManyAttempts, now + TimeSpan.FromDays(30)), gate.Check(Campaign(rules), other, other.Phones[0], now + TimeSpan.FromHours(2)));
        Assert.True(gate.Check(Campaign(rules), other with { Person = new PersonId(8) }, other.Phones[0], now + TimeSpan.FromHours(2)).IsAllowed);

        // After a restart the store tells whose attempts they were.
        var again = new DialGate();
        again.Configure(Campaign(rules));
        again.Restore(new CallHistory([.. phones.Select(phone => new CallHistoryEntry(new CampaignId(1), phone.Number, CallHistoryKind.Attempt, now) { Person = lead.Person })]));
        Assert.Equal(DialRefusal.TooManyAttempts, again.Check(Campaign(rules), other, other.Phones[0], now).Refusal);
    }

    [Fact]
    public void After_a_machine_the_number_rests_where_the_country_says_so()
    {
        var (gate, campaign) = (new DialGate(), Campaign(ComplianceProfiles.Find("united-kingdom")!.ToCalling()));
        var london = Zone("Europe/London");
        var now = Local("2026-11-16 10:00", london);
        var lead = new HopperLead(new LeadId(1), 1, [new LeadPhone("+442071234567", PhoneKind.Landline)], 0, 0, london);
        gate.AttemptStarted(campaign, lead.Phones[0].Number, now);
        gate.AttemptClosed(campaign, new() { Attempt = new AttemptId(1), Campaign = campaign.Id, Lead = lead.Id, Call = new CallId(1), Number = lead.Phones[0].Number, Result = CallResult.Answered, Verdict = CpaVerdict.AnsweringMachine }, now, lead);
        Assert.Equal(new DialPermission(DialRefusal.RestAfterMachine, now + TimeSpan.FromHours(24)), gate.Check(campaign, lead, lead.Phones[0], now + TimeSpan.FromHours(3)));
        Assert.True(gate.Check(campaign, lead, lead.Phones[0], now + TimeSpan.FromHours(24)).IsAllowed);
    }

    /// <summary>The explanation is the decision: it says no exactly where the gate does, first for the same reason, and the moment that it names is the first that is allowed.</summary>
    [Theory]
    [InlineData("2026-11-16 13:30", ConsentState.Given, "CallingHours 2026-11-16 14:00")]
    [InlineData("2026-11-21 12:00", ConsentState.Given, "CallingHours 2026-11-23 10:00")]
    [InlineData("2026-11-16 12:00", ConsentState.Given, " 2026-11-16 12:00")]
    [InlineData("2026-11-21 12:00", ConsentState.Unknown, "Consent CallingHours never")]
    public void Each_question_of_the_gate_is_told_with_its_answer(string at, ConsentState consent, string expected)
    {
        var paris = Zone("Europe/Paris");
        var gate = new DialGate();
        var campaign = Campaign(ComplianceProfiles.Find("france")!.ToCalling());
        var lead = new HopperLead(new LeadId(1), 1, [new LeadPhone("+33199001234", PhoneKind.Landline)], 0, 0, paris) { Consent = new Consent(consent) };
        var now = Local(at, paris);
        var told = gate.Explain(campaign, lead, lead.Phones[0], now);
        Assert.Equal(Enum.GetValues<GateRule>(), told.Select(verdict => verdict.Rule));
        Assert.Equal(gate.Check(campaign, lead, lead.Phones[0], now), told.Select(verdict => verdict.Permission).FirstOrDefault(permission => !permission.IsAllowed, DialPermission.Allowed));
        var from = gate.AllowedFrom(campaign, lead, lead.Phones[0], now);
        string until = from == Instant.Never ? "never" : TimeZoneInfo.ConvertTime(from.ToDateTimeOffset(), paris).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        Assert.Equal(expected, $"{string.Join(' ', told.Where(verdict => !verdict.Permission.IsAllowed).Select(verdict => verdict.Rule))} {until}");
    }

    private static string Check(string profile, string number, string? region, TimeZoneInfo zone, Instant now, Consent? consent = null) =>
        Ask(ComplianceProfiles.Find(profile)!.ToCalling(), number, region, zone, now, consent ?? new Consent(ConsentState.Given, new DateOnly(2026, 1, 2)));

    private static string Ask(CallingRules rules, string number, string? region, TimeZoneInfo zone, Instant now, Consent consent)
    {
        var phone = new LeadPhone(number, PhoneKind.Landline);
        var permission = new DialGate().Check(Campaign(rules), new HopperLead(new LeadId(1), 1, [phone], 0, 0, zone) { Region = region, Consent = consent }, phone, now);
        return permission.IsAllowed ? "allowed" : permission.Refusal.ToString();
    }
}
