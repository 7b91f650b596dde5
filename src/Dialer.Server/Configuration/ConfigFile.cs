using System.Net;
using Dialer.Core.Compliance;
using Dialer.Server.Files;

namespace Dialer.Server.Configuration;

/// <summary>From the file as written to the validated model. Never throws for what a file can hold.</summary>
public static class ConfigFile
{
    private const int MostEntries = 10_000;

    /// <param name="path">The file; paths in it are relative to its folder.</param>
    /// <param name="known">Gathers the path of every field of the format that the file could have; or null.</param>
    public static ConfigReading Read(string path, ISet<string>? known = null)
    {
        var errors = new List<ConfigError>();
        byte[] bytes;
        try
        {
            bytes = GivenFile.ReadAtMost(path, ConfigNode.MaxBytes);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return ConfigReading.From(null, [new ConfigError("$", 0, 0, "The file cannot be read: " + unreadable.Message, "Check the path and the permissions.")]);
        }
        if (ConfigNode.Parse(bytes, errors) is not { } root)
            return ConfigReading.From(null, errors);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        root = WithApplied(root, folder, errors);
        var config = ReadRoot(new ConfigReader(root, errors, known), new ConfigFolder(folder), new SkillNames(), errors);
        return ConfigReading.From(config, errors);
    }

    /// <summary>The sections of the business that other files have, after those of this one; paths in them are relative to this one's folder.</summary>
    private static ConfigNode WithApplied(ConfigNode root, string folder, List<ConfigError> errors)
    {
        if (root.Field("apply") is not { Kind: ConfigNodeKind.Array } named)
            return root;
        var sections = new Dictionary<string, List<ConfigNode>>(StringComparer.Ordinal);
        foreach (var item in named.Items.Where(item => item.Kind == ConfigNodeKind.Text))
            foreach (var (section, list) in Applied(Path.GetFullPath(item.Text, folder), item, errors)?.Fields ?? [])
                if (section == "$schema")
                    continue;
                else if (!BusinessSections.Contains(section) || list.Kind != ConfigNodeKind.Array)
                    errors.Add(new ConfigError(list.Path, list.Line, list.Column, $"\"{section}\" is no list of the business.", "Keep the machine's part in the configuration file; here stand " + string.Join(", ", BusinessSections) + ".") { File = list.File });
                else
                    (sections.TryGetValue(section, out var together) ? together : sections[section] = []).AddRange(list.Items);
        var fields = root.Fields.Where(field => !sections.ContainsKey(field.Key)).ToList();
        foreach (var (section, items) in sections)
            fields.Add(new(section, ConfigNode.Array("$." + section, [.. root.Field(section)?.Items ?? [], .. items])));
        return ConfigNode.Object("$", fields);
    }

    private static ConfigNode? Applied(string path, ConfigNode named, List<ConfigError> errors)
    {
        try
        {
            return ConfigNode.Parse(GivenFile.ReadAtMost(path, ConfigNode.MaxBytes), errors, file: path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            errors.Add(new ConfigError(named.Path, named.Line, named.Column, $"The file \"{path}\" cannot be read: {unreadable.Message}", "Check the path, which is relative to the folder of the configuration file, and the permissions."));
            return null;
        }
    }

    /// <summary>What may be changed while calls go on.</summary>
    private static readonly string[] BusinessSections = ["openingHours", "queueGroups", "queues", "menus", "campaigns", "agents", "supervisors", "inbound"];

    /// <summary>What was written in several places, put together.</summary>
    /// <param name="skills">Names that have their numbers already.</param>
    internal static ConfigReading Read(ConfigNode root, ConfigFolder folder, SkillNames skills)
    {
        var errors = new List<ConfigError>();
        var config = ReadRoot(new ConfigReader(root, errors, known: null), folder, skills, errors);
        return ConfigReading.From(config, errors);
    }

    private static DialerConfig ReadRoot(ConfigReader root, ConfigFolder folder, SkillNames skills, List<ConfigError> errors)
    {
        root.Text("$schema");
        root.Texts("apply", 100);
        var prompts = new Dictionary<string, string>(StringComparer.Ordinal);
        string dataDirectory = folder.UsableFolder(root, "dataDirectory", root.Text("dataDirectory") ?? "data");
        folder.PromptFolder = Path.Combine(dataDirectory, "prompts");
        folder.DataFolder = dataDirectory;
        var media = MediaSections.ReadLine(root.Section("media"), folder, dataDirectory);
        ConfigReader sipSection = root.Section("sip"), httpSection = root.Section("http");
        var sip = SipSection.Read(sipSection, folder);
        var http = ReadHttp(httpSection, folder);
        CrossChecks.Ports(sipSection, httpSection, sip, http);
        var trunks = TrunkSections.Read(root.Sections("trunks", 100), folder);
        var hours = OpeningHoursSections.Read(root.Sections("openingHours", 1_000));
        var targets = new CallerTargets(folder, prompts);
        var queueSections = root.Sections("queues", 1_000);
        var queues = QueueSections.Read(queueSections, skills, RoutingSections.ReadGroups(root.Sections("queueGroups", 100)), hours, targets, folder, prompts, media.RecordingDirectory);
        var menus = MenuSections.Read(root.Sections("menus", 1_000), targets);
        var campaignSections = root.Sections("campaigns", 1_000);
        var campaigns = CampaignSections.Read(campaignSections, trunks, queues, folder, prompts, media.RecordingDirectory);
        QueueSections.CheckCallBacks(queueSections, campaigns);
        ConfigReader[] agentSections = [.. root.Sections("agents", MostEntries)], supervisorSections = [.. root.Sections("supervisors", MostEntries)];
        var agents = AgentSections.Read(agentSections, trunks, queues, campaigns, skills, folder, sip.RegistrarRealm);
        var config = new DialerConfig
        {
            DataDirectory = dataDirectory,
            Store = root.Text("store"),
            Media = media,
            Supervisors = SupervisorSections.Read(supervisorSections, trunks, agents),
            Sip = sip,
            Http = http,
            Trunks = trunks,
            Queues = queues,
            Campaigns = campaigns,
            Agents = agents,
            Menus = menus,
            CallerRules = InboundSections.Read(root.Sections("inbound", 10_000), trunks, queues, hours, targets),
            Handovers = HandoverSection.Read(root.Section("handovers"), trunks),
            DoNotCall = ReadDoNotCall(root.Sections("doNotCall", 100), folder, campaigns),
            PromptFiles = prompts,
            DrainWithin = root.Seconds("drainSeconds", TimeSpan.FromMinutes(2), 0, 3_600),
            LogLevel = root.OneOf("logLevel", LogLevel.Information, Words.Of<LogLevel>()),
            LogLevels = ReadLogLevels(root),
            Written = root.Node,
            Folder = folder,
            Skills = skills,
        };
        if (trunks.Count == 0 && errors.TrueForAll(error => error.IsWarning))
            root.ErrorAt("trunks", "No trunk is configured: nothing can be dialed.", "Add at least one trunk with its address.");
        CrossChecks.CallersWay(targets, queueSections, config);
        ProfileChecks.Registers(campaignSections, campaigns, config.DoNotCall);
        CrossChecks.Agents(root, queueSections, config, skills);
        root.End();
        return config;
    }

    private static HttpConfig ReadHttp(ConfigReader http, ConfigFolder folder)
    {
        var bind = Address(http, "bind") ?? IPAddress.Loopback;
        int port = http.Whole("port", 8_088, 0, 65_535);
        string? token = folder.TextOrFile(http, "token", "tokenFile");
        var hosts = http.Texts("hosts", 32);
        if (token is null && !IPAddress.IsLoopback(bind))
            http.ErrorAt("token", $"The HTTP interface would be open to everyone who reaches {bind}.", "Add a \"token\" (or \"tokenFile\") of 16 characters or more, or bind to 127.0.0.1.");
        if (token is not null && IsPlaceholder(token))
            http.ErrorAt("token", "This is the token of the sample, which everybody knows.", "Put the output of this command in its place: openssl rand -hex 24");
        if (token is { Length: < 16 })
            http.ErrorAt("token", "The token is too short to be safe.", "Use 16 characters or more, such as the output of: openssl rand -hex 24");
        var webhookHosts = http.Texts("webhookHosts", 64);
        int eventClients = http.Whole("eventClients", HttpConfig.UsualEventClients, 1, 50_000);
        int connections = http.Whole("connections", Math.Max(HttpConfig.UsualConnections, eventClients * 2), 16, 100_000);
        if (connections < eventClients)
            http.ErrorAt("connections", "Fewer connections than event clients, and each of them holds one.", "Raise \"connections\", or lower \"eventClients\".");
        int requests = http.Whole("requestsPerSecond", HttpConfig.UsualRequestsPerSecond, 1, 100_000);
        http.End();
        return new HttpConfig(bind, port, token, hosts) { RequestsPerSecond = requests, EventClients = eventClients, Connections = connections, WebhookHosts = webhookHosts };
    }

    /// <summary>What stands in samples and manuals in the place of a secret.</summary>
    private static bool IsPlaceholder(string token)
    {
        string bare = new([.. token.Where(char.IsAsciiLetter).Select(char.ToLowerInvariant)]);
        string[] words = ["replaceme", "changeme", "yourtoken", "mytoken", "secrettoken", "tokenhere", "opensslrand", "placeholder", "exampletoken"];
        return words.Any(word => bare.Contains(word, StringComparison.Ordinal));
    }

    private static List<DoNotCallConfig> ReadDoNotCall(IReadOnlyList<ConfigReader> files, ConfigFolder folder, IReadOnlyList<CampaignConfig> campaigns)
    {
        var read = new List<DoNotCallConfig>();
        foreach (var file in files)
        {
            string path = folder.ExistingFile(file, "file", file.RequiredText("file", "do-not-call.txt"));
            string country = References.Country(file, "country");
            var kind = file.OneOf("kind", DoNotCallKind.Company, DoNotCallKinds);
            string? campaign = file.Text("campaign");
            if (kind == DoNotCallKind.Campaign != campaign is not null)
                file.ErrorAt("campaign", "A list of kind \"campaign\" names its campaign, and no other list does.", "Give both, or neither.");
            else if (campaign is not null && campaigns.All(known => known.Settings.Name != campaign))
                file.ErrorAt("campaign", $"No campaign is named \"{campaign}\".", campaigns.Count == 0 ? "None is configured." : "There are: " + string.Join(", ", campaigns.Take(10).Select(known => known.Settings.Name)) + ".");
            var until = file.Text("until", 16) is { } last ? ClockFields.Date(file, "until", last) : null;
            file.End();
            read.Add(new DoNotCallConfig(path, country, kind, campaign, until));
        }
        return read;
    }

    /// <summary>The company's own list binds the person; a register of the state and a campaign's own the number.</summary>
    private static readonly Dictionary<string, DoNotCallKind> DoNotCallKinds = new(StringComparer.Ordinal) { ["company"] = DoNotCallKind.Company, ["nationalRegister"] = DoNotCallKind.National, ["campaign"] = DoNotCallKind.Campaign };

    private static Dictionary<string, LogLevel> ReadLogLevels(ConfigReader root)
    {
        var levels = new Dictionary<string, LogLevel>(StringComparer.Ordinal);
        var words = Words.Of<LogLevel>();
        foreach (var (area, node) in root.Entries("logLevels"))
            if (words.TryGetValue(node.Text, out var level))
                levels[area] = level;
            else
                root.Error(node, "This is not a log level.", "Use " + string.Join(", ", words.Keys) + ".");
        return levels;
    }

    internal static IPAddress? Address(ConfigReader section, string name)
    {
        if (section.Text(name, 64) is not { } text)
            return null;
        if (IPAddress.TryParse(text, out var address))
            return address;
        section.ErrorAt(name, $"\"{text}\" is not an IP address.", "Write an address such as 192.0.2.10, without a port.");
        return null;
    }
}
