using System.Globalization;
using Dialer.Core.Engine.Messages;
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
    ];

    public static void Map(RouteGroupBuilder api, IDialerDesk desk)
    {
        foreach (var (name, id, command, summary) in Commands)
            api.MapPost("/{interaction:long:min(1)}/" + name, (Caller caller, long interaction) => AskAsync(desk, caller, interaction, agent => Answers.TellAsync(desk, command(agent, new InteractionId(interaction)))))
                .Is(id, Role.Agent, summary).SaysNothing().MayBeMissing().Posts();
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
