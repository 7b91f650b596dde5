using Dialer.Core.Campaigns;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine.State;

/// <summary>A lead as <see cref="LeadModel"/> looks at it: its next number, dialed at an instant.</summary>
internal static class LeadTraits
{
    /// <summary>Nothing is known, so that nothing is learned or judged, where the campaign does not ask for it or the number is excepted.</summary>
    public static CallTraits Of(HopperLead lead, CampaignSettings campaign, Instant now)
    {
        var phone = lead.Phones[lead.NextPhone];
        if (!IsJudged(campaign, phone.Number))
            return default;
        var local = TimeZoneInfo.ConvertTime(now.ToDateTimeOffset(), phone.TimeZone ?? lead.TimeZone ?? campaign.TimeZone);
        var past = lead.Past ?? LeadPast.None;
        int part = local.Hour / (24 / LeadPast.Parts);
        int here = Math.Min(3, LeadPast.CountOf(past.Misses, part));
        return new CallTraits
        {
            IsKnown = true,
            Hour = (byte)local.Hour,
            Weekday = (byte)local.DayOfWeek,
            Tries = (byte)Math.Clamp(lead.AttemptsMade, 0, CallTraits.TriesCounted - 1),
            LastResult = (byte)past.LastResult,
            Gap = past.LastTry == Instant.Epoch ? (byte)0 : (byte)Step((now - past.LastTry).TotalHours / 4, 1, CallTraits.Gaps),
            Age = past.TakenIn == Instant.Epoch ? (byte)0 : (byte)Step((now - past.TakenIn).TotalDays, 0, CallTraits.Ages),
            Kind = (byte)phone.Kind,
            OwnMisses = (byte)(here + (4 * Math.Min(3, Sum(past.Misses) - LeadPast.CountOf(past.Misses, part)))),
            OwnAnswer = past.Answers == 0 ? (byte)0 : LeadPast.CountOf(past.Answers, part) > 0 ? (byte)2 : (byte)1,
            List = (byte)(Mixed((uint)lead.List) % CallTraits.Lists),
            Region = (byte)(RegionOf(lead, phone.Number) % CallTraits.Regions),
        };
    }

    /// <summary>Numbers in the United States only where the campaign says so in so many words.</summary>
    private static bool IsJudged(CampaignSettings campaign, string number) => campaign.PerLead switch
    {
        PerLead.Off => false,
        PerLead.On => true,
        PerLead.ExceptUnitedStates => !MayBeUnitedStates(number),
    };

    private static bool MayBeUnitedStates(string number) =>
        number.StartsWith("+1", StringComparison.Ordinal) && NorthAmerica.FindArea(number.AsSpan(2)) is not { Country: "CA" };

    /// <summary>The step that a value in doubling steps stands on: below 1 the first.</summary>
    private static int Step(double value, int first, int count)
    {
        int step = first;
        for (double edge = 1; value >= edge && step < count - 1; edge *= 2)
            step++;
        return step;
    }

    private static int Sum(uint counts)
    {
        int sum = 0;
        for (int part = 0; part < LeadPast.Parts; part++)
            sum += LeadPast.CountOf(counts, part);
        return sum;
    }

    /// <summary>The place that the list names; else the first digits of the number.</summary>
    private static uint RegionOf(HopperLead lead, string number)
    {
        uint hash = 2166136261;
        foreach (char c in lead.Region is { } region ? region.AsSpan() : number.AsSpan(0, Math.Min(number.Length, 5)))
            hash = (hash ^ c) * 16777619;
        return Mixed(hash);
    }

    private static uint Mixed(uint x)
    {
        x *= 0x9E3779B1;
        return x ^ (x >> 15);
    }
}
