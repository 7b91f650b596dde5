using System.Globalization;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Handovers;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Server.Http.Access;
using Dialer.Server.Http.Description;
using Dialer.Server.Http.Problems;
using Dialer.Server.Running;

namespace Dialer.Server.Http;

/// <summary>Commands for a conversation by its own number. An agent's go to its own conversations alone.</summary>
internal static class InteractionRoutes
{
    /// <summary>Commands for the conversation that an agent is in, by the agent or by the conversation.</summary>
    public static readonly (string Name, string Id, Func<AgentId, InteractionId, EngineInput> Command, string Summary)[] Commands =
    [
        ("hang-up", "hangUp", EngineInput.AgentHangUp, "End the conversation."),
        ("leave-message", "leaveMessage", EngineInput.AgentLeaveMessage, "A machine: leave the message, and give me the next person."),
        ("hold", "hold", EngineInput.AgentHold, "The other party hears music."),
        ("retrieve", "retrieve", EngineInput.AgentRetrieve, "Back to the other party."),
        ("mute", "mute", (agent, interaction) => EngineInput.AgentMute(agent, isMuted: true, interaction), "The other party does not hear the agent."),
        ("unmute", "unmute", (agent, interaction) => EngineInput.AgentMute(agent, isMuted: false, interaction), "The other party hears the agent again."),
        ("swap", "swap", EngineInput.AgentSwap, "From whoever is asked to the other party, and back."),
        ("conference", "conference", EngineInput.AgentConference, "All three hear each other."),
        ("complete-transfer", "completeTransfer", EngineInput.AgentCompleteTransfer, "Whoever is asked gets the other party, and the agent leaves."),
        ("end-consult", "endConsult", EngineInput.AgentEndConsult, "Let go of whoever is asked, and back to the other party."),
        ("recording/start", "startRecording", (agent, interaction) => EngineInput.AgentRecord(agent, RecordingCommand.Start, interaction), "Record from now on, where the rule of the campaign or queue leaves that to agents."),
        ("recording/pause", "pauseRecording", (agent, interaction) => EngineInput.AgentRecord(agent, RecordingCommand.Pause, interaction), "Silence in the recording, whatever is said, until it is resumed."),
        ("recording/resume", "resumeRecording", (agent, interaction) => EngineInput.AgentRecord(agent, RecordingCommand.Resume, interaction), "What is said is recorded again."),
    ];

    public static void Map(RouteGroupBuilder api, IDialerDesk desk)
    {
        foreach (var (name, id, command, summary) in Commands)
            api.MapPost("/{interaction:long:min(1)}/" + name, (Caller caller, long interaction) => AskAsync(desk, caller, interaction, agent => Answers.TellAsync(desk, command(agent, new InteractionId(interaction)))))
                .Is(id, Role.Agent, summary).SaysNothing().MayBeMissing().Posts();
        api.MapPost("/{interaction:long:min(1)}/transfer", (Caller caller, long interaction, HandOnRequest request) => AskAsync(desk, caller, interaction, agent => HandOnAsync(desk, agent, interaction, request, isConsult: false)))
            .Is("transfer", Role.Agent, "Hand the other party on to an agent, a queue or a number, and leave. Whom nobody takes comes back.").SaysNothing().MayBeMissing().Posts();
        api.MapPost("/{interaction:long:min(1)}/consult", (Caller caller, long interaction, HandOnRequest request) => AskAsync(desk, caller, interaction, agent => HandOnAsync(desk, agent, interaction, request, isConsult: true)))
            .Is("consult", Role.Agent, "Ask an agent, whoever of a queue is free next, or a number, while the other party holds.").SaysNothing().MayBeMissing().Posts();
        api.MapPost("/{interaction:long:min(1)}/park", (Caller caller, long interaction, ParkRequest? request) => AskAsync(desk, caller, interaction, agent => ParkAsync(desk, agent, interaction, request)))
            .Is("park", Role.Agent, "Park the other party at a numbered place, which the event \"step\" tells.").SaysNothing().MayBeMissing().Posts();
        api.MapPost("/{interaction:long:min(1)}/keys", (Caller caller, long interaction, KeysRequest request) => AskAsync(desk, caller, interaction, agent => SendKeysAsync(desk, agent, interaction, request)))
            .Is("sendKeys", Role.Agent, "Keys to the far side.").SaysNothing().MayBeMissing().Posts();
        api.MapPost("/{interaction:long:min(1)}/disposition", (Caller caller, long interaction, DispositionRequest request) => AskAsync(desk, caller, interaction, agent => DescribeAsync(desk, agent, interaction, request)))
            .Is("describeConversation", Role.Agent, "What came of this conversation, until a day after its end.").Says<CallBackReply>().MayBeMissing().Posts();
    }

    /// <summary>Whoever is more than an agent means whichever agent has the conversation.</summary>
    private static Task<IResult> AskAsync(IDialerDesk desk, Caller caller, long interaction, Func<AgentId, Task<IResult>> ask)
    {
        if (caller.Role > Role.Agent)
            return !caller.IsLimited || desk.View().Agents.Any(row => row.Interaction == interaction && Found.Sees(desk, caller, row))
                ? ask(default)
                : Task.FromResult<IResult>(Refuse.Unknown("interaction", interaction.ToString(CultureInfo.InvariantCulture)));
        return caller.Agent is { } name && Found.Agent(desk, caller, name) is { } row
            ? ask(new AgentId(row.Id))
            : Task.FromResult<IResult>(Refuse.With(StatusCodes.Status403Forbidden, "noAgent", "Not allowed.", "This user is no agent, and has no conversations.", "Ask an administrator to name the user's agent."));
    }

    private static Task<IResult> HandOnAsync(IDialerDesk desk, AgentId by, long interaction, HandOnRequest request, bool isConsult)
    {
        string?[] given = [request.Agent, request.Queue, request.Number];
        if (given.Count(one => one is not null) != 1)
            return Task.FromResult<IResult>(Refuse.Field("agent", "It is not said to whom", "Give one of agent, queue and number."));
        if ((Answers.TextError("note", request.Note, 4_000, required: false) ?? Answers.TextError("number", request.Number, 32, required: false)) is { } wrong)
            return Task.FromResult<IResult>(wrong);
        var id = new InteractionId(interaction);
        if (request.Number is { } number)
            return Answers.TellAsync(desk, isConsult ? EngineInput.AgentConsult(by, id, number, request.Note) : EngineInput.AgentTransfer(by, id, number, request.Note));
        if (request.Queue is { } queue)
        {
            // Whoever may hand people on may hand them to any queue, seen or not.
            if (desk.Queues.Where(one => one.Name == queue || one.Id.Value.ToString(CultureInfo.InvariantCulture) == queue).Select(one => (QueueId?)one.Id).FirstOrDefault() is not { } to)
                return Task.FromResult<IResult>(Refuse.Field("queue", "There is no such queue", "Name a queue of the configuration."));
            return Answers.TellAsync(desk, isConsult ? EngineInput.AgentConsult(by, id, to, request.Note) : EngineInput.AgentTransfer(by, id, to, request.Note));
        }
        if (desk.Agents(request.Agent!) is not [var colleague, ..])
            return Task.FromResult<IResult>(Refuse.Field("agent", "There is no such agent", "Name an agent of the configuration."));
        return Answers.TellAsync(desk, isConsult ? EngineInput.AgentConsult(by, id, new AgentId(colleague.Id), request.Note) : EngineInput.AgentTransfer(by, id, new AgentId(colleague.Id), request.Note));
    }

    private static Task<IResult> ParkAsync(IDialerDesk desk, AgentId agent, long interaction, ParkRequest? request) =>
        Answers.TextError("note", request?.Note, 4_000, required: false) is { } wrong
            ? Task.FromResult<IResult>(wrong)
            : Answers.TellAsync(desk, EngineInput.AgentPark(agent, new InteractionId(interaction), request?.Note));

    private static Task<IResult> SendKeysAsync(IDialerDesk desk, AgentId agent, long interaction, KeysRequest request) =>
        Answers.TextError("keys", request.Keys, 64, required: true) is { } wrong
            ? Task.FromResult<IResult>(wrong)
            : Answers.TellAsync(desk, EngineInput.AgentSendKeys(agent, request.Keys!, new InteractionId(interaction)));

    public static ProblemResult? InteractionError(long? interaction) =>
        interaction is <= 0 ? Refuse.Field("interaction", "This is no conversation", "Give the interaction as the events and the agent's row name it, or leave it out.") : null;

    private static Task<IResult> DescribeAsync(IDialerDesk desk, AgentId agent, long interaction, DispositionRequest request)
    {
        if (request.Interaction is { } named && named != interaction)
            return Task.FromResult<IResult>(Refuse.Field("interaction", "The path names another conversation", "Leave it out here, or name the same."));
        return DescribeAsync(desk, agent, request with { Interaction = interaction });
    }

    public static async Task<IResult> DescribeAsync(IDialerDesk desk, AgentId agent, DispositionRequest request)
    {
        if ((Answers.TextError("code", request.Code, 64, required: true) ?? Answers.TextError("note", request.Note, 4_000, required: false) ?? InteractionError(request.Interaction)) is { } wrong)
            return wrong;
        Instant? at = null;
        DateTime? local = null;
        if (request.CallBackAt is { } text && CallBackText.Read(text, out at, out local) is { } unread)
            return Refuse.Field("callBackAt", unread.What, "", unread.Code);
        bool done = request.Done ?? request.CallBackAt is null;
        var disposition = new Disposition(request.Code!, request.Note, at, done, request.DoNotCall ?? false, request.WasMachine ?? false) { CallBackLocal = local };
        return Answers.Described(await desk.DescribeAsync(agent, new InteractionId(request.Interaction ?? 0), disposition).ConfigureAwait(false));
    }
}
