using Dialer.Core.Handovers;
using Dialer.Line;

namespace Dialer.Server.Configuration;

/// <summary>What agents may do with the people whom they speak with: to which numbers they hand them on, and how long anybody waits meanwhile.</summary>
internal static class HandoverSection
{
    public static HandoverSettings Read(ConfigReader section, IReadOnlyList<TrunkOptions> trunks)
    {
        var usual = HandoverSettings.Default;
        var settings = new HandoverSettings(
            ReadNumbers(section),
            section.Has("trunk") ? References.Trunk(section, "trunk", trunks)?.Id : null,
            section.Seconds("ringSeconds", usual.RingFor, 5, 300),
            section.Seconds("shownBeforeSeconds", usual.ShownBefore, 0, 30),
            section.Seconds("holdSeconds", usual.HoldLimit, 10, 3_600),
            section.Seconds("parkSeconds", usual.ParkLimit, 10, 3_600),
            section.Flag("fromPhones", usual.FromPhones));
        section.End();
        return settings;
    }

    private static IReadOnlyList<string> ReadNumbers(ConfigReader section)
    {
        var numbers = section.Texts("numbers", 1_000);
        foreach (string number in numbers)
            if (number.Length > 32 || number.Replace("x", "", StringComparison.Ordinal).AsSpan().TrimStart('+').ContainsAnyExcept(NumberSections.Dialable))
                section.ErrorAt("numbers", $"\"{number}\" is not a number that a PBX could be asked for.", "Use digits, * and #, with a leading + where the number has one; x stands for any one digit, as in 47xx.");
        return [.. numbers];
    }
}
