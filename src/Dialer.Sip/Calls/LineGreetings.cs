using System.Globalization;
using Dialer.Core.CallProgress;
using Dialer.Core.Ids;

namespace Dialer.Sip.Calls;

/// <summary>What the line remembers of machines' greetings while it runs: by number, and by campaign what several numbers share. For the line's thread.</summary>
internal sealed class LineGreetings
{
    private readonly GreetingMemory _memory = new();

    /// <summary>Gives the analyzer of a call what is known beforehand.</summary>
    public void Prepare(CallProgressAnalyzer analyzer, CampaignId campaign, string? number)
    {
        GreetingPrint machine = default;
        if (TryKey(number, out ulong key))
            _memory.TryFind(key, out machine);
        analyzer.Remember(machine, _memory.AnnouncementsOf(campaign.Value));
    }

    /// <summary>A machine that is beyond doubt.</summary>
    public void Learn(CampaignId campaign, string? number, in GreetingPrint print)
    {
        if (TryKey(number, out ulong key))
            _memory.Learn(key, campaign.Value, print);
    }

    private static bool TryKey(string? number, out ulong key)
    {
        key = 0;
        return number is not null && ulong.TryParse(number.AsSpan().TrimStart('+'), NumberStyles.None, CultureInfo.InvariantCulture, out key);
    }
}
