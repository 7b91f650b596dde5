using System.Net;
using Dialer.Core.Callers;
using Dialer.Core.Campaigns;
using Dialer.Core.Leads;
using Dialer.Line;

namespace Dialer.Server.Configuration;

/// <summary>What no section is wrong about by itself, and two together are.</summary>
internal static class CrossChecks
{
    /// <summary>Two that listen at one port of one address: the second to start would fail, or take what is meant for the first.</summary>
    public static void Ports(ConfigReader sip, ConfigReader http, SipConfig telephony, HttpConfig web)
    {
        var tls = sip.Section("tls");
        (ConfigReader Section, string Field, string What, int Port, IPAddress Bind)[] all =
        [
            (sip, "port", "SIP", telephony.Port, telephony.Bind),
            (tls, "port", "SIP over TLS", telephony.TlsPort ?? 0, telephony.Bind),
            (sip, "webSocketPort", "SIP over WebSocket", telephony.WebSocketPort ?? 0, telephony.Bind),
            (sip, "secureWebSocketPort", "SIP over secure WebSocket", telephony.SecureWebSocketPort ?? 0, telephony.Bind),
            (http, "port", "HTTP", web.Port, web.Bind),
        ];
        for (int i = 0; i < all.Length; i++)
            for (int j = 0; j < i; j++)
                if (all[i].Port != 0 && all[i].Port == all[j].Port && Overlap(all[i].Bind, all[j].Bind))
                    all[i].Section.ErrorAt(all[i].Field, $"{all[i].What} and {all[j].What} would listen at one port, {all[i].Port}.", "Give each a port of its own.");
        if (telephony.Port >= telephony.FirstMediaPort && telephony.Port <= telephony.LastMediaPort)
            sip.WarnAt("port", $"SIP would listen at {telephony.Port}, which is a port for audio (\"firstMediaPort\" to \"lastMediaPort\").", "Choose a port outside of them.");
    }

    private static bool Overlap(IPAddress one, IPAddress other) =>
        one.Equals(other) || IsAny(one) || IsAny(other);

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    /// <summary>The same number of the same trunk twice: only one of the two queues would ever get its callers.</summary>
    public static void InboundNumbers(IReadOnlyList<(ConfigReader Section, TrunkOptions Trunk, string Number)> routes)
    {
        var first = new Dictionary<(int, string), string>();
        foreach (var (section, trunk, number) in routes)
            if (!first.TryAdd((trunk.Id.Value, Comparable(number, trunk)), number))
            {
                string before = first[(trunk.Id.Value, Comparable(number, trunk))];
                section.ErrorAt("number", before == number ? $"Calls to \"{number}\" of trunk \"{trunk.Name}\" have a queue already." : $"\"{number}\" is \"{before}\" of trunk \"{trunk.Name}\", which has a queue already.", "Keep one entry a number.");
            }
    }

    /// <summary>However it is written: 01 99 00 12 34, 0033199001234 and +33199001234 are one number where the trunk's own is French.</summary>
    private static string Comparable(string number, TrunkOptions trunk)
    {
        int end = number.IndexOf(';', StringComparison.Ordinal);
        string bare = new([.. (end < 0 ? number : number[..end]).Where(c => char.IsAsciiDigit(c) || c is '+' or '*' or '#' || char.IsAsciiLetter(c))]);
        if (bare.StartsWith('+'))
            return bare;
        if (bare.StartsWith("00", StringComparison.Ordinal) && bare.Length > 8)
            return "+" + bare[2..];
        bool isNational = bare.Length > 6 && bare[0] == '0' && bare.All(char.IsAsciiDigit);
        return isNational && CallingCodeOf(trunk) is { } code ? $"+{code}{bare[1..]}" : bare;
    }

    private static string? CallingCodeOf(TrunkOptions trunk) =>
        trunk.CallerId is ['+', .. var digits] && Countries.FindByCallingCode(digits) is { } country ? country.CallingCode : null;

    /// <summary>Callers are sent where something is, and not in a circle.</summary>
    public static void CallersWay(CallerTargets targets, IReadOnlyList<ConfigReader> queueSections, DialerConfig config)
    {
        foreach (var (section, target) in targets.Named)
        {
            if (targets.MissingPrompt(target) is not null)
                section.ErrorAt("greeting", $"Nothing would be said to callers who are sent to \"{target.Name}\".", "Add \"greeting\": a recording, here or at another entry of the same name.");
            var (there, field) = target.Kind switch
            {
                CallerTargetKind.Queue => (config.Queues.Select(queue => queue.Settings.Name), "queue"),
                CallerTargetKind.Menu => (config.Menus.Select(menu => menu.Name), "menu"),
                CallerTargetKind.CallBack => (config.Campaigns.Select(campaign => campaign.Settings.Name), "callBack"),
                _ => ([target.Name], ""),
            };
            if (!there.Contains(target.Name))
                section.ErrorAt(field, $"No {Words.Word(target.Kind)} is named \"{target.Name}\".", there.Any() ? "There are: " + string.Join(", ", there.Take(10)) + "." : "None is configured.");
        }
        var doors = config.Queues.DistinctBy(queue => queue.Settings.Name).ToDictionary(queue => queue.Settings.Name, queue => queue.Settings.Door);
        foreach (var finding in (DoorFinding[])[DoorFinding.Closed, DoorFinding.Full, DoorFinding.TooLong, DoorFinding.Nobody])
            if (Core.Callers.CallersWay.FindCircle(doors, finding) is { } circle)
            {
                var section = queueSections[config.Queues.Select(queue => queue.Settings.Name).ToList().IndexOf(circle[0])];
                section.ErrorAt("when" + finding, $"Callers would go round for ever: {string.Join(" to ", circle)} and back.", "Let one of them lead to a message, a mailbox, a call back or the end of the call.");
            }
    }

    /// <summary>Who would answer: nobody at all, or nobody with what a queue asks for.</summary>
    public static void Agents(ConfigReader root, IReadOnlyList<ConfigReader> queueSections, DialerConfig config, SkillNames skills)
    {
        bool needsAgents = config.CallerRules.Any(rule => rule.Target.Kind is CallerTargetKind.Queue or CallerTargetKind.Menu) || config.Campaigns.Any(campaign => campaign.Settings.Mode != DialMode.Agentless);
        if (config.Agents.Count == 0)
        {
            if (needsAgents)
                root.WarnAt("agents", "No agent is configured: nobody who answers or calls can be connected.", "Add \"agents\", each with a \"name\" and a \"phone\".");
            return;
        }
        foreach (var (section, queue) in queueSections.Zip(config.Queues))
            RoutingSections.Check(section, queue.Settings, config.Agents, skills);
    }
}
