using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Leads;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Engine;

/// <summary>
/// The auditor's book of when people may be called: by the rules in force at that moment, on every clock that is theirs,
/// counted over all campaigns. It looks at the hours minute by minute and shares no code with the gate.
/// </summary>
internal sealed class LawAuditor
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(366);

    private readonly Dictionary<string, List<Instant>> _calls = [];

    public void Started(in EngineOutput output, CampaignSettings settings, HopperLead lead)
    {
        string number = output.Number;
        var phone = lead.Phones.First(each => each.Number == number);
        Assert.True(IsOpen(settings.Calling, lead, phone, output.At), $"{number} is dialed at {output.At}, outside the hours");
        if (!_calls.TryGetValue(number, out var calls))
            _calls.Add(number, calls = []);
        var at = output.At;
        foreach (var limit in settings.Calling.Limits)
            Assert.True(calls.Count(call => call > at - limit.Window) < limit.Count, $"{number} is dialed more often than {limit.Count} times in {limit.Window}");
        calls.Add(at);
    }

    /// <param name="lead">Null: a caller, of whom the world says that the clock is Greenwich's.</param>
    public void Promised(in EngineOutput promise, CampaignSettings settings, HopperLead? lead)
    {
        Assert.InRange(promise.Until.Ticks, promise.At.Ticks, (promise.At + Year).Ticks);
        Assert.NotEqual("", promise.Party);
        var phones = lead?.Phones ?? [new LeadPhone(promise.Party, PhoneKind.Unknown) { TimeZone = TimeZoneInfo.Utc }];
        string number = promise.Party;
        Assert.True(IsOpen(settings.Calling, lead, phones.First(phone => phone.Number == number), promise.Until), $"a call back is promised for {promise.Until}, outside the hours");
    }

    private static bool IsOpen(CallingRules rules, HopperLead? lead, LeadPhone phone, Instant at) =>
        rules.Hours.Count == 0 || new[] { lead?.TimeZone, phone.TimeZone }.OfType<TimeZoneInfo>().All(clock => IsOpen(rules, clock, at));

    private static bool IsOpen(CallingRules rules, TimeZoneInfo clock, Instant at)
    {
        var local = TimeZoneInfo.ConvertTime(at.ToDateTimeOffset(), clock);
        int minute = (local.Hour * 60) + local.Minute;
        return rules.Hours.Any(hours => hours.Day == local.DayOfWeek && minute >= (hours.From.Hour * 60) + hours.From.Minute
            && minute < (hours.To == TimeOnly.MinValue ? 1440 : (hours.To.Hour * 60) + hours.To.Minute));
    }
}
