using System.Globalization;
using System.Net;
using Dialer.Core.Ids;
using Dialer.Line;

namespace Dialer.Server.Configuration;

/// <summary>The trunks: carriers and PBXes.</summary>
internal static class TrunkSections
{
    public static IReadOnlyList<TrunkOptions> Read(IReadOnlyList<ConfigReader> sections, ConfigFolder folder)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var read = new List<(ConfigReader Section, TrunkOptions Trunk)>();
        foreach (var section in sections)
        {
            var trunk = ReadOne(section, new TrunkId(read.Count + 1), folder);
            References.Unique(section, "name", trunk.Name, names);
            read.Add((section, trunk));
        }
        IReadOnlyList<TrunkOptions> all = [.. read.Select(row => row.Trunk)];
        var linked = read.Select(row => row.Trunk with
        {
            Failover = ReadFailover(row.Section, row.Trunk, all),
            Prefixes = ReadPrefixes(row.Section, all),
            Weights = ReadWeights(row.Section, all),
        }).ToArray();
        foreach (var (section, _) in read)
            section.End();
        return linked;
    }

    private static TrunkOptions ReadOne(ConfigReader section, TrunkId id, ConfigFolder folder)
    {
        string name = section.RequiredText("name", "carrier");
        var (host, port) = HostAndPort(section, section.RequiredText("address", "sip.carrier.example"));
        string? user = section.Text("user", 128);
        string? password = folder.TextOrFile(section, "password", "passwordFile");
        string? inboundUser = section.Text("inboundUser", 128);
        string? inboundPassword = folder.TextOrFile(section, "inboundPassword", "inboundPasswordFile");
        if (inboundUser is null != inboundPassword is null)
            section.ErrorAt("inboundUser", "A trunk that authenticates its calls does so with a user and a password.", "Give both \"inboundUser\" and \"inboundPassword\" (or \"inboundPasswordFile\"), or neither.");
        bool register = section.Flag("register", false);
        if (register && user is null)
            section.ErrorAt("user", "Registering needs a user name.", "Add \"user\", or set \"register\" to false.");
        if (password is not null && user is null)
            section.ErrorAt("user", "A password without a user name answers nothing.", "Add \"user\".");
        var transport = section.OneOf("transport", TrunkTransport.Auto, Words.Of<TrunkTransport>());
        var media = MediaSections.ReadCall(section) ?? CallMedia.Default;
        MediaSections.WarnOfOpenKeys(section, media, transport);
        return new TrunkOptions
        {
            Id = id,
            Name = name,
            Address = host,
            Port = port,
            Transport = transport,
            Sources = ReadSources(section),
            KeepAliveEvery = section.Seconds("optionsSeconds", TimeSpan.FromSeconds(30), 0, 3_600),
            Domain = section.Text("domain", 253),
            UserName = user,
            Password = password,
            AuthorizationUser = section.Text("authorizationUser", 128),
            Register = register,
            RegisterExpires = section.Seconds("registerSeconds", TimeSpan.FromSeconds(600), 60, 86_400),
            CallerId = CallerId(section),
            CallerIdIn = section.OneOf("callerIdIn", CallerIdHeader.From, Words.Of<CallerIdHeader>()),
            Numbers = NumberSections.Read(section.Section("numbers")),
            Channels = section.Whole("channels", 30, 1, 100_000),
            CallsPerSecond = section.Number("callsPerSecond", 10, 0.1, 10_000),
            Redirect = section.OneOf("redirect", RedirectRule.Refuse, Words.Of<RedirectRule>()),
            Media = media,
            MediaBehindNat = section.Flag("mediaBehindNat", false),
            SignallingBehindNat = section.Flag("signallingBehindNat", false),
            InboundUser = inboundUser,
            InboundPassword = inboundPassword,
            SessionExpires = section.Seconds("sessionSeconds", TimeSpan.FromSeconds(1_800), 0, 86_400),
        };
    }

    /// <summary>Digits with an optional plus: what goes into a From header unquoted.</summary>
    internal static string? CallerId(ConfigReader section)
    {
        if (section.Text("callerId", 32) is not { } number)
            return null;
        if (IsNumber(number))
            return number;
        section.ErrorAt("callerId", $"\"{number}\" is not a telephone number.", "Use digits, with a leading + for the international form.");
        return null;
    }

    private static bool IsNumber(string text) =>
        text.TrimStart('+') is { Length: > 0 and < 32 } && text.AsSpan(text[0] == '+' ? 1 : 0).IndexOfAnyExceptInRange('0', '9') < 0;

    internal static bool IsPrefix(string text) => text == "+" || IsNumber(text);

    /// <summary>Caller ids by leading digits of the called number; "withheld" shows none.</summary>
    internal static IReadOnlyList<CallerIdRule> CallerIds(ConfigReader section)
    {
        var rules = new List<CallerIdRule>();
        foreach (var (prefix, node) in section.Entries("callerIds"))
            if (IsPrefix(prefix) && (node.Text == "withheld" || IsNumber(node.Text)))
                rules.Add(new CallerIdRule(prefix, node.Text == "withheld" ? null : node.Text));
            else
                section.Error(node, $"The rule for \"{prefix}\" does not name a telephone number, or the prefix is none.", "Write \"+336\": \"+33611111111\", or \"+336\": \"withheld\".");
        return rules;
    }

    private static List<IPNetwork> ReadSources(ConfigReader section)
    {
        var sources = new List<IPNetwork>();
        foreach (string text in section.Texts("sources", 64))
            if (IPNetwork.TryParse(text, out var network))
                sources.Add(network);
            else if (IPAddress.TryParse(text, out var address))
                sources.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else
                section.ErrorAt("sources", $"\"{text}\" is not an address or a network.", "Write 192.0.2.10 or 192.0.2.0/24.");
        return sources;
    }

    private static List<TrunkWeight> ReadWeights(ConfigReader section, IReadOnlyList<TrunkOptions> all)
    {
        var weights = new List<TrunkWeight>();
        foreach (var (name, node) in section.Entries("weights"))
            if (all.FirstOrDefault(trunk => trunk.Name == name) is not { } trunk)
                section.Error(node, $"\"{name}\" is not a trunk.", "Name trunks of this file, this one included.");
            else if (!int.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int weight) || weight is < 1 or > 1_000)
                section.Error(node, $"The weight of \"{name}\" is not a whole number from 1 to 1000.", "Write \"carrier\": 3.");
            else
                weights.Add(new TrunkWeight(trunk.Id, weight));
        return weights;
    }

    private static (string Host, int Port) HostAndPort(ConfigReader section, string address)
    {
        int colon = address.LastIndexOf(':');
        bool hasPort = colon > 0 && (address[colon - 1] == ']' || address.IndexOf(':', StringComparison.Ordinal) == colon);
        string host = hasPort ? address[..colon] : address;
        int port = 0;
        if (hasPort && (!int.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65_535))
            section.ErrorAt("address", $"\"{address[(colon + 1)..]}\" is not a port.", "Write host:port with a port from 1 to 65535, or the host alone.");
        if (address.Length > 0 && (host.Length is 0 or > 253 || Uri.CheckHostName(host) == UriHostNameType.Unknown))
            section.ErrorAt("address", $"\"{host}\" is not a host name or an address.", "Write a name such as sip.carrier.example, or an address such as 192.0.2.10.");
        return (host.Trim('[', ']'), port);
    }

    private static List<TrunkId> ReadFailover(ConfigReader section, TrunkOptions own, IReadOnlyList<TrunkOptions> all)
    {
        var failover = new List<TrunkId>();
        foreach (string name in section.Texts("failover", 16))
            if (name != own.Name && all.FirstOrDefault(trunk => trunk.Name == name) is { } other)
                failover.Add(other.Id);
            else
                section.ErrorAt("failover", $"\"{name}\" is not another trunk.", "Name trunks of this file, other than this one.");
        return failover;
    }

    private static List<PrefixRule> ReadPrefixes(ConfigReader section, IReadOnlyList<TrunkOptions> all)
    {
        var rules = new List<PrefixRule>();
        foreach (var (prefix, node) in section.Entries("prefixes"))
            if (all.FirstOrDefault(trunk => trunk.Name == node.Text) is { } trunk && IsPrefix(prefix))
                rules.Add(new PrefixRule(prefix, trunk.Id));
            else
                section.Error(node, $"The rule for \"{prefix}\" does not name a trunk, or the prefix is not a number.", "Write \"+3389\": \"name of a trunk\".");
        return rules;
    }
}
