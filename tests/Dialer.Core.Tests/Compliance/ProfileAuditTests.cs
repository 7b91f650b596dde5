using Dialer.Core.Campaigns;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Profiles;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Compliance;

/// <summary>
/// Nine months of calls under each profile, on a clock that jumps: forward, back, into the nights on which daylight saving begins and
/// ends, to the minute at which a window opens. An auditor with a law book of its own looks at every call that was made.
/// </summary>
public sealed class ProfileAuditTests
{
    private const int JumpsEach = 1_200; // Ten profiles: over 10,000 in all.

    private static readonly DateTime First = new(2026, 7, 1), Last = new(2027, 4, 10);

    private static readonly DateTime[] ClockChanges = [new(2026, 10, 25), new(2026, 11, 1), new(2026, 10, 4), new(2027, 3, 28), new(2027, 3, 14), new(2027, 4, 4)];

    /// <summary>Two numbers of one place, its state and its clock.</summary>
    private static readonly Dictionary<string, (string[] Numbers, string State, string Zone)[]> Places = new()
    {
        ["france"] = [(["+33199001{0:000}", "+33639981{0:000}"], "", "Europe/Paris"), (["+262262551{0:000}", "+262692551{0:000}"], "", "Indian/Reunion")],
        ["belgium"] = [(["+3221234{0:000}", "+32470123{0:000}"], "", "Europe/Brussels")],
        ["united-kingdom"] = [(["+442079460{0:000}", "+447700900{0:000}"], "", "Europe/London")],
        ["germany"] = [(["+49305555{0:000}", "+4915155555{0:000}"], "", "Europe/Berlin")],
        ["spain"] = [(["+34911234{0:000}", "+34611234{0:000}"], "", "Europe/Madrid"), (["+34922234{0:000}", "+34612234{0:000}"], "", "Atlantic/Canary")],
        ["italy"] = [(["+390655555{0:000}", "+393475555{0:000}"], "", "Europe/Rome")],
        ["australia"] = [(["+61255501{0:000}", "+61491570{0:000}"], "", "Australia/Sydney"), (["+61855501{0:000}", "+61491571{0:000}"], "", "Australia/Perth")],
        ["canada"] = [(["+14165551{0:000}", "+14375551{0:000}"], "ON", "America/Toronto"), (["+16045551{0:000}", "+17785551{0:000}"], "BC", "America/Vancouver"), (["+17095551{0:000}", "+18795551{0:000}"], "NL", "America/St_Johns")],
        ["florida"] = [(["+12125551{0:000}", "+19175551{0:000}"], "NY", "America/New_York")],
        ["united-states"] =
        [
            (["+13055551{0:000}", "+17865551{0:000}"], "FL", "America/New_York"), (["+12125551{0:000}", "+19175551{0:000}"], "NY", "America/New_York"),
            (["+15125551{0:000}", "+17375551{0:000}"], "TX", "America/Chicago"), (["+12055551{0:000}", "+16595551{0:000}"], "AL", "America/Chicago"),
            (["+15025551{0:000}", "+18595551{0:000}"], "KY", "America/New_York"), (["+14015551{0:000}", "+14015552{0:000}"], "RI", "America/New_York"),
            (["+14055551{0:000}", "+15725551{0:000}"], "OK", "America/Chicago"), (["+12135551{0:000}", "+14245551{0:000}"], "CA", "America/Los_Angeles"),
        ],
    };

    public static TheoryData<string> Names => [.. ComplianceProfiles.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_call_breaks_the_law_in_nine_months_of_jumping_clocks(string profile)
    {
        var random = new SeededRandom(2_026);
        var campaign = new CampaignSettings { Id = new CampaignId(1), Name = "campaign", Trunk = new TrunkId(1), Queue = new QueueId(1), Calling = ComplianceProfiles.Find(profile)!.ToCalling() };
        var gate = new DialGate();
        gate.Configure(campaign);
        var auditor = new Auditor(profile);
        var people = Enumerable.Range(0, 40).Select(number => Person(profile, number)).ToArray();
        int refused = 0;
        for (int jump = 0; jump < JumpsEach; jump++)
        {
            var (lead, state) = people[random.Next(people.Length)];
            var now = Jump(random, lead.TimeZone);

            // After a jump some calls in a row, minutes apart.
            for (int call = 0; call < 3; call++, now += TimeSpan.FromMinutes(random.Next(90)))
            {
                var phone = lead.Phones[random.Next(2)];
                if (!gate.Check(campaign, lead, phone, now).IsAllowed)
                {
                    refused++;
                    continue;
                }
                auditor.Called(lead, phone, state, now);
                gate.AttemptStarted(campaign, phone.Number, now, lead.Person);
                var outcome = Outcome(random, phone.Number);
                gate.AttemptClosed(campaign, outcome, now, lead);
                auditor.Ended(lead, outcome, now);
            }
        }
        Assert.InRange(auditor.Calls, 60, 3 * JumpsEach);
        Assert.True(refused > 100, $"{refused} were refused");
    }

    /// <summary>Anywhere in the nine months; every fourth time near a clock change, every fourth at a full or half hour to the second.</summary>
    private static Instant Jump(SeededRandom random, TimeZoneInfo zone)
    {
        var local = First + (random.NextDouble() * (Last - First));
        if (random.Next(4) == 0)
            local = ClockChanges[random.Next(ClockChanges.Length)].AddHours((random.NextDouble() * 48) - 12);
        if (random.Next(4) == 0)
            local = local.Date.AddMinutes(30 * random.Next(48)).AddSeconds(random.Next(3) - 1);
        return new Instant(local.Ticks - zone.GetUtcOffset(local).Ticks - DateTimeOffset.UnixEpoch.Ticks);
    }

    private static (HopperLead Lead, string State) Person(string profile, int number)
    {
        var (numbers, state, zone) = Places[profile][number % Places[profile].Length];
        LeadPhone[] phones = [.. numbers.Select(written => new LeadPhone(string.Format(System.Globalization.CultureInfo.InvariantCulture, written, number), PhoneKind.Unknown))];
        var consent = (number % 5) switch { 0 => default, 1 => new Consent(ConsentState.Refused), _ => new Consent(ConsentState.Given, new DateOnly(2026, 1, 2)) };
        return (new HopperLead(new LeadId(number + 1), 1, phones, 0, 0, TimeZoneInfo.FindSystemTimeZoneById(zone)) { Person = new PersonId(number + 1), Consent = consent }, state);
    }

    private static AttemptOutcomeOf Outcome(SeededRandom random, string number) => new(random.Next(8), number);

    /// <summary>What may become of a call that the law looks at.</summary>
    private readonly record struct AttemptOutcomeOf(int Draw, string Number)
    {
        public bool Refused => Draw == 0;
        public bool Abandoned => Draw == 1;
        public bool Machine => Draw is 2 or 3;

        public static implicit operator Attempts.AttemptOutcome(AttemptOutcomeOf drawn) => new()
        {
            Attempt = new AttemptId(1),
            Campaign = new CampaignId(1),
            Lead = new LeadId(1),
            Call = new CallId(1),
            Number = drawn.Number,
            Result = drawn.Draw < 6 ? CallResult.Answered : CallResult.NoAnswer,
            Verdict = drawn.Machine ? CpaVerdict.AnsweringMachine : CpaVerdict.None,
            Abandoned = drawn.Abandoned,
            Disposition = drawn.Refused ? new Disposition("refused") : null,
        };
    }

    private sealed class Auditor(string profile)
    {
        private readonly Dictionary<long, List<Instant>> _calls = [];
        private readonly Dictionary<long, Instant> _refused = [];
        private readonly Dictionary<long, Instant> _abandoned = [];
        private readonly Dictionary<string, Instant> _machines = [];

        public int Calls { get; private set; }

        public void Called(HopperLead lead, LeadPhone phone, string state, Instant at)
        {
            Calls++;
            var local = TimeZoneInfo.ConvertTime(at.ToDateTimeOffset(), lead.TimeZone).DateTime;
            Assert.True(LawBook.IsOpen(profile, state, local), $"{profile} {state}: a call at {local:ddd yyyy-MM-dd HH:mm:ss}");
            Assert.True(!LawBook.NeedsConsent(profile, local) || lead.Consent.State == ConsentState.Given, $"{profile}: a call without consent at {local}");
            var before = _calls.TryGetValue(lead.Person.Value, out var known) ? known : _calls[lead.Person.Value] = [];
            foreach (var (calls, days) in LawBook.Limits(profile, state))
                Assert.True(before.Count(call => call > at - TimeSpan.FromDays(days) && call <= at) < calls, $"{profile}: more than {calls} calls in {days} days");
            before.Add(at);
            var rests = LawBook.Rests(profile);
            Rested(_refused, lead.Person.Value, at, TimeSpan.FromDays(rests.Refusal));
            Rested(_abandoned, lead.Person.Value, at, TimeSpan.FromHours(rests.Abandon));
            Rested(_machines, phone.Number, at, TimeSpan.FromHours(rests.Machine));
        }

        public void Ended(HopperLead lead, AttemptOutcomeOf outcome, Instant at)
        {
            if (outcome.Refused)
                _refused[lead.Person.Value] = at;
            if (outcome.Abandoned)
                _abandoned[lead.Person.Value] = at;
            if (outcome.Machine)
                _machines[outcome.Number] = at;
        }

        private void Rested<T>(Dictionary<T, Instant> since, T who, Instant at, TimeSpan rest)
            where T : notnull =>
            Assert.False(since.TryGetValue(who, out var last) && at >= last && at < last + rest, $"{profile}: a call {at - since.GetValueOrDefault(who)} after one that asks for a rest of {rest}");
    }
}
