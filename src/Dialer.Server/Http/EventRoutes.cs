using System.Globalization;
using Dialer.Core.Ids;
using Dialer.Server.Http.Access;
using Dialer.Server.Http.Description;
using Dialer.Server.Http.Problems;
using Dialer.Server.Http.Streams;
using Dialer.Server.Monitoring;
using Dialer.Server.Running;
using Dialer.Store.Tables;

namespace Dialer.Server.Http;

/// <summary>What happens, to whoever may see it: as server-sent events, or over a WebSocket where one is asked for.</summary>
internal sealed class EventRoutes(IDialerDesk desk, AccessBook book, ILogger logger)
{
    public void Map(RouteGroupBuilder api) =>
        api.MapGet("/", (HttpContext context, Caller caller, string? kind, string? agent, string? queue, string? campaign, long? after) => Listen(context, caller, kind, agent, queue, campaign, after))
            .Is("streamEvents", Role.Agent, "What happens, as it happens: server-sent events, or a WebSocket where the request asks for one.")
            .WithDescription("kind: names of kinds, with commas. agent, queue, campaign: by number or name; what concerns no agent at all comes too, and so for the others. after, or the header Last-Event-ID: the last number seen; what was said since comes first. An agent hears what is its own.")
            .Produces<DialerEvent>(StatusCodes.Status200OK, "text/event-stream").MayBeMissing();

    private IResult Listen(HttpContext context, Caller caller, string? kind, string? agent, string? queue, string? campaign, long? after)
    {
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
        if (after is null && context.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } header])
            after = long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : -1;
        if (after < 0)
            return Refuse.Field("after", "This is no number of an event", "Give the last number seen; 0 for all that is kept.");
        var sees = Sight(caller);
        bool Wants(EventRecord happened) =>
            (kinds is null || kinds.Contains(happened.Kind, StringComparer.Ordinal)) && (agentId is null || happened.Agent is null || happened.Agent == agentId)
            && (campaignId is null || happened.Campaign is null || happened.Campaign == campaignId) && (queueId is null || happened.Queue is null || happened.Queue == queueId)
            && sees(happened);

        if (desk.Events.Listen(Wants, isLive: false) is not { } listener)
        {
            HttpLog.TooManyStreams(logger, desk.Events.MostListeners);
            return Refuse.With(StatusCodes.Status503ServiceUnavailable, "tooManyStreams", "Too many event streams.", $"{desk.Events.MostListeners} listen already.", "Close some, or raise http.eventClients.");
        }
        var stream = new EventStream(listener, desk.EventLog, after, Still(caller), desk.Time);
        return context.WebSockets.IsWebSocketRequest ? new SocketResult(stream) : new ServerSentResult(stream);
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
