using Dialer.Core.Agents;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Line;
using Dialer.Server.Configuration;
using Dialer.Server.Http.Access;
using Dialer.Server.Http.Description;
using Dialer.Server.Http.Paging;
using Dialer.Server.Http.Problems;
using Dialer.Server.Monitoring;
using Dialer.Server.Running;

namespace Dialer.Server.Http;

/// <summary>Agents as they are at this moment, and their commands.</summary>
internal static class AgentRoutes
{
    public static void Map(RouteGroupBuilder api, IDialerDesk desk)
    {
        api.MapGet("/", (Caller caller, AgentState? state, int? limit, string? after) =>
                Pager.Of(desk.View().Agents.Where(row => Found.Sees(desk, caller, row) && (state is null || row.State == state)), row => row.Id, limit, after))
            .Is("listAgents", Role.Agent, "All agents, by number; of one state where it is named. An agent sees itself.").Says<Page<AgentRow>>();
        api.MapGet("/{agent}", (Caller caller, string agent) => Found.Agent(desk, caller, agent) is { } row ? Results.Ok(row) : Unknown(agent))
            .Is("getAgent", Role.Agent, "One agent, by number or name.").Says<AgentRow>().MayBeMissing();
        MapCommand("log-in", "logInAgent", EngineInput.AgentLogIn, "Calls the agent's phone; its leg stays up.");
        MapCommand("log-out", "logOutAgent", EngineInput.AgentLogOut, "After the conversation that is going on.");
        MapCommand("ready", "setAgentReady", EngineInput.AgentReady, "Give me the next person.");
        foreach (var (name, id, command, summary) in InteractionRoutes.Commands)
            api.MapPost("/{agent}/" + name, (Caller caller, string agent, ConversationRequest? request) => InConversation(desk, caller, agent, request, command))
                .Is(id + "OfAgent", Role.Agent, summary).SaysNothing().MayBeMissing().Posts();
        MapCommand("wrap-up/finish", "finishWrapUp", EngineInput.AgentFinishWrapUp, "Nothing more to write up.");
        api.MapPost("/{agent}/wrap-up/extend", (Caller caller, string agent, WrapUpRequest request) => ExtendWrapUpAsync(desk, caller, agent, request))
            .Is("extendWrapUp", Role.Agent, "More time to write up.").SaysNothing().MayBeMissing().Posts();
        api.MapPost("/{agent}/pick-up", (Caller caller, string agent, PickUpRequest request) => PickUpAsync(desk, caller, agent, request))
            .Is("pickUp", Role.Agent, "Take a person who is parked.").SaysNothing().MayBeMissing().Posts();
        MapCommand("preview/accept", "acceptPreview", EngineInput.AcceptPreview, "Dial the lead shown.");
        MapCommand("preview/skip", "skipPreview", EngineInput.SkipPreview, "Pass the lead shown on.");
        api.MapPost("/{agent}/not-ready", (Caller caller, string agent, NotReadyRequest request) => NotReadyAsync(desk, caller, agent, request))
            .Is("setAgentNotReady", Role.Agent, "A pause, with its reason.").SaysNothing().MayBeMissing().Posts();
        api.MapPost("/{agent}/supervise", (Caller caller, string agent, SuperviseRequest request) => Supervise(desk, caller, agent, request))
            .Is("superviseAgent", Role.Supervisor, "A supervisor listens, whispers to the agent, or joins.").SaysNothing().MayBeMissing().Posts();
        api.MapPost("/{agent}/disposition", (Caller caller, string agent, DispositionRequest request) => DispositionAsync(desk, caller, agent, request))
            .Is("describeConversationOfAgent", Role.Agent, "What came of the conversation, with a note; of one that is over too, by its interaction.").Says<CallBackReply>().MayBeMissing().Posts();

        void MapCommand(string route, string id, Func<AgentId, EngineInput> command, string summary) =>
            api.MapPost("/{agent}/" + route, (Caller caller, string agent) => Found.Agent(desk, caller, agent) is { } row ? Answers.TellAsync(desk, command(new AgentId(row.Id))) : Task.FromResult<IResult>(Unknown(agent)))
                .Is(id, Role.Agent, summary).SaysNothing().MayBeMissing().Posts();
    }

    private static Task<IResult> InConversation(IDialerDesk desk, Caller caller, string agent, ConversationRequest? request, Func<AgentId, InteractionId, EngineInput> command)
    {
        if (Found.Agent(desk, caller, agent) is not { } row)
            return Task.FromResult<IResult>(Unknown(agent));
        if (InteractionRoutes.InteractionError(request?.Interaction) is { } wrong)
            return Task.FromResult<IResult>(wrong);
        return Answers.TellAsync(desk, command(new AgentId(row.Id), new InteractionId(request?.Interaction ?? 0)));
    }

    private static Task<IResult> ExtendWrapUpAsync(IDialerDesk desk, Caller caller, string agent, WrapUpRequest request)
    {
        if (Found.Agent(desk, caller, agent) is not { } row)
            return Task.FromResult<IResult>(Unknown(agent));
        if (request.Seconds is not { } seconds || !(seconds is >= 1 and <= 3_600))
            return Task.FromResult<IResult>(Refuse.Field("seconds", "So long nothing is written up", "Give 1 to 3600."));
        return Answers.TellAsync(desk, EngineInput.AgentExtendWrapUp(new AgentId(row.Id), TimeSpan.FromSeconds(seconds)));
    }

    private static Task<IResult> PickUpAsync(IDialerDesk desk, Caller caller, string agent, PickUpRequest request)
    {
        if (Found.Agent(desk, caller, agent) is not { } row)
            return Task.FromResult<IResult>(Unknown(agent));
        if (request is not ({ Place: > 0, Interaction: null } or { Place: null, Interaction: > 0 }))
            return Task.FromResult<IResult>(Refuse.Field("place", "It is not said who is picked up", "Give the place, or the interaction, as the event \"step\" tells them."));
        return Answers.TellAsync(desk, EngineInput.AgentPickUp(new AgentId(row.Id), new InteractionId(request.Interaction ?? 0), request.Place ?? 0));
    }

    private static Task<IResult> NotReadyAsync(IDialerDesk desk, Caller caller, string agent, NotReadyRequest request)
    {
        if (Found.Agent(desk, caller, agent) is not { } row)
            return Task.FromResult<IResult>(Unknown(agent));
        if (Answers.TextError("reason", request.Reason, 64, required: true) is { } wrong)
            return Task.FromResult<IResult>(wrong);
        return Answers.TellAsync(desk, EngineInput.AgentNotReady(new AgentId(row.Id), request.Reason!));
    }

    private static Task<IResult> DispositionAsync(IDialerDesk desk, Caller caller, string agent, DispositionRequest request) =>
        Found.Agent(desk, caller, agent) is { } row ? InteractionRoutes.DescribeAsync(desk, new AgentId(row.Id), request) : Task.FromResult<IResult>(Unknown(agent));

    private static IResult Supervise(IDialerDesk desk, Caller caller, string agent, SuperviseRequest request)
    {
        if (Found.Agent(desk, caller, agent) is not { } row)
            return Unknown(agent);
        if (request.Supervisor is not { } supervisor || !desk.Supervisors.Contains(supervisor))
            return Refuse.Field("supervisor", "There is no such supervisor", "Name a supervisor of the configuration.");
        var modes = Words.Of<SupervisionMode>();
        if (request.Mode is not { } word || (word != "off" && !modes.ContainsKey(word)))
            return Refuse.Field("mode", "There is no such mode", $"Use {string.Join(", ", modes.Keys)} or off.");
        desk.Supervise(new AgentId(row.Id), supervisor, word == "off" ? null : modes[word]);
        return Results.NoContent();
    }

    private static ProblemResult Unknown(string agent) => Refuse.Unknown("agent", agent);
}
