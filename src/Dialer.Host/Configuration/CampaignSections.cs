using System.Globalization;
using Dialer.Core.Attempts;
using Dialer.Core.CallProgress;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Leads;
using Dialer.Core.Routing;
using Dialer.Sip.Trunks;

namespace Dialer.Host.Configuration;

/// <summary>The campaigns: their lists, their dial mode, their rules.</summary>
internal static class CampaignSections
{
    public static IReadOnlyList<CampaignConfig> Read(
        IReadOnlyList<ConfigReader> sections, IReadOnlyList<TrunkOptions> trunks, IReadOnlyList<QueueSettings> queues, ConfigFolder folder, Dictionary<string, string> prompts)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var campaigns = new List<CampaignConfig>();
        foreach (var section in sections)
        {
            string name = section.RequiredText("name", "renewals");
            References.Unique(section, "name", name, names);
            var trunk = References.Trunk(section, "trunk", trunks);
            var queue = References.Queue(section, "queue", queues);
            var settings = ReadSettings(section, name, trunk?.Id ?? default, queue?.Id ?? default, folder, prompts);
            var lists = ReadLists(section.Sections("lists", 1_000), folder);
            campaigns.Add(new CampaignConfig(settings, lists, section.Flag("start", true)));
            section.End();
        }
        return campaigns;
    }

    private static CampaignSettings ReadSettings(ConfigReader section, string name, TrunkId trunk, QueueId queue, ConfigFolder folder, Dictionary<string, string> prompts)
    {
        var defaults = new CampaignSettings { Id = default, Name = name, Trunk = trunk, Queue = queue };
        var settings = defaults with
        {
            Mode = section.OneOf("mode", defaults.Mode, Words.Of<DialMode>()),
            Pacer = section.Text("pacer", 64) ?? defaults.Pacer,
            Ratio = section.Number("ratio", defaults.Ratio, 0.1, 20),
            MaxLinesPerAgent = section.Number("maxLinesPerAgent", defaults.MaxLinesPerAgent, 1, 50),
            Abandon = ReadAbandon(section.Section("abandon")),
            RingTimeout = section.Seconds("ringSeconds", defaults.RingTimeout, 1, 120),
            MinimumRing = section.Seconds("minimumRingSeconds", defaults.MinimumRing, 0, 120),
            Analysis = section.OneOf("analysis", defaults.Analysis, Words.Of<AnalysisMode>()),
            OnMachine = section.OneOf("onMachine", defaults.OnMachine, Words.Of<AnswerAction>()),
            OnUndetermined = section.OneOf("onUndetermined", defaults.OnUndetermined, Words.Of<AnswerAction>()),
            AnalysisLimit = section.Seconds("analysisSeconds", defaults.AnalysisLimit, 1, 30),
            Retry = ReadRetry(section.Section("retry")),
            Calling = new CallingRules(ReadHours(section), ReadHolidays(section)),
            TimeZone = References.TimeZone(section, "timeZone") ?? TimeZoneInfo.Utc,
            WrapUpLimit = section.Seconds("wrapUpSeconds", defaults.WrapUpLimit, 0, 3_600),
            Announcement = Prompt(section, "announcement", name, folder, prompts) ?? defaults.Announcement,
            Message = Prompt(section, "message", name, folder, prompts),
            CallerId = TrunkSections.CallerId(section),
            Priority = section.Whole("priority", defaults.Priority, -100, 100),
            Weight = section.Whole("weight", defaults.Weight, 1, 1_000),
            InboundReserve = section.Whole("inboundReserve", defaults.InboundReserve, 0, 10_000),
        };
        return CheckTogether(section, WithPreview(section.Section("preview"), settings));
    }

    private static CampaignSettings WithPreview(ConfigReader preview, CampaignSettings settings)
    {
        var read = settings with
        {
            PreviewTimeOut = preview.OneOf("onTimeOut", settings.PreviewTimeOut, Words.Of<PreviewTimeOut>()),
            PreviewLimit = preview.Seconds("seconds", settings.PreviewLimit, 5, 3_600),
        };
        preview.End();
        return read;
    }

    /// <summary>What no field is wrong about by itself.</summary>
    private static CampaignSettings CheckTogether(ConfigReader section, CampaignSettings settings)
    {
        bool mayAbandon = settings.Mode is DialMode.Predictive or DialMode.Ratio or DialMode.Progressive;
        if (mayAbandon && !section.Has("announcement"))
            section.ErrorAt("announcement", "A person who answers and gets no agent in time must hear who called.", "Add \"announcement\": a WAV file that names the caller and a number to ring back.");
        if (settings.RingTimeout < settings.MinimumRing)
            section.ErrorAt("ringSeconds", "Unanswered calls would be given up before \"minimumRingSeconds\".", "Raise \"ringSeconds\", or lower \"minimumRingSeconds\" where the law allows it.");
        bool leavesMessage = settings.Analysis == AnalysisMode.Message || settings.OnMachine == AnswerAction.LeaveMessage;
        if (leavesMessage && settings.Message is null)
            section.ErrorAt("message", "A message is to be left on machines, and none is given.", "Add \"message\": a WAV file; or change \"analysis\" and \"onMachine\".");
        if (settings.Calling.Hours.Count == 0)
            section.ErrorAt("callingHours", "No calling hours are given: people would be called at night.", "Add \"callingHours\", such as [ { \"days\": [\"monday\", \"friday\"], \"from\": \"10:00\", \"to\": \"20:00\" } ].");
        return settings;
    }

    private static string? Prompt(ConfigReader section, string field, string campaign, ConfigFolder folder, Dictionary<string, string> prompts)
    {
        if (section.Text(field) is not { } file)
            return null;
        string prompt = $"{field}/{campaign}";
        prompts[prompt] = folder.ExistingFile(section, field, file);
        return prompt;
    }

    private static AbandonRule ReadAbandon(ConfigReader section)
    {
        var law = AbandonRule.Default;
        var rule = new AbandonRule(
            section.Seconds("afterSeconds", law.After, 0.5, 30),
            section.OneOf("from", law.From, Words.Of<AbandonClock>()),
            section.Number("cap", law.Cap, 0.001, 1),
            section.OneOf("window", law.Window, Words.Of<AbandonWindow>()),
            section.Flag("countFalsePositives", law.CountFalsePositives));
        section.End();
        return rule;
    }

    private static RetryRules ReadRetry(ConfigReader section)
    {
        int most = section.Whole("maxAttempts", RetryRules.Default.MaxAttempts, 1, 100);
        var rows = section.Sections("rules", 100);
        var rules = new List<RetryRule>();
        foreach (var row in rows)
        {
            row.RequiredText("result", "busy");
            var result = row.OneOf("result", CallResult.Busy, Words.But(CallResult.None, CallResult.Interrupted));
            var verdict = row.OneOf("verdict", CpaVerdict.None, Words.But(CpaVerdict.None));
            var delay = TimeSpan.FromMinutes(row.Number("afterMinutes", 60, 0, 525_600));
            rules.Add(new RetryRule(result, verdict, delay, row.Whole("maxAttempts", most, 1, 100)));
            row.End();
        }
        section.End();
        return new RetryRules(most, section.Has("rules") ? rules : RetryRules.Default.Rules);
    }

    private static List<CallingHours> ReadHours(ConfigReader campaign)
    {
        var days = Words.Of<DayOfWeek>();
        var hours = new List<CallingHours>();
        foreach (var section in campaign.Sections("callingHours", 100))
        {
            var from = ClockTime(section, "from", "09:00");
            var to = ClockTime(section, "to", "20:00");
            if (from is { } start && to is { } end && end <= start)
                section.ErrorAt("to", "The window ends before it begins.", "Let \"to\" be later than \"from\"; a window over midnight is two windows.");
            var named = section.Texts("days", 7);
            if (named.Count == 0 || named.Any(day => !days.ContainsKey(day)))
                section.ErrorAt("days", "The days are missing or not known.", "List days: " + string.Join(", ", days.Keys) + ".");
            else if (from is { } opens && to is { } closes)
                hours.AddRange(named.Select(day => new CallingHours(days[day], opens, closes)));
            section.End();
        }
        return hours;
    }

    private static TimeOnly? ClockTime(ConfigReader section, string field, string example)
    {
        string text = section.RequiredText(field, example);
        if (text == "24:00")
            return TimeOnly.MaxValue;
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return time;
        if (text.Length > 0)
            section.ErrorAt(field, $"\"{text}\" is not a time of day.", $"Write hours and minutes, such as \"{example}\".");
        return null;
    }

    private static HashSet<DateOnly> ReadHolidays(ConfigReader section)
    {
        var holidays = new HashSet<DateOnly>();
        foreach (string text in section.Texts("holidays", 1_000))
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                holidays.Add(day);
            else
                section.ErrorAt("holidays", $"\"{text}\" is not a date.", "Write year, month and day, such as \"2026-12-25\".");
        return holidays;
    }

    private static List<ListConfig> ReadLists(IReadOnlyList<ConfigReader> sections, ConfigFolder folder)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var lists = new List<ListConfig>();
        foreach (var section in sections)
        {
            string file = folder.ExistingFile(section, "file", section.RequiredText("file", "clients.csv"));
            string name = section.Text("name", 128) ?? Path.GetFileNameWithoutExtension(file);
            References.Unique(section, "name", name, names);
            string country = References.Country(section, "country");
            var zone = References.TimeZone(section, "timeZone");
            lists.Add(new ListConfig(name, file, country, zone?.Id, ReadColumns(section.Section("columns"))));
            section.End();
        }
        return lists;
    }

    private static ColumnConfig ReadColumns(ConfigReader section)
    {
        var columns = new ColumnConfig(
            section.Texts("phones", 32),
            section.Text("consent", 256),
            section.Text("timeZone", 256),
            section.Text("region", 256),
            section.Text("postalCode", 256),
            section.Text("priority", 256),
            section.Text("country", 256));
        section.End();
        return columns;
    }
}
