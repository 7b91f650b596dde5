using System.Text.Json;
using System.Text.Json.Serialization;
using Dialer.Server.Business;
using Dialer.Server.Configuration;
using Dialer.Server.Files;
using Dialer.Server.Http.Access;
using Dialer.Server.Http.Description;
using Dialer.Server.Http.Paging;
using Dialer.Server.Http.Problems;
using Dialer.Server.Http.Repeats;
using Dialer.Server.Monitoring;
using Dialer.Server.Running;
using Dialer.Server.Webhooks;
using Dialer.Store.Tables;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dialer.Server.Http;

/// <summary>The HTTP interface: agents' and supervisors' commands, what is going on, and the event stream.</summary>
public static class DialerApi
{
    private const int MostBodyBytes = 64 * 1024;

    public static WebApplication Create(HttpConfig config, IDialerDesk desk, Action<WebApplicationBuilder>? more = null, ILogger? logger = null)
    {
        logger ??= NullLogger.Instance;
        var gate = new ConnectionGate(config.Connections, desk.Time);
        var book = new AccessBook(new AccessTable(desk.Tables), desk.Time);
        var audit = new AuditTable(desk.Tables);
        var trail = new AuditTrail(audit, desk.Time, logger);
        var wrongTokens = new WrongTokens(desk.Time);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(config.Bind, config.Port, listen => listen.Use(next => connection => gate.PassAsync(connection, () => next(connection))));
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostBodyBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });
        builder.Services.AddOpenApi(options => ApiDocument.Configure(options));
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(json => Configure(json.SerializerOptions));
        more?.Invoke(builder);
        var app = builder.Build();
        app.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = Unanswered.StatusOf, ExceptionHandler = Unanswered.AnswerFailureAsync });
        app.UseStatusCodePages(pages => Unanswered.AnswerEmptyAsync(pages.HttpContext));
        app.Use(OpenPages.KeepInside);
        app.UseWebSockets();

        // Before the routes are looked up, which the first request after a start waits for: a token that was shown is seen at once.
        app.Use(new HttpGuard(config, gate, book, wrongTokens, logger).InvokeAsync);
        app.UseRouting();
        app.Use(new RequestLimit(config.RequestsPerSecond, desk.Time).InvokeAsync);
        app.Use(RightGuard.InvokeAsync);
        app.Use(KnownParameters.InvokeAsync);
        app.Use(trail.InvokeAsync);
        app.Use(new RepeatGuard(new KeptAnswerTable(desk.Tables, RepeatGuard.KeepFor), desk.Time).InvokeAsync);
        Map(app, desk);
        var api = app.MapGroup("/v1");
        new SessionRoutes(book, trail, desk.Time, logger).Map(api.MapArea("/sessions", "sessions"), api.MapArea("/me", "me"));
        new UserRoutes(book, desk).Map(api.MapArea("/users", "users"));
        new KeyRoutes(book, desk.Time, () => ScopesOf(app)).Map(api.MapArea("/keys", "keys"));
        new EventRoutes(desk, book, logger).Map(api.MapArea("/events", "events"));
        new WebhookRoutes(desk, new TargetRule(config.WebhookHosts)).Map(api.MapArea("/webhooks", "webhooks"));
        AuditRoutes.Map(api.MapArea("/audit", "audit"), audit);
        return app;
    }

    /// <summary>What a key can be for: the scopes that the routes name.</summary>
    private static HashSet<string> ScopesOf(IEndpointRouteBuilder app) =>
        app.DataSources.SelectMany(source => source.Endpoints).Select(endpoint => endpoint.Metadata.GetMetadata<Right>()?.Scope).OfType<string>().ToHashSet(StringComparer.Ordinal);

    public static void Configure(JsonSerializerOptions json)
    {
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        json.Converters.Add(new InstantConverter());
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.MaxDepth = 16;
    }

    private static void Map(WebApplication app, IDialerDesk desk)
    {
        app.MapOpenApi("/openapi.json");
        OpenPages.Map(app);
        HealthRoutes.Map(app, desk);
        app.MapArea("/metrics", "metrics").MapGet("/", (HttpContext context, Caller caller) => Metrics(desk, context, caller))
            .Is("getMetrics", Role.Supervisor, "What a monitor collects, in the text format of Prometheus, or as OpenMetrics where it is asked for.").Produces<string>(StatusCodes.Status200OK, "text/plain", "application/openmetrics-text");
        var api = app.MapGroup("/v1");
        api.MapArea("/wallboard", "wallboard").MapGet("/", (Caller caller) => Found.Wallboard(desk, caller)).Is("getWallboard", Role.Supervisor, "Everything at this moment, as far as you may see it.").Says<WallboardView>();
        CampaignRoutes.Map(api.MapArea("/campaigns", "campaigns"), desk);
        var leads = new LeadTable(desk.Tables);
        new LeadRoutes(desk, leads).Map(api.MapArea("/campaigns", "leads"), api.MapArea("/leads", "leads"));
        new CallBackRoutes(desk, leads).Map(api.MapArea("/call-backs", "call-backs"));
        new RecordingRoutes(desk, new RecordingShelf(desk.Business.Config.Media.RecordingDirectory)).Map(api.MapArea("/recordings", "recordings"));
        new ListRoutes(desk, leads).Map(api.MapArea("/campaigns", "lists"), api.MapArea("/imports", "lists"));
        new DoNotCallRoutes(desk, leads).Map(api.MapArea("/do-not-call", "do-not-call"));
        PersonRoutes.Map(api.MapArea("/persons", "persons"), desk);
        new ReportRoutes(desk, new FigureTable(desk.Tables)).Map(api.MapArea("/reports", "reports"));
        AgentRoutes.Map(api.MapArea("/agents", "agents"), desk);
        InteractionRoutes.Map(api.MapArea("/interactions", "interactions"), desk);
        var book = desk.Business;
        new BusinessRoutes(book, BusinessKind.Campaign, "campaign", isLive: true).Map(api.MapArea("/campaigns", "campaigns"));
        new BusinessRoutes(book, BusinessKind.Queue, "queue", isLive: true).Map(api.MapArea("/queues", "queues"));
        new BusinessRoutes(book, BusinessKind.Agent, "agent", isLive: true).Map(api.MapArea("/agents", "agents"));
        new BusinessRoutes(book, BusinessKind.Supervisor, "supervisor", isLive: false).Map(api.MapArea("/supervisors", "supervisors"));
        new BusinessRoutes(book, BusinessKind.OpeningHours, "hours", isLive: false).Map(api.MapArea("/opening-hours", "opening-hours"));
        new BusinessRoutes(book, BusinessKind.QueueGroup, "group", isLive: false).Map(api.MapArea("/queue-groups", "queue-groups"));
        new BusinessRoutes(book, BusinessKind.Menu, "menu", isLive: false).Map(api.MapArea("/menus", "menus"));
        new BusinessRoutes(book, BusinessKind.Route, "route", isLive: false).Map(api.MapArea("/routes", "routes"));
        new PromptRoutes(book, Path.Combine(book.Config.DataDirectory, "prompts")).Map(api.MapArea("/prompts", "prompts"));
        new ConfigurationRoutes(book).Map(api.MapArea("/configuration", "configuration"));
        var callers = new CallerTable(desk.Tables);
        new CallerRoutes(desk, callers).Map(api.MapArea("/callers", "callers"), api.MapArea("/interactions", "interactions"));
        new WorkRoutes(desk, callers).Map(api.MapArea("/interactions", "interactions"));
        api.MapArea("/trunks", "trunks").MapGet("/", (int? limit, string? after) => Pager.Of(desk.View().Trunks, row => row.Id, limit, after))
            .Is("listTrunks", Role.Supervisor, "Trunks, whether calls go out by them, and why not or what is in doubt.").Says<Page<TrunkRow>>();
        api.MapArea("/queues", "queues").MapGet("/", (Caller caller, int? limit, string? after) => Pager.Of(desk.View().Queues.Where(row => caller.SeesQueue(row.Name)), row => row.Id, limit, after))
            .Is("listQueues", Role.Supervisor, "Queues: who waits, how long people waited, and the service level.").Says<Page<QueueRow>>();
    }

    private static IResult Metrics(IDialerDesk desk, HttpContext context, Caller caller)
    {
        bool isOpenMetrics = context.Request.Headers.Accept.ToString().Contains("application/openmetrics-text", StringComparison.OrdinalIgnoreCase);
        return Results.Text(new MetricsText(isOpenMetrics).Of(Found.Wallboard(desk, caller), desk.Spans(), desk.Gauges()), isOpenMetrics ? MetricsText.OpenMetrics : MetricsText.Prometheus);
    }
}
