using Dialer.Core.Callers;
using Dialer.Line;

namespace Dialer.Server.Configuration;

/// <summary>The way of callers: rules in order, the first that fits says where they go.</summary>
internal static class InboundSections
{
    /// <summary>"number" is the one that was dialed; the one at the PBX is "toNumber".</summary>
    private static readonly string[] Targets = ["queue", "menu", "message", "voicemail", "toNumber", "callBack", "hangUp"];

    private const int UsualOrder = 100;

    public static IReadOnlyList<CallerRule> Read(
        IReadOnlyList<ConfigReader> sections, IReadOnlyList<TrunkOptions> trunks, IReadOnlyList<QueueConfig> queues, IReadOnlyDictionary<string, OpeningHours> hours, CallerTargets targets)
    {
        var rules = new List<(int Order, CallerRule Rule)>();
        var plain = new List<(ConfigReader, TrunkOptions, string)>();
        foreach (var section in sections)
        {
            var trunk = References.Trunk(section, "trunk", trunks);
            string number = section.Text("number", 64) ?? "*";
            bool isOnlyQueue = queues.Count == 1 && !Targets.Any(section.Has);
            var target = isOnlyQueue ? CallerTarget.Queue(queues[0].Settings.Name) : targets.Read(section, Targets, "toNumber");
            var rule = new CallerRule(section.Text("name", 128) ?? $"{number} to {target}", target)
            {
                Trunk = trunk?.Id,
                Called = number == "*" ? [] : [number],
                CallerPrefixes = ReadCallers(section),
                Hours = OpeningHoursSections.Named(section, "within", hours) ?? OpeningHoursSections.Named(section, "outside", hours),
                OutsideHours = section.Has("outside"),
                LeastValue = section.Has("leastValue") ? section.Whole("leastValue", 0, 0, 100) : null,
                Keys = section.Text("keys", 32),
            };
            if (section.Has("within") && section.Has("outside"))
                section.ErrorAt("outside", "Both \"within\" and \"outside\" are given.", "Write two entries.");
            int order = section.Whole("order", UsualOrder, 0, 1_000_000);
            section.End();
            rules.Add((order, rule));
            if (trunk is not null && IsPlain(rule))
                plain.Add((section, trunk, number));
        }
        CrossChecks.InboundNumbers(plain);
        return [.. rules.OrderBy(one => one.Order).Select(one => one.Rule)];
    }

    /// <summary>It asks for a number alone: a second one for that number would never be reached.</summary>
    private static bool IsPlain(CallerRule rule) => rule is { CallerPrefixes.Count: 0, Hours: null, LeastValue: null, Keys: null };

    private static IReadOnlyList<string> ReadCallers(ConfigReader section)
    {
        var callers = section.Texts("from", 1_000);
        foreach (string caller in callers)
            if (caller != "withheld" && !TrunkSections.IsPrefix(caller))
                section.ErrorAt("from", $"\"{caller}\" is not the beginning of a number.", "Write \"+33\" or \"+331990\"; \"withheld\": callers who show no number.");
        return [.. callers.Select(caller => caller == "withheld" ? "" : caller)];
    }
}
