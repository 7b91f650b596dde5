using Dialer.Core.Engine.Messages;
using Dialer.Core.Text;
using Dialer.Server.Configuration;
using Dialer.Server.Http.Problems;
using Dialer.Server.Running;

namespace Dialer.Server.Http;

/// <summary>What the engine said to a command, and what is wrong with a text, as answers.</summary>
internal static class Answers
{
    public static async Task<IResult> TellAsync(IDialerDesk desk, EngineInput command) => Of(await desk.AskAsync(command).ConfigureAwait(false));

    public static IResult Of(in CommandReply reply)
    {
        if (reply.IsAccepted)
            return Results.NoContent();
        return reply.IsUnstored ? Refuse.NotStored(reply.Refusal!) : Refuse.NotPossible(reply.Refusal!, Words.Word(reply.Code));
    }

    /// <summary>To what was said of a conversation.</summary>
    public static IResult Described(in CommandReply reply) => reply.IsAccepted ? Results.Ok(new CallBackReply(reply.CallBackAt?.ToDateTimeOffset())) : Of(reply);

    /// <summary>Null: the text can be taken.</summary>
    public static ProblemResult? TextError(string field, string? text, int most, bool required)
    {
        if (required && string.IsNullOrWhiteSpace(text))
            return Refuse.Field(field, "This field is needed", $"Add it, with at most {most} characters.");
        if (text is not null && !PlainText.IsLine(field == "note" ? text.ReplaceLineEndings(" ").Replace('\t', ' ') : text))
            return Refuse.Field(field, "Control characters are not taken", "Write plain text.");
        return text?.Length > most ? Refuse.Field(field, "The text is too long", $"Use at most {most} characters.") : null;
    }
}
