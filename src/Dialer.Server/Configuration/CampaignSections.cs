using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Ids;
using Dialer.Core.Profiles;
using Dialer.Line;
using Dialer.Lists.Headings;
using Dialer.Lists.Import;

namespace Dialer.Server.Configuration;

/// <summary>The campaigns: their lists, their dial mode, their rules.</summary>
internal static class CampaignSections
{
    private static readonly Dictionary<string, string?> Encodings = new(StringComparer.Ordinal)
    {
        ["utf-8"] = "utf-8",
        ["utf-16"] = "utf-16",
        ["windows-1252"] = "windows-1252",
        ["iso-8859-15"] = "iso-8859-15",
        ["ibm850"] = "ibm850",
        ["macintosh"] = "macintosh",
    };

    /// <summary>From the answer, half of the machines are known by then.</summary>
    private static readonly TimeSpan HalfOfMachinesKnown = TimeSpan.FromSeconds(4);

    /// <summary>As in a scenario: 30 days by the word that people write, and by the code's.</summary>
    private static readonly Dictionary<string, AbandonWindow> Windows = new(StringComparer.Ordinal)
    {
        ["day"] = AbandonWindow.Day,
        ["campaign"] = AbandonWindow.Campaign,
        ["30days"] = AbandonWindow.ThirtyDays,
        ["thirtyDays"] = AbandonWindow.ThirtyDays,
    };

    public static IReadOnlyList<CampaignConfig> Read(
        IReadOnlyList<ConfigReader> sections, IReadOnlyList<TrunkOptions> trunks, IReadOnlyList<QueueConfig> queues, ConfigFolder folder, Dictionary<string, string> prompts,
        string recordings)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var campaigns = new List<CampaignConfig>();
        foreach (var section in sections)
        {
            string name = section.RequiredText("name", "renewals");
            References.Unique(section, "name", name, names);
            var trunk = References.Trunk(section, "trunk", trunks);
            var queue = References.Queue(section, "queue", queues);
            var calling = section.Section("calling");
            var (rules, profiles) = CallingSection.Read(calling);
            var settings = ReadSettings(section, name, trunk?.Id ?? default, queue?.Id ?? default, rules, profiles, folder, prompts);
            ProfileChecks.CallerId(section, settings, trunk, profiles);
            var lists = ReadLists(section.Sections("lists", 1_000), folder);
            var recording = MediaSections.ReadRecording(section, name, recordings, folder, prompts);
            campaigns.Add(new CampaignConfig(settings, lists, section.Flag("start", true))
            {
                CallerIds = TrunkSections.CallerIds(section),
                Profiles = profiles,
                CallProgress = CallProgressSection.Read(section, folder),
                Recording = recording,
                ReviewClips = MediaSections.ReadReviewClips(section, recording),
            });
            section.End();
        }
        return campaigns;
    }

    private static CampaignSettings ReadSettings(
        ConfigReader section, string name, TrunkId trunk, QueueId queue, CallingRules calling, IReadOnlyList<ComplianceProfile> profiles, ConfigFolder folder, Dictionary<string, string> prompts)
    {
        var defaults = new CampaignSettings { Id = default, Name = name, Trunk = trunk, Queue = queue };
        var settings = defaults with
        {
            Abandon = ReadAbandon(section.Section("abandon"), profiles),
            PerLead = ReadPerLead(section.Section("pacing")),
            RingTimeout = section.Seconds("ringSeconds", defaults.RingTimeout, 1, 120),
            MinimumRing = ProfileChecks.MinimumRing(section, defaults.MinimumRing, profiles),
            Analysis = section.OneOf("analysis", defaults.Analysis, Words.Of<AnalysisMode>()),
            OnMachine = section.OneOf("onMachine", defaults.OnMachine, Words.Of<AnswerAction>()),
            OnUndetermined = section.OneOf("onUndetermined", defaults.OnUndetermined, Words.Of<AnswerAction>()),
            OnRevoked = section.OneOf("onRevoked", defaults.OnRevoked, Words.Of<RevokedAction>()),
            OnScreening = section.OneOf("onScreening", defaults.OnScreening, Words.Of<ScreeningAction>()),
            ScreeningPrompt = Prompt(section, "screeningPrompt", name, folder, prompts),
            AnalysisLimit = section.Seconds("analysisSeconds", defaults.AnalysisLimit, 1, 30),
            Retry = ReadRetry(section.Section("retry"), calling.Calendar),
            Calling = calling,
            TimeZone = References.TimeZone(section, "timeZone") ?? TimeZoneInfo.Utc,
            WrapUpLimit = section.Seconds("wrapUpSeconds", defaults.WrapUpLimit, 0, 3_600),
            Announcement = Prompt(section, "announcement", name, folder, prompts) ?? defaults.Announcement,
            Message = Prompt(section, "message", name, folder, prompts),
            CallerId = TrunkSections.CallerId(section),
            Priority = section.Whole("priority", defaults.Priority, -100, 100),
            Weight = section.Whole("weight", defaults.Weight, 1, 1_000),
            InboundTargets = section.Flag("inboundTargets", true),
            InboundReserve = section.Whole("inboundReserve", defaults.InboundReserve, 0, 10_000),
            TransferKey = Key(section, "transferKey", defaults.TransferKey),
            OptOutKey = Key(section, "optOutKey", defaults.OptOutKey),
        };
        return CheckTogether(section, DialModeSection.Read(section).ApplyTo(settings));
    }

    private static char Key(ConfigReader section, string field, char byDefault)
    {
        if (section.Text(field, 1) is not { } key)
            return byDefault;
        if (key[0] is (>= '0' and <= '9') or '*' or '#')
            return key[0];
        section.ErrorAt(field, $"\"{key}\" is not a key of a telephone.", "Use a digit, \"*\" or \"#\".");
        return byDefault;
    }

    /// <summary>What no field is wrong about by itself.</summary>
    private static CampaignSettings CheckTogether(ConfigReader section, CampaignSettings settings)
    {
        // In any mode: the modes change while the campaign runs, and in each the agent's phone may be lost.
        if (!section.Has("announcement"))
            section.ErrorAt("announcement", "A person who answers and gets no agent in time must hear who called.", "Add \"announcement\": a recording that names the caller and a number to ring back.");
        if (settings.RingTimeout < settings.MinimumRing)
            section.ErrorAt("ringSeconds", "Unanswered calls would be given up before \"minimumRingSeconds\".", "Raise \"ringSeconds\", or lower \"minimumRingSeconds\" where the law allows it.");
        bool leavesMessage = settings.Analysis == AnalysisMode.Message || settings.OnMachine == AnswerAction.LeaveMessage || settings.OnRevoked == RevokedAction.LeaveMessage;
        if (leavesMessage && settings.Message is null)
            section.ErrorAt("message", "A message is to be left on machines, and none is given.", "Add \"message\": a recording; or change \"analysis\", \"onMachine\" and \"onRevoked\".");
        if (settings.OnScreening == ScreeningAction.SayWhoCalls && settings.ScreeningPrompt is null)
            section.ErrorAt("screeningPrompt", "A screening service is to be told who calls, and no prompt says it.", "Add \"screeningPrompt\": a recording that names the caller and the reason; or change \"onScreening\".");
        if (settings.Mode == DialMode.Agentless && settings.Message is null)
            section.ErrorAt("message", "In mode agentless a message is played to people, and none is given.", "Add \"message\": a recording that names the key to press for an agent.");
        if (settings.TransferKey == settings.OptOutKey)
            section.ErrorAt("optOutKey", "One key cannot both reach an agent and object to further calls.", "Give \"transferKey\" and \"optOutKey\" a key each.");
        bool waitsForVerdict = settings.Analysis is AnalysisMode.Detect or AnalysisMode.Message;
        if (waitsForVerdict && settings.Abandon.From == AbandonClock.Answer && settings.Abandon.After < HalfOfMachinesKnown)
            section.WarnAt("analysis", $"People may wait {settings.Abandon.After.TotalSeconds:0.#} s from the answer, and a machine is known after 3 to 6 s: most machines will reach an agent.", "Where the law counts from the end of the greeting, say so (\"abandon\": { \"from\": \"greetingEnd\" }); else give more seconds, or use \"analysis\": \"background\".");
        if (settings.Mode == DialMode.Ratio && settings.Ratio > 1)
            section.WarnAt("ratio", $"Mode ratio has no guard of the abandon cap ahead of time: it keeps {settings.Ratio:0.##} lines a free agent until more than {settings.Abandon.Cap * 100:0.##} % were abandoned, and falls to one only then.", "Use mode predictive, which keeps the cap; or a \"ratio\" of 1.");
        return settings;
    }

    private static string? Prompt(ConfigReader section, string field, string campaign, ConfigFolder folder, Dictionary<string, string> prompts)
    {
        if (section.Text(field) is not { } file)
            return null;
        string prompt = $"{field}/{campaign}";
        prompts[prompt] = folder.Recording(section, field, file);
        return prompt;
    }

    /// <summary>Where it is not written: on, but for called numbers in the United States.</summary>
    private static PerLead ReadPerLead(ConfigReader section)
    {
        var read = section.Has("perLead") ? section.Flag("perLead", true) ? PerLead.On : PerLead.Off : PerLead.ExceptUnitedStates;
        section.End();
        return read;
    }

    private static AbandonRule ReadAbandon(ConfigReader section, IReadOnlyList<ComplianceProfile> profiles)
    {
        var law = ProfileChecks.StrictestAbandon(profiles) ?? AbandonRule.Default;
        var rule = new AbandonRule(
            section.Seconds("afterSeconds", law.After, 0.5, 30),
            section.OneOf("from", law.From, Words.Of<AbandonClock>()),
            section.Number("cap", law.Cap, 0.001, 1),
            section.OneOf("window", law.Window, Windows),
            section.Flag("countFalsePositives", law.CountFalsePositives))
        {
            FalsePositiveShare = section.Number("falsePositiveShare", law.FalsePositiveShare, 0, 1),
        };
        ProfileChecks.Abandon(section, rule, profiles);
        section.End();
        return rule;
    }

    private static RetryRules ReadRetry(ConfigReader section, HolidayCalendar calendar)
    {
        int most = section.Whole("maxAttempts", RetryRules.Default.MaxAttempts, 1, 100);
        var rows = section.Sections("rules", 100);
        var rules = new List<RetryRule>();
        foreach (var row in rows)
        {
            rules.Add(ReadRule(row, most));
            row.End();
        }
        var byDefault = RetryRules.Default;
        var read = new RetryRules(most, section.Has("rules") ? rules : byDefault.Rules)
        {
            NextNumberDelay = TimeSpan.FromMinutes(section.Number("nextNumberAfterMinutes", byDefault.NextNumberDelay.TotalMinutes, 0, 525_600)),
            RestAfterAbandon = TimeSpan.FromHours(section.Number("restAfterAbandonHours", byDefault.RestAfterAbandon!.Value.TotalHours, 0, 8_760)),
            UnfinishedDelay = TimeSpan.FromMinutes(section.Number("unfinishedAfterMinutes", byDefault.UnfinishedDelay.TotalMinutes, 0, 525_600)),
            Calendar = calendar,
        };
        section.End();
        return read;
    }

    /// <summary>An answer to a result, or to what an agent said.</summary>
    private static RetryRule ReadRule(ConfigReader row, int most)
    {
        string? disposition = row.Text("disposition", 128);
        if (disposition is null)
            row.RequiredText("result", "busy");
        else if (row.Has("result"))
            row.ErrorAt("result", "The rule answers to what the agent said and to a result.", "Keep \"disposition\" or \"result\".");
        var delay = TimeSpan.FromMinutes(row.Number("afterMinutes", row.Has("afterDays") || row.Has("afterWorkingDays") ? 0 : 60, 0, 525_600)) + TimeSpan.FromDays(row.Number("afterDays", 0, 0, 365));
        double followUp = row.Number("followUpAfterDays", 0, 0, 365);
        return new RetryRule(row.OneOf("result", CallResult.Busy, Words.But(CallResult.None, CallResult.Interrupted)), row.OneOf("verdict", CpaVerdict.None, Words.But(CpaVerdict.None)), delay, row.Whole("maxAttempts", most, 1, 100))
        {
            Disposition = disposition,
            WorkingDays = row.Whole("afterWorkingDays", 0, 0, 250),
            Number = row.OneOf("number", RetryNumber.AsUsual, Words.Of<RetryNumber>()),
            Bands = [.. row.Sections("hours", 24).Select(ReadBand).OfType<HourBand>()],
            FollowUpAfter = followUp > 0 ? TimeSpan.FromDays(followUp) : null,
        };
    }

    private static HourBand? ReadBand(ConfigReader section)
    {
        var span = ClockFields.Span(section);
        section.End();
        return span is { } hours ? new HourBand(hours.From, hours.To == TimeOnly.MinValue ? TimeOnly.MaxValue : hours.To) : null;
    }

    private static List<ImportOptions> ReadLists(IReadOnlyList<ConfigReader> sections, ConfigFolder folder)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var lists = new List<ImportOptions>();
        foreach (var section in sections)
        {
            string file = folder.ExistingFile(section, "file", section.RequiredText("file", "clients.csv"));
            string name = section.Text("name", 128) ?? Path.GetFileNameWithoutExtension(file);
            References.Unique(section, "name", name, names);
            string country = References.Country(section, "country");
            var zone = References.TimeZone(section, "timeZone");
            lists.Add(new ImportOptions(file, name, country)
            {
                DefaultTimeZone = zone?.Id,
                Mapping = ReadColumns(section.Section("columns")),
                Delimiter = Delimiter(section),
                Encoding = section.OneOf("encoding", null, Encodings),
                Priority = section.Whole("priority", 0, 0, 999),
            });
            section.End();
        }
        return lists;
    }

    /// <summary>Null where no column is named: then all are recognised by their headings.</summary>
    private static ColumnMapping? ReadColumns(ConfigReader section)
    {
        var columns = new ColumnMapping
        {
            Phones = section.Texts("phones", 32),
            TimeZone = section.Text("timeZone", 256),
            Country = section.Text("country", 256),
            PostalCode = section.Text("postalCode", 256),
            State = section.Text("state", 256),
            Consent = section.Text("consent", 256),
            ConsentDate = section.Text("consentDate", 256),
            Priority = section.Text("priority", 256),
            CustomerKey = section.Text("customerKey", 256),
        };
        section.End();
        return section.Node.Kind == ConfigNodeKind.Missing ? null : columns;
    }

    private static char? Delimiter(ConfigReader section)
    {
        if (section.Text("delimiter", 3) is not { } text)
            return null;
        if (text is "," or ";" or "|" or "tab")
            return text == "tab" ? '\t' : text[0];
        section.ErrorAt("delimiter", $"\"{text}\" does not separate the columns of a list.", "Use \",\", \";\", \"|\" or \"tab\"; or leave it out to have it detected.");
        return null;
    }
}
