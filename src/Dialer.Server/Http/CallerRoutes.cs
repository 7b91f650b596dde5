using System.Globalization;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Server.Http.Access;
using Dialer.Server.Http.Description;
using Dialer.Server.Http.Paging;
using Dialer.Server.Http.Problems;
using Dialer.Server.Running;
using Dialer.Store.Reports;
using Dialer.Store.Tables;
using Caller = Dialer.Server.Http.Access.Caller;

namespace Dialer.Server.Http;

/// <summary>Callers: who gave up while waiting, and why each went where they went.</summary>
internal sealed class CallerRoutes(IDialerDesk desk, CallerTable table)
{
    public void Map(RouteGroupBuilder callers, RouteGroupBuilder interactions)
    {
        callers.MapGet("/gave-up", (Caller caller, DateTimeOffset? from, DateTimeOffset? until, string? queue, int? limit, string? after) => GaveUp(caller, from, until, queue, limit, after))
            .Is("listGaveUp", Role.Supervisor, "Who gave up while waiting: number, wait and value, whether they got through since, and when they are called back.")
            .WithDescription("from and until: RFC 3339, by when they left; left out: the last day.").Says<Page<GaveUpView>>().MayBeMissing();
        interactions.MapGet("/{interaction:long:min(1)}/way", (Caller caller, long interaction) => Way(caller, interaction))
            .Is("getCallersWay", Role.Supervisor, "Why did this caller go there: each step, and while they wait, why they wait.").Says<CallerWayView>().MayBeMissing();
    }

    private IResult GaveUp(Caller caller, DateTimeOffset? from, DateTimeOffset? until, string? queue, int? limit, string? after)
    {
        if (Pager.Read(limit, after, out int count, out long last) is { } wrong)
            return wrong;
        int? only = null;
        if (queue is not null && (only = Found.Queue(desk, caller, queue)?.Value) is null)
            return Refuse.Unknown("queue", queue);
        var end = until ?? desk.Time.GetUtcNow();
        var begin = from ?? end - TimeSpan.FromDays(1);
        if (end <= begin)
            return Refuse.Field(until is null ? "from" : "until", "The period ends before it begins", "Give a \"from\" that is before \"until\".");
        var found = table.GaveUp(begin, end, only, last, count + 1);
        return Results.Ok(new Page<GaveUpView>([.. found.Take(count).Where(entry => caller.SeesQueue(entry.Queue)).Select(View)], found.Count > count ? Pager.Cursor(found[count - 1].Interaction) : null));
    }

    private static GaveUpView View(GaveUpEntry entry) =>
        new(entry.Interaction, entry.Queue, OrNull(entry.Number), entry.ArrivedAt, entry.WaitedSeconds, ReportWords.Word(entry.EndedAs), entry.Value, entry.GotThroughAt, entry.CallBackAt);

    private IResult Way(Caller caller, long interaction)
    {
        var kept = table.Way(interaction);
        if (kept is null || (kept.Queue is { } queue ? !caller.SeesQueue(queue) : caller.IsLimited))
            return Refuse.Unknown("interaction", interaction.ToString(CultureInfo.InvariantCulture));
        var live = kept.ClosedAt is null ? desk.Explain(new InteractionId(interaction)) : null;
        string way = live?.Way ?? kept.Way;
        return Results.Ok(new CallerWayView(
            kept.Interaction, kept.Queue, OrNull(kept.Called), OrNull(kept.Number), way.Length == 0 ? [] : way.Split("; "), OrNull(kept.Keyed), kept.Value, kept.ArrivedAt, kept.ConnectedAt, kept.ClosedAt,
            kept.EndedAs is { } ended ? ReportWords.Word(ended) : null, kept.Agent, live?.Routing is { } routing ? View(routing) : null));
    }

    private WaitingView View(RoutingExplanation why)
    {
        string? agent = why.Agent is { } id ? desk.Agents(id.Value.ToString(CultureInfo.InvariantCulture)).FirstOrDefault(row => row.Id == id.Value)?.Name : null;
        return new WaitingView(
            why.Policy, ReportWords.Word(why.Reason.ToString()), Says(why, agent), Math.Round(why.Waited.TotalSeconds, 3), why.Priority == int.MaxValue ? 101 : why.Priority, why.Step, OrNull(why.Asks), why.RelaxesAfter?.TotalSeconds, why.Ahead, why.AgentsWhoMay,
            why.FreeWhoMay, agent);
    }

    private static string Says(RoutingExplanation why, string? agent) => why.Reason switch
    {
        WaitingReason.WithAnAgent => $"with {agent ?? "an agent"}",
        WaitingReason.BehindOthers => $"{why.Ahead} came earlier and ask for the same",
        WaitingReason.NobodyMayServe => why.Asks.Length == 0 ? "nobody who may serve this queue is at work" : $"nobody at work has what is asked for now: {why.Asks}",
        WaitingReason.AllBusy => $"all {why.AgentsWhoMay} who may serve are busy",
        WaitingReason.PreferredAgentFirst => $"{agent ?? "one agent"} is asked first",
        WaitingReason.KeptForOthers => $"{why.FreeWhoMay} who may serve are free, and kept for those who need them more",
    };

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
