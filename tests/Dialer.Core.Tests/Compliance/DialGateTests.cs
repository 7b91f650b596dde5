using System.Globalization;
using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Profiles;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Compliance;

public sealed class DialGateTests
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    private static readonly CallingRules French = ComplianceProfiles.Find("france")!.ToCalling();

    private static CampaignSettings Campaign(CallingRules rules, int id = 1) => new() { Id = new CampaignId(id), Name = "campaign", Trunk = new TrunkId(1), Queue = new QueueId(1), Calling = rules };

    private static HopperLead Lead(string number = "+33199001234", TimeZoneInfo? zone = null, string? region = null, Consent consent = default) =>
        new(new LeadId(1), 1, [new LeadPhone(number, PhoneKind.Landline)], 0, 0, zone ?? Paris) { Region = region, Consent = consent };

    private static readonly Consent Yes = new(ConsentState.Given);

    /// <summary>"2026-11-16 10:00" on the clock of that zone.</summary>
    private static Instant Local(string text, TimeZoneInfo? zone = null)
    {
        var local = DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return Instant.From(new DateTimeOffset(local, (zone ?? Paris).GetUtcOffset(local)));
    }

    private static string Check(CallingRules rules, string at, string? region = null, TimeZoneInfo? zone = null)
    {
        var permission = new DialGate().Check(Campaign(rules), Lead(zone: zone, region: region, consent: Yes), Lead().Phones[0], Local(at, zone));
        if (permission.IsAllowed)
            return "allowed";
        string until = permission.Until == Instant.Never ? "never" : TimeZoneInfo.ConvertTime(permission.Until.ToDateTimeOffset(), zone ?? Paris).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return $"{permission.Refusal} until {until}";
    }

    // Decree 2022-1313: Monday to Friday, 10:00-13:00 and 14:00-20:00, no public holiday.
    [Theory]
    [InlineData("2026-11-16 10:00", null, "allowed")] // a Monday
    [InlineData("2026-11-16 12:59", null, "allowed")]
    [InlineData("2026-11-16 13:00", null, "OutsideCallingWindow until 2026-11-16 14:00")]
    [InlineData("2026-11-16 09:59", null, "OutsideCallingWindow until 2026-11-16 10:00")]
    [InlineData("2026-11-16 19:59", null, "allowed")]
    [InlineData("2026-11-16 20:00", null, "OutsideCallingWindow until 2026-11-17 10:00")]
    [InlineData("2026-11-20 20:00", null, "OutsideCallingWindow until 2026-11-23 10:00")] // Friday evening
    [InlineData("2026-11-21 11:00", null, "OutsideCallingWindow until 2026-11-23 10:00")] // Saturday
    [InlineData("2026-11-11 11:00", null, "Holiday until 2026-11-12 10:00")] // Armistice
    [InlineData("2026-12-25 11:00", null, "Holiday until 2026-12-28 10:00")] // a Friday
    [InlineData("2026-04-06 11:00", null, "Holiday until 2026-04-07 10:00")] // Easter Monday
    [InlineData("2026-05-14 11:00", null, "Holiday until 2026-05-15 10:00")] // Ascension
    [InlineData("2026-05-25 11:00", null, "Holiday until 2026-05-26 10:00")] // Whit Monday
    [InlineData("2026-04-03 11:00", null, "allowed")] // Good Friday ...
    [InlineData("2026-04-03 11:00", "67", "Holiday until 2026-04-07 10:00")] // ... in Alsace, then the week-end and Easter Monday
    [InlineData("2028-12-26 11:00", "57", "Holiday until 2028-12-27 10:00")]
    [InlineData("2028-12-26 11:00", "75", "allowed")]
    public void The_French_window_on_the_called_persons_clock(string at, string? region, string expected) => Assert.Equal(expected, Check(French, at, region));

    [Theory]
    [InlineData("Indian/Reunion", "2026-11-16 10:00", "allowed")]
    [InlineData("Indian/Reunion", "2026-11-16 09:59", "OutsideCallingWindow until 2026-11-16 10:00")]
    [InlineData("America/Guadeloupe", "2026-11-16 19:59", "allowed")]
    public void The_clock_is_that_of_the_place(string zone, string at, string expected) =>
        Assert.Equal(expected, Check(French, at, zone: TimeZoneInfo.FindSystemTimeZoneById(zone)));

    // A list that says Los Angeles or an old store that says -5 all year, of a number in New York; the hours are 8 to 21.
    [Theory]
    [InlineData("America/Los_Angeles", "America/New_York", "2026-07-15 10:59", "OutsideCallingWindow until 11:00")] // 7:59 in the west
    [InlineData("America/Los_Angeles", "America/New_York", "2026-07-15 11:00", "allowed")]
    [InlineData("America/Los_Angeles", "America/New_York", "2026-07-15 20:59", "allowed")]
    [InlineData("America/Los_Angeles", "America/New_York", "2026-07-15 21:00", "OutsideCallingWindow until 11:00")]
    [InlineData("Etc/GMT+5", "America/New_York", "2026-07-15 21:30", "OutsideCallingWindow until 09:00")]
    [InlineData("Asia/Tokyo", "America/New_York", "2026-07-15 09:00", "OutsideCallingWindow until 19:00")] // 8:00 in Tokyo
    [InlineData("Europe/London", "Europe/London", "2026-07-15 21:30", "OutsideCallingWindow until 08:00")]
    [InlineData("Europe/London", null, "2026-07-15 20:30", "allowed")]
    [InlineData(null, "Europe/London", "2026-07-15 21:30", "OutsideCallingWindow until 08:00")]
    [InlineData(null, null, "2026-07-15 12:00", "UnknownTimeZone until never")]
    public void Both_the_rows_clock_and_the_numbers_must_allow_the_call(string? row, string? place, string at, string expected)
    {
        TimeZoneInfo? Zone(string? id) => id is null ? null : TimeZoneInfo.FindSystemTimeZoneById(id);
        var clock = Zone(place) ?? Zone(row) ?? Paris;
        var phone = new LeadPhone("+12125550121", PhoneKind.Unknown) { TimeZone = Zone(place) };
        var lead = new HopperLead(new LeadId(1), 1, [phone], 0, 0, Zone(row)!);
        var permission = new DialGate().Check(Campaign(ComplianceProfiles.Find("united-states")!.ToCalling()), lead, phone, Local(at, clock));
        string until = permission.Until == Instant.Never ? "never" : TimeZoneInfo.ConvertTime(permission.Until.ToDateTimeOffset(), clock).ToString("HH:mm", CultureInfo.InvariantCulture);
        Assert.Equal(expected, permission.IsAllowed ? "allowed" : $"{permission.Refusal} until {until}");
    }

    [Fact]
    public void Two_clocks_that_never_allow_a_call_together_are_told_at_once()
    {
        var phone = new LeadPhone("+33199001234", PhoneKind.Landline) { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Pacific/Auckland") };
        var lead = new HopperLead(new LeadId(1), 1, [phone], 0, 0, Paris) { Consent = Yes };
        Assert.Equal(new DialPermission(DialRefusal.OutsideCallingWindow, Instant.Never), new DialGate().Check(Campaign(Daily(10, 12)), lead, phone, Local("2026-11-16 10:30")));
    }

    [Theory]
    [InlineData(2024, "2024-03-31")]
    [InlineData(2025, "2025-04-20")]
    [InlineData(2026, "2026-04-05")]
    [InlineData(2027, "2027-03-28")]
    [InlineData(2038, "2038-04-25")] // the latest there is
    [InlineData(2285, "2285-03-22")] // the earliest
    public void Easter_falls_where_the_tables_say(int year, string sunday) =>
        Assert.Equal(sunday, PublicHolidays.EasterSunday(year).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    [Fact]
    public void France_has_eleven_public_holidays_a_year()
    {
        for (int year = 2024; year < 2060; year++)
        {
            var days = Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365).Select(new DateOnly(year, 1, 1).AddDays).ToList();
            int count = days.Count(day => PublicHolidays.IsHoliday(HolidayCalendar.France, null, day));
            // Ascension on 1 or 8 May makes two of one.
            Assert.True(count == 11 || (count == 10 && PublicHolidays.EasterSunday(year).AddDays(39) is { Month: 5, Day: 1 or 8 }), $"{year}: {count}");
        }
    }

    /// <summary>Against a clock that is looked at every minute, in zones that move theirs at odd hours.</summary>
    [Theory]
    [InlineData("Europe/Paris", "2026-03-28 00:00")]
    [InlineData("Europe/Paris", "2026-10-24 00:00")]
    [InlineData("America/New_York", "2026-03-07 00:00")]
    [InlineData("America/New_York", "2026-10-31 00:00")]
    [InlineData("America/Havana", "2026-03-07 00:00")] // midnight itself is skipped
    [InlineData("Australia/Lord_Howe", "2026-10-03 00:00")] // by half an hour
    [InlineData("America/St_Johns", "2026-03-07 00:00")]
    [InlineData("Asia/Kathmandu", "2026-03-07 00:00")]
    public void The_next_opening_is_the_first_minute_that_is_allowed(string zoneName, string from)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneName);
        foreach (var rules in new[] { French, Daily(0, 2), Daily(2, 3), Daily(1, 0), Daily(23, 0) })
        {
            var start = Local(from, zone);
            Instant? opens = null;
            for (int minute = 3 * 24 * 60; minute >= 0; minute--)
            {
                var now = start + TimeSpan.FromMinutes(minute);
                var permission = new DialGate().Check(Campaign(rules), Lead(zone: zone, consent: Yes), Lead().Phones[0], now);
                if (permission.IsAllowed)
                    opens = now;
                else if (opens is { } first)
                    Assert.Equal(first, permission.Until);
                Assert.Equal(IsOpen(rules, zone, now), permission.IsAllowed);
            }
        }
    }

    private static CallingRules Daily(int from, int to) =>
        new([.. Enum.GetValues<DayOfWeek>().Select(day => new CallingHours(day, new TimeOnly(from, 0), new TimeOnly(to, 0)))], new HashSet<DateOnly>());

    private static bool IsOpen(CallingRules rules, TimeZoneInfo zone, Instant now)
    {
        var local = TimeZoneInfo.ConvertTime(now.ToDateTimeOffset(), zone);
        int minute = (local.Hour * 60) + local.Minute;
        return rules.Hours.Any(hours => hours.Day == local.DayOfWeek && minute >= (hours.From.Hour * 60) + hours.From.Minute && minute < (hours.To == TimeOnly.MinValue ? 1440 : (hours.To.Hour * 60) + hours.To.Minute))
            && !PublicHolidays.IsHoliday(rules.Calendar, null, DateOnly.FromDateTime(local.Date));
    }

    [Fact]
    public void No_opening_within_a_year_is_never()
    {
        var closed = new CallingRules([new CallingHours(DayOfWeek.Monday, new TimeOnly(10, 0), new TimeOnly(9, 0))], new HashSet<DateOnly>());
        Assert.Equal("OutsideCallingWindow until never", Check(closed, "2026-11-16 10:00"));
    }

    [Theory]
    [InlineData("112", DialRefusal.EmergencyNumber)]
    [InlineData("+33112", DialRefusal.EmergencyNumber)]
    [InlineData("+33899123456", DialRefusal.PremiumNumber)]
    [InlineData("+881612345678", DialRefusal.PremiumNumber)]
    [InlineData("0899123456", DialRefusal.InvalidNumber)]
    [InlineData("%2B33899123456", DialRefusal.InvalidNumber)]
    [InlineData("1001", DialRefusal.InvalidNumber)]
    [InlineData("", DialRefusal.InvalidNumber)]
    public void The_last_line_of_defence_holds_whatever_the_list_said(string number, DialRefusal refusal)
    {
        var permission = new DialGate().Check(Campaign(CallingRules.Always), Lead(number), new LeadPhone(number, PhoneKind.Unknown), Local("2026-11-16 10:00"));
        Assert.Equal(new DialPermission(refusal, Instant.Never), permission);
    }

    [Fact]
    public void An_extension_of_ones_own_exchange_is_dialed_only_where_it_is_named()
    {
        var rules = CallingRules.Always with { InternalNumbers = new HashSet<string> { "1001", "112" } };
        DialPermission Ask(string number) => new DialGate().Check(Campaign(rules), Lead(number), new LeadPhone(number, PhoneKind.Unknown), Local("2026-11-16 10:00"));
        Assert.True(Ask("1001").IsAllowed);
        Assert.Equal(DialRefusal.InvalidNumber, Ask("1002").Refusal);
        Assert.Equal(DialRefusal.EmergencyNumber, Ask("112").Refusal);
    }

    [Fact]
    public void Only_allowed_prefixes_are_dialed()
    {
        var rules = CallingRules.Always with { AllowedPrefixes = ["+331", "+336"] };
        DialPermission Ask(string number) => new DialGate().Check(Campaign(rules), Lead(number), new LeadPhone(number, PhoneKind.Unknown), Local("2026-11-16 10:00"));
        Assert.True(Ask("+33199001234").IsAllowed);
        Assert.Equal(DialRefusal.DestinationNotAllowed, Ask("+33261911234").Refusal);
    }

    [Fact]
    public void Nobody_on_the_list_is_called_from_the_moment_they_are_on_it()
    {
        var gate = new DialGate();
        var lead = Lead();
        var campaign = Campaign(CallingRules.Always);
        Assert.True(gate.Check(campaign, lead, lead.Phones[0], Local("2026-11-16 10:00")).IsAllowed);
        gate.AddDoNotCall("+33199001234");
        Assert.Equal(new DialPermission(DialRefusal.DoNotCall, Instant.Never), gate.Check(campaign, lead, lead.Phones[0], Local("2026-11-16 10:00")));
    }

    [Theory]
    [InlineData(ConsentState.Given, "2026-01-01", "allowed")]
    [InlineData(ConsentState.Given, null, "NoConsent")] // no proof of its age
    [InlineData(ConsentState.Given, "2023-01-01", "NoConsent")] // too old
    [InlineData(ConsentState.Unknown, "2026-01-01", "NoConsent")]
    [InlineData(ConsentState.Refused, "2026-01-01", "NoConsent")]
    public void Where_consent_is_required_it_must_be_given_and_young_enough(ConsentState state, string? since, string expected)
    {
        var rules = CallingRules.Always with { ConsentRequired = true, ConsentValidFor = TimeSpan.FromDays(365) };
        var consent = new Consent(state, since is null ? null : DateOnly.ParseExact(since, "yyyy-MM-dd", CultureInfo.InvariantCulture));
        var permission = new DialGate().Check(Campaign(rules), Lead(consent: consent), Lead().Phones[0], Local("2026-11-16 10:00"));
        Assert.Equal(expected, permission.IsAllowed ? "allowed" : permission.Refusal.ToString());
    }

    private static AttemptOutcome Outcome(string number, string? code = null, bool abandoned = false, bool doNotCall = false) => new()
    {
        Attempt = new AttemptId(1),
        Campaign = new CampaignId(1),
        Lead = new LeadId(1),
        Call = new CallId(1),
        Number = number,
        Result = CallResult.Answered,
        Abandoned = abandoned,
        Disposition = code is null ? null : new Disposition(code, DoNotCall: doNotCall),
    };

    [Fact]
    public void At_most_four_calls_in_thirty_days_to_one_number()
    {
        var rules = CallingRules.Always with { Limits = [new AttemptLimit(4, TimeSpan.FromDays(30))] };
        var gate = new DialGate();
        var (mine, other) = (Campaign(rules), Campaign(rules, 2));
        var lead = Lead();
        var start = Local("2026-11-02 10:00");
        for (int day = 0; day < 4; day++)
        {
            var at = start + TimeSpan.FromDays(day);
            Assert.True(gate.Check(mine, lead, lead.Phones[0], at).IsAllowed);
            gate.AttemptStarted(day % 2 == 0 ? mine : other, lead.Phones[0].Number, at);
        }
        var fifth = start + TimeSpan.FromDays(5);
        Assert.Equal(new DialPermission(DialRefusal.TooManyAttempts, start + TimeSpan.FromDays(30)), gate.Check(mine, lead, lead.Phones[0], fifth));
        Assert.True(gate.Check(mine, lead, lead.Phones[0], start + TimeSpan.FromDays(30)).IsAllowed);
        Assert.True(gate.Check(mine, Lead("+33199009999"), new LeadPhone("+33199009999", PhoneKind.Landline), fifth).IsAllowed);
    }

    [Fact]
    public void A_limit_of_the_campaign_does_not_count_what_others_dial()
    {
        var rules = CallingRules.Always with { Limits = [new AttemptLimit(1, TimeSpan.FromDays(1), LimitScope.Campaign)] };
        var gate = new DialGate();
        var lead = Lead();
        var now = Local("2026-11-16 10:00");
        gate.AttemptStarted(Campaign(rules, 2), lead.Phones[0].Number, now);
        Assert.True(gate.Check(Campaign(rules), lead, lead.Phones[0], now).IsAllowed);
        gate.AttemptStarted(Campaign(rules), lead.Phones[0].Number, now);
        Assert.Equal(DialRefusal.TooManyAttempts, gate.Check(Campaign(rules), lead, lead.Phones[0], now).Refusal);
    }

    [Fact]
    public void Limits_hold_across_a_restart()
    {
        var rules = CallingRules.Always with { Limits = [new AttemptLimit(2, TimeSpan.FromDays(30))], RestAfterRefusal = TimeSpan.FromDays(60), RefusalCodes = new HashSet<string> { "no" } };
        var gate = new DialGate();
        var now = Local("2026-11-16 10:00");
        gate.Restore(new CallHistory([
            new CallHistoryEntry(new CampaignId(1), "+33199001234", CallHistoryKind.Attempt, now - TimeSpan.FromDays(1)),
            new CallHistoryEntry(new CampaignId(1), "+33199001234", CallHistoryKind.Attempt, now - TimeSpan.FromDays(29)),
            new CallHistoryEntry(new CampaignId(1), "+33199009999", CallHistoryKind.Refusal, now - TimeSpan.FromDays(59)),
        ]));
        Assert.Equal(new DialPermission(DialRefusal.TooManyAttempts, now + TimeSpan.FromDays(1)), gate.Check(Campaign(rules), Lead(), Lead().Phones[0], now));
        Assert.Equal(new DialPermission(DialRefusal.RestAfterRefusal, now + TimeSpan.FromDays(1)), gate.Check(Campaign(rules), Lead(), new LeadPhone("+33199009999", PhoneKind.Landline), now));
    }

    [Fact]
    public void After_a_refusal_and_after_an_abandoned_call_the_number_rests()
    {
        var rules = CallingRules.Always with { RestAfterRefusal = TimeSpan.FromDays(60), RefusalCodes = new HashSet<string> { "no" }, RestAfterAbandon = TimeSpan.FromHours(72) };
        var gate = new DialGate();
        var campaign = Campaign(rules);
        var now = Local("2026-11-16 10:00");
        DialPermission Ask(string number, Instant at) => gate.Check(campaign, Lead(number), new LeadPhone(number, PhoneKind.Landline), at);
        gate.AttemptStarted(campaign, "+33199000001", now);
        gate.AttemptClosed(campaign, Outcome("+33199000001", "no"), now);
        gate.AttemptStarted(campaign, "+33199000002", now);
        gate.AttemptClosed(campaign, Outcome("+33199000002", abandoned: true), now);
        gate.AttemptStarted(campaign, "+33199000003", now);
        gate.AttemptClosed(campaign, Outcome("+33199000003", "sale"), now);
        gate.AttemptClosed(campaign, Outcome("+33199000004", "stop", doNotCall: true), now);
        Assert.Equal(new DialPermission(DialRefusal.RestAfterRefusal, now + TimeSpan.FromDays(60)), Ask("+33199000001", now + TimeSpan.FromDays(59)));
        Assert.True(Ask("+33199000001", now + TimeSpan.FromDays(60)).IsAllowed);
        Assert.Equal(DialRefusal.RestAfterAbandon, Ask("+33199000002", now + TimeSpan.FromHours(71)).Refusal);
        Assert.True(Ask("+33199000002", now + TimeSpan.FromHours(72)).IsAllowed);
        Assert.True(Ask("+33199000003", now).IsAllowed);
        Assert.Equal(DialRefusal.DoNotCall, Ask("+33199000004", now + TimeSpan.FromDays(999)).Refusal);
    }

    [Fact]
    public void An_allowed_check_allocates_nothing()
    {
        var gate = new DialGate();
        var campaign = Campaign(French with { AllowedPrefixes = ["+33"] });
        var lead = Lead(region: "67", consent: new Consent(ConsentState.Given, new DateOnly(2026, 3, 16)));
        var now = Local("2026-11-16 10:30");
        gate.AttemptStarted(campaign, lead.Phones[0].Number, now - TimeSpan.FromDays(2));
        bool all = true;
        SteadyState.AllocatesNothing(() =>
        {
            for (int i = 0; i < 1000; i++)
                all &= gate.Check(campaign, lead, lead.Phones[0], now + TimeSpan.FromSeconds(i)).IsAllowed;
        });
        Assert.True(all);
    }

    /// <summary>Random calls over months, against limits counted by looking at every call made.</summary>
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void No_limit_is_passed_in_a_random_world(ulong seed)
    {
        var random = new SeededRandom(seed);
        var rules = CallingRules.Always with { Limits = [new AttemptLimit(3, TimeSpan.FromDays(1)), new AttemptLimit(7, TimeSpan.FromDays(7)), new AttemptLimit(2, TimeSpan.FromHours(5), LimitScope.Campaign)] };
        CampaignSettings[] campaigns = [Campaign(rules, 1), Campaign(rules, 2)];
        var gate = new DialGate();
        var made = new List<(int Campaign, string Number, Instant At)>();
        var now = Local("2026-11-16 10:00");
        for (int i = 0; i < 5_000; i++)
        {
            now += TimeSpan.FromMinutes(random.Next(60));
            int which = random.Next(2);
            string number = $"+3319900000{random.Next(5)}";
            bool allowed = gate.Check(campaigns[which], Lead(number), new LeadPhone(number, PhoneKind.Landline), now).IsAllowed;
            int Count(TimeSpan window, bool mine) => made.Count(call => call.Number == number && call.At > now - window && (!mine || call.Campaign == which));
            Assert.Equal(Count(TimeSpan.FromDays(1), false) < 3 && Count(TimeSpan.FromDays(7), false) < 7 && Count(TimeSpan.FromHours(5), true) < 2, allowed);
            if (!allowed)
                continue;
            made.Add((which, number, now));
            gate.AttemptStarted(campaigns[which], number, now);
        }
        Assert.True(made.Count > 100);
    }
}
