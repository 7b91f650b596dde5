using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Server.Configuration;
using Dialer.Server.Http.Access;
using Dialer.Server.Http.Description;
using Dialer.Server.Http.Paging;
using Dialer.Server.Http.Problems;
using Dialer.Server.Running;
using Dialer.Store.Reports;
using Dialer.Store.Tables;
using Caller = Dialer.Server.Http.Access.Caller;
using Channel = Dialer.Core.Channels.Channel;

namespace Dialer.Server.Http;

/// <summary>What is no call: posted by the systems that have it, accepted, answered and closed by agents.</summary>
internal sealed class WorkRoutes(IDialerDesk desk, CallerTable table)
{
    private static readonly IReadOnlyDictionary<string, Channel> Channels = Words.But(Channel.Voice);

    public void Map(RouteGroupBuilder api)
    {
        api.MapPost("/", (Caller caller, WorkRequest request) => PostAsync(caller, request))
            .Is("postWork", Role.Supervisor, "A chat, a letter, a number drawn at a counter: it waits in its queue with the callers, under the same rules. What is open when the dialer stops has ended as interrupted: post it again.")
            .Says<WorkReply>(StatusCodes.Status201Created).MayBeMissing().Posts();
        api.MapGet("/", (Caller caller, int? limit, string? after) => List(caller, limit, after))
            .Is("listWork", Role.Supervisor, "Open work that is no call, by number.").Says<Page<WorkView>>();
        MapStep(api, "accept", "acceptWork", EngineInput.AcceptWork, "I take it: within two minutes of the event \"offered\", else it waits again.");
        MapStep(api, "answer", "answerWork", EngineInput.AnswerWork, "I have answered it.");
        MapStep(api, "decline", "declineWork", EngineInput.DeclineWork, "Somebody else is to have it: it waits again, in its place.");
        api.MapPost("/{interaction:long:min(1)}/close", (Caller caller, long interaction, CloseWorkRequest request) => CloseAsync(caller, interaction, request))
            .Is("closeWork", Role.Agent, "It is done; by a supervisor also while it waits, where it is not wanted any more.").SaysNothing().MayBeMissing().Posts();
    }

    private void MapStep(RouteGroupBuilder api, string name, string id, Func<AgentId, InteractionId, EngineInput> command, string summary) =>
        api.MapPost("/{interaction:long:min(1)}/" + name, (Caller caller, long interaction) => AsAgentAsync(caller, agent => TellAsync(command(agent, new InteractionId(interaction)))))
            .Is(id, Role.Agent, summary).SaysNothing().MayBeMissing().Posts();

    private async Task<IResult> PostAsync(Caller caller, WorkRequest request)
    {
        if (Answers.TextError("reference", request.Reference, 200, required: true) is { } wrong)
            return wrong;
        if (request.Channel is null || !Channels.TryGetValue(request.Channel, out var channel))
            return Refuse.Field("channel", "There is no such channel for work", "Use " + string.Join(", ", Channels.Keys) + ".");
        if (request.Priority is < -100 or > 100)
            return Refuse.Field("priority", "This priority is out of range", "Use -100 to 100, or leave it out.");
        if (request.Value is < 0 or > 100)
            return Refuse.Field("value", "This value is out of range", "Use 0 to 100, or leave it out.");
        if (request.Queue is null || Found.Queue(desk, caller, request.Queue) is not { } queue)
            return Refuse.Unknown("queue", request.Queue ?? "");
        AgentId? preferred = null;
        if (request.PreferredAgent is { } name && (preferred = Found.Agent(desk, caller, name) is { } row ? new AgentId(row.Id) : null) is null)
            return Refuse.Unknown("agent", name);
        var reply = await desk.AskKeptAsync(EngineInput.PostWork(queue, new PostedWork(channel, request.Reference!) { Priority = request.Priority, Value = request.Value, Preferred = preferred })).ConfigureAwait(false);
        return reply.IsAccepted ? Results.Created($"/v1/interactions/{reply.Interaction}/way", new WorkReply(reply.Interaction)) : Answers.Of(reply);
    }

    private async Task<IResult> TellAsync(EngineInput command) => Answers.Of(await desk.AskKeptAsync(command).ConfigureAwait(false));

    /// <summary>An agent means its own; whoever is more, whichever agent has it.</summary>
    private Task<IResult> AsAgentAsync(Caller caller, Func<AgentId, Task<IResult>> ask)
    {
        if (caller.Role > Role.Agent)
            return ask(default);
        return caller.Agent is { } name && Found.Agent(desk, caller, name) is { } row
            ? ask(new AgentId(row.Id))
            : Task.FromResult<IResult>(Refuse.With(StatusCodes.Status403Forbidden, "noAgent", "Not allowed.", "This user is no agent, and has no work.", "Ask an administrator to name the user's agent."));
    }

    private Task<IResult> CloseAsync(Caller caller, long interaction, CloseWorkRequest request) =>
        (Answers.TextError("code", request.Code, 64, required: true) ?? Answers.TextError("note", request.Note, 4_000, required: false)) is { } wrong
            ? Task.FromResult<IResult>(wrong)
            : AsAgentAsync(caller, agent => TellAsync(EngineInput.CloseWork(agent, new InteractionId(interaction), new Disposition(request.Code!, request.Note))));

    private IResult List(Caller caller, int? limit, string? after)
    {
        if (Pager.Read(limit, after, out int count, out long last) is { } wrong)
            return wrong;
        var found = table.OpenWork(last, count + 1);
        return Results.Ok(new Page<WorkView>(
            [.. found.Take(count).Where(entry => caller.SeesQueue(entry.Queue)).Select(entry => new WorkView(entry.Interaction, entry.Queue, ReportWords.Word(entry.Channel), entry.Reference, entry.PostedAt, entry.AcceptedAt, entry.AnsweredAt, entry.Agent))],
            found.Count > count ? Pager.Cursor(found[count - 1].Interaction) : null));
    }
}
