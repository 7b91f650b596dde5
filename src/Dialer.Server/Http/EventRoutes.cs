using System.Globalization;
using Dialer.Core.Ids;
using Dialer.Server.Http.Access;
using Dialer.Server.Http.Description;
using Dialer.Server.Http.Paging;
using Dialer.Server.Http.Problems;
using Dialer.Server.Http.Streams;
using Dialer.Server.Monitoring;
using Dialer.Server.Running;
using Dialer.Store.Tables;

namespace Dialer.Server.Http;

/// <summary>What happens, to whoever may see it: as server-sent events, or over a WebSocket where one is asked for.</summary>
internal sealed class EventRoutes(IDialerDesk desk, AccessBook book, ILogger logger)
{
    private const string Filters = "kind: names of kinds, with commas. agent, queue, campaign: by number or name; what concerns no agent at all comes too, and so for the others. An agent hears what is its own.";

    public void Map(RouteGroupBuilder api)
    {
        api.MapGet("/", (HttpContext context, Caller caller, string? kind, string? agent, string? queue, string? campaign, long? after) => Listen(context, caller, kind, agent, queue, campaign, after))
            .Is("streamEvents", Role.Agent, "What happens, as it happens: server-sent events, or a WebSocket where the request asks for one.")
            .WithDescription(Filters + " after, or the header Last-Event-ID: the last number seen; what was said since comes first.")
            .Produces<DialerEvent>(StatusCodes.Status200OK, "text/event-stream").MayBeMissing();
        api.MapGet("/kept", (Caller caller, string? kind, string? agent, string? queue, string? campaign, int? limit, string? after) => Kept(caller, kind, agent, queue, campaign, limit, after))
            .Is("listEvents", Role.Agent, "What was said in the last 24 hours, by number: for programs that ask now and then.").WithDescription(Filters).Says<Page<DialerEvent>>().MayBeMissing();
    }

    private IResult Listen(HttpContext context, Caller caller, string? kind, string? agent, string? queue, string? campaign, long? after)
    {
        if (Wanted(caller, kind, agent, queue, campaign, out var wants) is { } wrong)
            return wrong;
        if (after is null && context.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } header])
            after = long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : -1;
        if (after < 0)
            return Refuse.Field("after", "This is no number of an event", "Give the last number seen; 0 for all that is kept.");
        if (desk.Events.Listen(wants, isLive: false) is not { } listener)
        {
            HttpLog.TooManyStreams(logger, desk.Events.MostListeners);
            return Refuse.With(StatusCodes.Status503ServiceUnavailable, "tooManyStreams", "Too many event streams.", $"{desk.Events.MostListeners} listen already.", "Close some, or raise http.eventClients.");
        }
        var stream = new EventStream(listener, desk.EventLog, after, Still(caller), desk.Time);
        return context.WebSockets.IsWebSocketRequest ? new SocketResult(stream) : new ServerSentResult(stream);
    }

    /// <summary>A page may hold fewer than were asked for, or none, where few of many events are wanted: "next" says whether more may come.</summary>
    private IResult Kept(Caller caller, string? kind, string? agent, string? queue, string? campaign, int? limit, string? after)
    {
        if (Pager.Read(limit, after, out int count, out long last) is { } unread)
            return unread;
        if (Wanted(caller, kind, agent, queue, campaign, out var wants) is { } wrong)
            return wrong;
        var found = new List<EventRecord>();
        for (int looked = 0; looked < MostLookedAt && found.Count < count;)
        {
            var page = desk.EventLog.Read(last, Pager.Most);
            foreach (var happened in page)
            {
                last = happened.Number;
                if (wants(happened))
                    found.Add(happened);
                if (found.Count == count)
                    break;
            }
            looked += page.Count;
            if (page.Count < Pager.Most)
                break;
        }
        return Results.Ok(new Page<DialerEvent>([.. found.Select(EventJson.Read)], last < desk.EventLog.Newest() ? Pager.Cursor(last) : null));
    }

    private const int MostLookedAt = 20_000;

    /// <returns>What is wrong with the filters; null: nothing.</returns>
    private ProblemResult? Wanted(Caller caller, string? kind, string? agent, string? queue, string? campaign, out Func<EventRecord, bool> wants)
    {
        wants = _ => false;
        string[]? kinds = kind?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (kinds?.FirstOrDefault(one => !EventKinds.All.Contains(one)) is { } unknown)
            return Refuse.Field("kind", $"There is no kind \"{Refuse.Shown(unknown)}\"", $"Use {string.Join(", ", EventKinds.All.Order(StringComparer.Ordinal))}.");
        int? agentId = null, campaignId = null, queueId = null;
        if (agent is not null && (agentId = Found.Agent(desk, caller, agent)?.Id) is null)
            return Refuse.Unknown("agent", agent);
        if (campaign is not null && (campaignId = Found.Campaign(desk, caller, campaign)?.Id) is null)
            return Refuse.Unknown("campaign", campaign);
        if (queue is not null && (queueId = Found.Queue(desk, caller, queue)?.Value) is null)
            return Refuse.Unknown("queue", queue);
        var sees = Sight(caller);
        wants = happened =>
            (kinds is null || kinds.Contains(happened.Kind, StringComparer.Ordinal)) && (agentId is null || happened.Agent is null || happened.Agent == agentId)
            && (campaignId is null || happened.Campaign is null || happened.Campaign == campaignId) && (queueId is null || happened.Queue is null || happened.Queue == queueId)
            && sees(happened);
        return null;
    }

    /// <summary>Who hears what: an agent its own, and who is limited what concerns their campaigns, their queues and their agents.</summary>
    private Func<EventRecord, bool> Sight(Caller caller)
    {
        if (caller.Role == Role.Agent)
        {
            int? own = caller.Agent is { } name ? Found.Agent(desk, caller, name)?.Id : null;
            return happened => own is not null && happened.Agent == own;
        }
        if (!caller.IsLimited)
            return _ => true;
        return happened =>
            happened.Campaign is { } campaign ? caller.SeesCampaign(desk.NameOf(new CampaignId(campaign)))
            : happened.Queue is { } queue ? caller.SeesQueue(desk.Queues.FirstOrDefault(one => one.Id.Value == queue).Name ?? "")
            : happened.Agent is not { } agent || Found.Agent(desk, caller, agent.ToString(CultureInfo.InvariantCulture)) is not null;
    }

    /// <summary>Looked at anew only when somebody may have lost a right.</summary>
    private Func<bool> Still(Caller caller)
    {
        long version = book.Version;
        bool may = true;
        return () =>
        {
            if (book.Version is var now && now != version)
                (version, may) = (now, book.IsStill(caller));
            return may;
        };
    }
}
