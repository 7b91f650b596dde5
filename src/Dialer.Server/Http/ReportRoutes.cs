using Dialer.Server.Http.Access;
using Dialer.Server.Http.Description;
using Dialer.Server.Http.Figures;
using Dialer.Server.Http.Problems;
using Dialer.Server.Running;
using Dialer.Store.Tables;
using Dialer.Store.Zones;

namespace Dialer.Server.Http;

/// <summary>Figures by hour, day and week, from the store.</summary>
internal sealed class ReportRoutes(IDialerDesk desk, FigureTable table)
{
    private const int MostPeriods = 1_100;

    public void Map(RouteGroupBuilder api)
    {
        api.MapGet("/attempts", (Caller caller, Period? by, AttemptKey? per, DateTimeOffset? from, DateTimeOffset? until, string? timeZone, string? campaign, string? format) =>
                Ask(by, from, until, timeZone, format, (asked, calendar) => Attempts(caller, asked, calendar, per ?? AttemptKey.Campaign, campaign)))
            .Is("reportAttempts", Role.Supervisor, "Outbound by period, and per campaign, list or agent.").WithDescription(Common).Says<Report<AttemptFigures>>().AlsoAsCsv().MayBeMissing();
        api.MapGet("/queues", (Caller caller, Period? by, double? targetSeconds, DateTimeOffset? from, DateTimeOffset? until, string? timeZone, string? queue, string? format) =>
                Ask(by, from, until, timeZone, format, (asked, calendar) => Queues(caller, asked, calendar, targetSeconds ?? 20, queue)))
            .Is("reportQueues", Role.Supervisor, "Inbound by period and per queue; targetSeconds: of the service level, 20 where it is left out.").WithDescription(Common).Says<Report<QueueFigures>>().AlsoAsCsv().MayBeMissing();
        api.MapGet("/agents", (Caller caller, Period? by, DateTimeOffset? from, DateTimeOffset? until, string? timeZone, string? agent, string? format) =>
                Ask(by, from, until, timeZone, format, (asked, calendar) => Agents(caller, asked, calendar, agent)))
            .Is("reportAgents", Role.Supervisor, "How agents spent their time, by period.").WithDescription(Common).Says<Report<AgentFigures>>().AlsoAsCsv().MayBeMissing();
    }

    private const string Common = "from and until: RFC 3339, left out: today on the clock of timeZone (IANA; UTC where it is left out). format: json or csv. docs/reports.md has the formula of each figure.";

    private sealed record Asked(DateTimeOffset From, DateTimeOffset Until, Period By, string Zone, bool IsCsv)
    {
        public IResult Answer<T>(IReadOnlyList<T> rows) => IsCsv ? Results.Text(CsvText.Of(rows), "text/csv") : Results.Ok(new Report<T>(From, Until, By, Zone, rows));
    }

    private IResult Ask(Period? by, DateTimeOffset? from, DateTimeOffset? until, string? timeZone, string? format, Func<Asked, Calendar, IResult> answer)
    {
        if (format is not (null or "json" or "csv"))
            return Refuse.Field("format", "There is no such format", "Use json or csv.");
        var zone = TimeZoneInfo.Utc;
        if (timeZone is not null && !BundledZones.TryFind(timeZone, out zone))
            return Refuse.Field("timeZone", "This time zone is not known", "Use an IANA name such as Europe/Paris.");
        var period = by ?? Period.Day;
        var now = desk.Time.GetUtcNow();
        var begin = from ?? new Calendar(Period.Day, zone, now).Begin(now);
        var end = until ?? now;
        if (end <= begin)
            return Refuse.Field(until is null ? "from" : "until", "The period ends before it begins", "Give a \"from\" that is before \"until\".");
        double periods = (end - begin) / (period == Period.Hour ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1));
        if (period != Period.All && periods > MostPeriods)
            return Refuse.Field("by", $"That would be more than {MostPeriods} periods", "Ask for a shorter time, or by longer periods.");
        return answer(new Asked(TimeZoneInfo.ConvertTime(begin, zone), TimeZoneInfo.ConvertTime(end, zone), period, timeZone ?? "UTC", format == "csv"), new Calendar(period, zone, begin));
    }

    private IResult Attempts(Caller caller, Asked asked, Calendar calendar, AttemptKey per, string? campaign)
    {
        int? only = null;
        if (campaign is not null && (only = Found.Campaign(desk, caller, campaign)?.Id) is null)
            return Refuse.Unknown("campaign", campaign);
        if (per == AttemptKey.Agent && caller.IsLimited && only is null)
            return Refuse.Field("campaign", "You are limited to some campaigns", "Name the one that you mean.");
        var campaigns = table.CampaignNames();
        var lists = per == AttemptKey.List ? table.ListNames() : null;
        var agents = per == AttemptKey.Agent ? table.AgentNames() : null;
        var rows = table.Attempts(asked.From, asked.Until, per, only).GroupBy(slot => (calendar.Begin(At(slot.SlotUs)), slot.Key)).OrderBy(group => group.Key.Item1).ThenBy(group => group.Key.Key).Select(group =>
        {
            int key = group.Key.Key;
            string? list = lists is not null && lists.TryGetValue(key, out var found) ? found.Name : null;
            int campaignId = per == AttemptKey.Campaign ? key : lists is not null && lists.TryGetValue(key, out found) ? found.Campaign : only ?? 0;
            long attempts = group.Sum(slot => slot.Attempts), answered = group.Sum(slot => slot.Answered), connected = group.Sum(slot => slot.Connected), abandoned = group.Sum(slot => slot.Abandoned);
            double talk = Seconds(group.Sum(slot => slot.TalkUs)), wrapUp = Seconds(group.Sum(slot => slot.WrapUpUs));
            return new AttemptFigures(
                group.Key.Item1, campaigns.GetValueOrDefault(campaignId), list, agents?.GetValueOrDefault(key), attempts, group.Sum(slot => slot.Closed), answered, group.Sum(slot => slot.Live), group.Sum(slot => slot.Machines), connected, abandoned,
                Share(answered, attempts), Share(connected, attempts), Share(abandoned, connected + abandoned), talk, wrapUp, Share(talk, connected), Share(talk + wrapUp, connected));
        });
        return asked.Answer<AttemptFigures>([.. rows.Where(row => row.Campaign is null ? per == AttemptKey.Agent && row.Agent is not null : caller.SeesCampaign(row.Campaign))]);
    }

    private IResult Queues(Caller caller, Asked asked, Calendar calendar, double target, string? queue)
    {
        if (target is not (>= 0 and <= 3_600))
            return Refuse.Field("targetSeconds", "This target is out of range", "Use 0 to 3600.");
        int? only = null;
        if (queue is not null && (only = Found.Queue(desk, caller, queue)?.Value) is null)
            return Refuse.Unknown("queue", queue);
        var names = table.QueueNames();
        var rows = table.Queues(asked.From, asked.Until, TimeSpan.FromSeconds(target)).Where(slot => only is null || slot.Queue == only)
            .GroupBy(slot => (calendar.Begin(At(slot.SlotUs)), slot.Queue)).OrderBy(group => group.Key.Item1).ThenBy(group => group.Key.Queue).Select(group =>
            {
                long offered = group.Sum(slot => slot.Offered), connected = group.Sum(slot => slot.Connected), within = group.Sum(slot => slot.WithinTarget), hungUp = group.Sum(slot => slot.HungUp);
                double talk = Seconds(group.Sum(slot => slot.TalkUs)), wrapUp = Seconds(group.Sum(slot => slot.WrapUpUs));
                return new QueueFigures(
                    group.Key.Item1, names.GetValueOrDefault(group.Key.Queue) ?? "unknown", offered, connected, within, hungUp, Share(within, offered), Share(hungUp, offered), Share(Seconds(group.Sum(slot => slot.WaitUs)), connected),
                    Seconds(group.Max(slot => slot.LongestWaitUs)), talk, wrapUp, Share(talk + wrapUp, connected));
            });
        return asked.Answer<QueueFigures>([.. rows.Where(row => caller.SeesQueue(row.Queue))]);
    }

    private IResult Agents(Caller caller, Asked asked, Calendar calendar, string? agent)
    {
        int? only = null;
        if (agent is not null && (only = Found.Agent(desk, caller, agent)?.Id) is null)
            return Refuse.Unknown("agent", agent);
        var names = table.AgentNames();
        var visible = caller.IsLimited ? desk.View().Agents.Where(row => Found.Sees(desk, caller, row)).Select(row => row.Id).ToHashSet() : null;
        var sums = new SortedDictionary<(DateTimeOffset From, int Agent), Dictionary<string, double>>();
        foreach (var span in table.Agents(asked.From, asked.Until, desk.Time.GetUtcNow()))
            if ((only is null || span.Agent == only) && visible?.Contains(span.Agent) != false)
                Add(span);
        return asked.Answer<AgentFigures>([.. sums.Select(row => Figures(row.Key.From, names.GetValueOrDefault(row.Key.Agent) ?? "unknown", row.Value))]);

        void Add(AgentSpan span)
        {
            for (var at = span.From; at < span.Until;)
            {
                var begin = calendar.Begin(at);
                var next = calendar.Next(begin);
                var end = next < span.Until ? next : span.Until;
                if (!sums.TryGetValue((begin, span.Agent), out var states))
                    sums.Add((begin, span.Agent), states = []);
                states[span.State] = states.GetValueOrDefault(span.State) + (end - at).TotalSeconds;
                at = end;
            }
        }
    }

    private static AgentFigures Figures(DateTimeOffset from, string agent, Dictionary<string, double> states)
    {
        double hold = states.GetValueOrDefault("OnHold"), talk = states.GetValueOrDefault("Talking") + hold, wrapUp = states.GetValueOrDefault("WrapUp"), idle = states.GetValueOrDefault("Ready") + states.GetValueOrDefault("Reserved");
        return new AgentFigures(from, agent, Round(states.Values.Sum()), Round(talk), Round(hold), Round(wrapUp), Round(idle), Round(states.GetValueOrDefault("NotReady")), Share(talk + wrapUp, talk + wrapUp + idle));
    }

    private static DateTimeOffset At(long us) => DateTimeOffset.UnixEpoch.AddTicks(us * TimeSpan.TicksPerMicrosecond);

    private static double Seconds(long us) => Round(us / 1e6);

    private static double Round(double seconds) => Math.Round(seconds, 3);

    private static double Share(double part, double whole) => whole == 0 ? 0 : Math.Round(part / whole, 6);
}
