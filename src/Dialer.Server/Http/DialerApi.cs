using System.Text.Json;
using System.Text.Json.Serialization;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Text;
using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Server.Configuration;
using Dialer.Server.Monitoring;
using Dialer.Server.Running;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dialer.Server.Http;

/// <summary>The HTTP interface: agents' and supervisors' commands, what is going on, and the event stream.</summary>
public static class DialerApi
{
    private const int MostBodyBytes = 64 * 1024;
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static WebApplication Create(HttpConfig config, IDialerDesk desk, Action<WebApplicationBuilder>? more = null, ILogger? logger = null)
    {
        logger ??= NullLogger.Instance;
        var gate = new ConnectionGate(config.Connections, desk.Time);
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
        builder.Services.AddProblemDetails();
        builder.Services.AddOpenApi();
        builder.Services.ConfigureHttpJsonOptions(json => Configure(json.SerializerOptions));
        more?.Invoke(builder);
        var app = builder.Build();
        app.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = StatusOf });
        app.UseStatusCodePages();
        var guard = new HttpGuard(config, gate, desk.Time, logger);
        app.Use(guard.InvokeAsync);
        Map(app, desk, logger);
        return app;
    }

    public static void Configure(JsonSerializerOptions json)
    {
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        json.Converters.Add(new InstantConverter());
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.MaxDepth = 16;
    }

    /// <summary>A store that does not write in time is said to be that; what it was asked for may still be kept.</summary>
    private static int StatusOf(Exception failure) => failure switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        TimeoutException or Store.StoreException => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static void Map(WebApplication app, IDialerDesk desk, ILogger logger)
    {
        app.MapOpenApi("/openapi.json");
        app.MapGet("/health", () => HealthAsync(desk)).WithSummary("Is the dialer able to work?");
        var api = app.MapGroup("/v1");
        api.MapGet("/wallboard", desk.View).WithSummary("Everything at this moment.");
        MapCampaigns(api.MapGroup("/campaigns"), desk);
        MapAgents(api.MapGroup("/agents"), desk);
        MapInteractions(api.MapGroup("/interactions"), desk);
        api.MapGet("/trunks", () => desk.View().Trunks).WithSummary("Trunks, whether calls go out by them, and why not or what is in doubt.");
        api.MapPost("/do-not-call", (DoNotCallRequest request) => AddDoNotCallAsync(desk, request)).WithSummary("Never call this number again.");
        api.MapGet("/events", (int? agent, int? campaign) => Events(desk, agent, campaign, logger))
            .WithSummary("Server-sent events: who is on the line, with the lead's data; states; pacing.");
    }

    private static void MapCampaigns(RouteGroupBuilder api, IDialerDesk desk)
    {
        api.MapGet("/", () => desk.View().Campaigns).WithSummary("All campaigns.");
        api.MapGet("/{campaign}", (string campaign) => Find(desk, campaign) is { } row ? Results.Ok(row) : NoCampaign(campaign)).WithSummary("One campaign, by number or name.");
        api.MapGet("/{campaign}/report", (string campaign) => Find(desk, campaign) is { } row ? Results.Ok(desk.Report(new CampaignId(row.Id))) : NoCampaign(campaign))
            .WithSummary("Its results from the store.");
        api.MapPost("/{campaign}/release-interrupted", async (string campaign) => Find(desk, campaign) is { } row
                ? Results.Ok(new ReleasedReply(await desk.ReleaseInterruptedAsync(new CampaignId(row.Id)).ConfigureAwait(false)))
                : NoCampaign(campaign))
            .WithSummary("Lets leads be dialed again whose attempt a crash cut off.");
        api.MapPost("/{campaign}/mode", (string campaign, HttpRequest request) => ChangeDialModeAsync(desk, campaign, request))
            .Accepts<DialModeRequest>("application/json")
            .ProducesValidationProblem()
            .WithSummary("How it dials from now on. New calls follow at once; calls in flight and previews on screens end as they began. Holds until the program ends; then the configuration counts.");
        MapCommand("/{campaign}/start", EngineInput.StartCampaign, "Dial.");
        MapCommand("/{campaign}/pause", EngineInput.PauseCampaign, "No new calls; those in flight go on.");
        MapCommand("/{campaign}/stop", EngineInput.StopCampaign, "No new calls, and the leads held go back to the list.");

        void MapCommand(string route, Func<CampaignId, EngineInput> command, string summary) =>
            api.MapPost(route, (string campaign) => Find(desk, campaign) is { } row ? TellAsync(desk, command(new CampaignId(row.Id))) : Task.FromResult(NoCampaign(campaign)))
                .WithSummary(summary);
    }

    private static void MapAgents(RouteGroupBuilder api, IDialerDesk desk)
    {
        api.MapGet("/", () => desk.View().Agents).WithSummary("All agents.");
        api.MapGet("/{agent}", (string agent) => FindAgent(desk, agent) is { } row ? Results.Ok(row) : NoAgent(agent)).WithSummary("One agent, by number or name.");
        MapCommand("/{agent}/log-in", EngineInput.AgentLogIn, "Calls the agent's phone; its leg stays up.");
        MapCommand("/{agent}/log-out", EngineInput.AgentLogOut, "After the conversation that is going on.");
        MapCommand("/{agent}/ready", EngineInput.AgentReady, "Give me the next person.");
        foreach (var (name, command, summary) in ConversationCommands)
            api.MapPost("/{agent}/" + name, (string agent, ConversationRequest? request) => InConversation(desk, agent, request, command)).WithSummary(summary);
        MapCommand("/{agent}/leave-message", EngineInput.AgentLeaveMessage, "A machine: leave the message, and give me the next person.");
        MapCommand("/{agent}/preview/accept", EngineInput.AcceptPreview, "Dial the lead shown.");
        MapCommand("/{agent}/preview/skip", EngineInput.SkipPreview, "Pass the lead shown on.");
        api.MapPost("/{agent}/not-ready", (string agent, NotReadyRequest request) => NotReadyAsync(desk, agent, request)).WithSummary("A pause, with its reason.");
        api.MapPost("/{agent}/supervise", (string agent, SuperviseRequest request) => Supervise(desk, agent, request)).WithSummary("A supervisor listens, whispers to the agent, or joins.");
        api.MapPost("/{agent}/disposition", (string agent, DispositionRequest request) => DispositionAsync(desk, agent, request)).WithSummary("What came of the conversation, with a note; of one that is over too, by its interaction.");

        void MapCommand(string route, Func<AgentId, EngineInput> command, string summary) =>
            api.MapPost(route, (string agent) => FindAgent(desk, agent) is { } row ? TellAsync(desk, command(new AgentId(row.Id))) : Task.FromResult(NoAgent(agent)))
                .WithSummary(summary);
    }

    /// <summary>Commands for the conversation that an agent is in, by the agent or by the conversation.</summary>
    private static readonly (string Name, Func<AgentId, InteractionId, EngineInput> Command, string Summary)[] ConversationCommands =
    [
        ("hang-up", EngineInput.AgentHangUp, "End the conversation."),
        ("leave-message", EngineInput.AgentLeaveMessage, "A machine: leave the message, and give me the next person."),
        ("hold", EngineInput.AgentHold, "The other party hears music."),
        ("retrieve", EngineInput.AgentRetrieve, "Back to the other party."),
    ];

    private static void MapInteractions(RouteGroupBuilder api, IDialerDesk desk)
    {
        foreach (var (name, command, summary) in ConversationCommands)
            api.MapPost("/{interaction:long:min(1)}/" + name, (long interaction) => TellAsync(desk, command(default, new InteractionId(interaction)))).WithSummary(summary);
        api.MapPost("/{interaction:long:min(1)}/disposition", (long interaction, DispositionRequest request) => DispositionAsync(desk, interaction, request))
            .WithSummary("What came of this conversation, until a day after its end.");
    }

    private static Task<IResult> InConversation(IDialerDesk desk, string agent, ConversationRequest? request, Func<AgentId, InteractionId, EngineInput> command)
    {
        if (FindAgent(desk, agent) is not { } row)
            return Task.FromResult(NoAgent(agent));
        if (InteractionError(request?.Interaction) is { } wrong)
            return Task.FromResult(wrong);
        return TellAsync(desk, command(new AgentId(row.Id), new InteractionId(request?.Interaction ?? 0)));
    }

    private static IResult? InteractionError(long? interaction) =>
        interaction is <= 0 ? Invalid("interaction", "Give the interaction as the events and the agent's row name it, or leave it out.") : null;

    private static async Task<IResult> HealthAsync(IDialerDesk desk)
    {
        var trouble = await desk.TroubleAsync().ConfigureAwait(false);
        var view = desk.View();
        bool isDraining = view.Draining;
        string? overload = desk.Overload;
        string[] trunks = [.. view.Trunks.Where(trunk => trunk.Cause is not null && trunk.State != TrunkCondition.Starting).Select(trunk => $"trunk {trunk.Name}: {trunk.Cause}. {trunk.Remedy}")];
        string[] overloads = overload is null ? [] : [$"overload, no new calls: {overload}"];
        string status = trouble.Count > 0 ? "failing" : isDraining ? "draining" : overload is not null ? "overloaded" : trunks.Length > 0 ? "degraded" : "ok";
        return Results.Json(new HealthReply(status, [.. trouble, .. overloads, .. trunks]), statusCode: trouble.Count > 0 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }

    private static async Task<IResult> TellAsync(IDialerDesk desk, EngineInput command)
    {
        return Answer(await desk.AskAsync(command).ConfigureAwait(false));
    }

    private static IResult Answer(in CommandReply reply)
    {
        if (reply.IsAccepted)
            return reply.CallBackAt is { } at ? Results.Ok(new CallBackReply(at.ToDateTimeOffset())) : Results.NoContent();
        if (reply.IsUnstored)
            return Results.Problem(reply.Refusal, statusCode: StatusCodes.Status503ServiceUnavailable, title: "Not stored yet.", extensions: Code("notStored"));
        return Results.Problem(reply.Refusal, statusCode: StatusCodes.Status409Conflict, title: "Not possible now.", extensions: reply.Code == CommandRefusal.NotPossible ? null : Code(Words.Word(reply.Code)));
    }

    private static Dictionary<string, object?> Code(string code) => new(StringComparer.Ordinal) { ["code"] = code };

    private static async Task<IResult> ChangeDialModeAsync(IDialerDesk desk, string campaign, HttpRequest request)
    {
        if (Find(desk, campaign) is not { } row)
            return NoCampaign(campaign);
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted).ConfigureAwait(false);
        var (change, errors) = DialModeSection.Parse(body.GetBuffer().AsSpan(0, (int)body.Length));
        if (errors.Count > 0)
            return Results.ValidationProblem(errors.GroupBy(FieldOf).ToDictionary(field => field.Key, field => field.Select(error => $"{error.What} {error.Do}").ToArray()));
        return await TellAsync(desk, EngineInput.ChangeDialMode(new CampaignId(row.Id), change)).ConfigureAwait(false);
    }

    private static string FieldOf(ConfigError error) => error.Path.Length > 2 ? error.Path[2..] : "body";

    private static Task<IResult> NotReadyAsync(IDialerDesk desk, string agent, NotReadyRequest request)
    {
        if (FindAgent(desk, agent) is not { } row)
            return Task.FromResult(NoAgent(agent));
        if (TextError("reason", request.Reason, 64, required: true) is { } wrong)
            return Task.FromResult(wrong);
        return TellAsync(desk, EngineInput.AgentNotReady(new AgentId(row.Id), request.Reason!));
    }

    private static Task<IResult> DispositionAsync(IDialerDesk desk, string agent, DispositionRequest request) =>
        FindAgent(desk, agent) is { } row ? DispositionAsync(desk, new AgentId(row.Id), request) : Task.FromResult(NoAgent(agent));

    private static Task<IResult> DispositionAsync(IDialerDesk desk, long interaction, DispositionRequest request)
    {
        if (request.Interaction is { } named && named != interaction)
            return Task.FromResult(Invalid("interaction", "The path names another conversation."));
        return DispositionAsync(desk, default(AgentId), request with { Interaction = interaction });
    }

    private static async Task<IResult> DispositionAsync(IDialerDesk desk, AgentId agent, DispositionRequest request)
    {
        if ((TextError("code", request.Code, 64, required: true) ?? TextError("note", request.Note, 4_000, required: false) ?? InteractionError(request.Interaction)) is { } wrong)
            return wrong;
        Instant? at = null;
        DateTime? local = null;
        if (request.CallBackAt is { } text && CallBackText.Read(text, out at, out local) is { } unread)
            return Results.ValidationProblem(new Dictionary<string, string[]> { ["callBackAt"] = [unread.What] }, extensions: Code(unread.Code));
        bool done = request.Done ?? request.CallBackAt is null;
        var disposition = new Disposition(request.Code!, request.Note, at, done, request.DoNotCall, request.WasMachine) { CallBackLocal = local };
        return Answer(await desk.DescribeAsync(agent, new InteractionId(request.Interaction ?? 0), disposition).ConfigureAwait(false));
    }

    private static IResult Supervise(IDialerDesk desk, string agent, SuperviseRequest request)
    {
        if (FindAgent(desk, agent) is not { } row)
            return NoAgent(agent);
        if (request.Supervisor is not { } supervisor || !desk.Supervisors.Contains(supervisor))
            return Invalid("supervisor", "Name a supervisor of the configuration.");
        var modes = Words.Of<SupervisionMode>();
        if (request.Mode is not { } word || (word != "off" && !modes.ContainsKey(word)))
            return Invalid("mode", $"Use {string.Join(", ", modes.Keys)} or off.");
        desk.Supervise(new AgentId(row.Id), supervisor, word == "off" ? null : modes[word]);
        return Results.NoContent();
    }

    private static async Task<IResult> AddDoNotCallAsync(IDialerDesk desk, DoNotCallRequest request)
    {
        if (request.Number is not { Length: >= 5 and <= 16 } number || number[0] != '+' || number.AsSpan(1).ContainsAnyExceptInRange('0', '9'))
            return Invalid("number", "Write the number in its international form, such as +33199001234.");
        await desk.AddDoNotCallAsync(number, "http").ConfigureAwait(false);
        return Results.NoContent();
    }

    private static IResult Events(IDialerDesk desk, int? agent, int? campaign, ILogger logger)
    {
        var listener = desk.Events.Listen(agent, campaign);
        if (listener is null)
        {
            HttpLog.TooManyStreams(logger, desk.Events.MostListeners);
            return Results.Problem($"{desk.Events.MostListeners} listen already; http.eventClients allows more.", statusCode: StatusCodes.Status503ServiceUnavailable, title: "Too many event streams.");
        }
        return new EventStreamResult(listener, Heartbeat, desk.Time);
    }

    private static CampaignRow? Find(IDialerDesk desk, string campaign) =>
        desk.View().Campaigns.FirstOrDefault(row => row.Name == campaign || row.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) == campaign);

    private static AgentRow? FindAgent(IDialerDesk desk, string agent) =>
        desk.View().Agents.FirstOrDefault(row => row.Name == agent || row.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) == agent);

    private static IResult NoCampaign(string campaign) => Missing($"There is no campaign \"{Shown(campaign)}\".");

    private static IResult NoAgent(string agent) => Missing($"There is no agent \"{Shown(agent)}\".");

    private static string Shown(string name) => PlainText.Line(name.Length <= 64 ? name : name[..64] + "...");

    private static IResult Missing(string what) => Results.Problem(what, statusCode: StatusCodes.Status404NotFound, title: "Not found.");

    private static IResult? TextError(string field, string? text, int most, bool required)
    {
        if (required && string.IsNullOrWhiteSpace(text))
            return Invalid(field, "This field is needed.");
        if (text is not null && !PlainText.IsLine(field == "note" ? text.ReplaceLineEndings(" ").Replace('\t', ' ') : text))
            return Invalid(field, "Control characters are not taken.");
        return text?.Length > most ? Invalid(field, $"At most {most} characters.") : null;
    }

    private static IResult Invalid(string field, string what) => Results.ValidationProblem(new Dictionary<string, string[]> { [field] = [what] });
}
