using Dialer.Audio;
using Dialer.Server.Business;
using Dialer.Server.Http.Access;
using Dialer.Server.Http.Description;
using Dialer.Server.Http.Paging;
using Dialer.Server.Http.Problems;

namespace Dialer.Server.Http;

/// <summary>Recordings that people hear, by the name that settings give: uploaded, heard, and removed while calls go on.</summary>
internal sealed class PromptRoutes(BusinessBook book, string folder)
{
    private const int LongestName = 100;
    private const int MostPrompts = 10_000;

    public void Map(RouteGroupBuilder api)
    {
        api.MapGet("/", (int? limit, string? after) => Pager.Of(Names().Select(View), prompt => prompt.Name, limit, after))
            .Is("listPrompts", Role.Supervisor, "Recordings that were uploaded, by name.").Says<Page<PromptView>>();
        api.MapGet("/{prompt}", (string prompt) => IsName(prompt) && File.Exists(PathOf(prompt)) ? Results.File(PathOf(prompt), "application/octet-stream", enableRangeProcessing: true) : Refuse.Unknown("prompt", prompt))
            .Is("getPrompt", Role.Supervisor, "The recording, as it was uploaded.").Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").WithMetadata(new SaysFile()).MayBeMissing().Refuses(StatusCodes.Status416RangeNotSatisfiable);
        api.MapPut("/{prompt}", (HttpContext context, Caller caller, string prompt) => PutAsync(context, caller, prompt))
            .Is("putPrompt", Role.Manager, "A recording (WAV, AIFF or MP3) by this name, or another in its place: it is heard from the next time on.").TakesFile().Says<PromptView>()
            .Refuses(StatusCodes.Status409Conflict, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType);
        api.MapDelete("/{prompt}", (Caller caller, string prompt) => RemoveAsync(caller, prompt))
            .Is("removePrompt", Role.Manager, "The recording is gone; refused while settings name it.").SaysNothing().MayBeMissing().Refuses(StatusCodes.Status409Conflict);
    }

    private IEnumerable<string> Names() => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)).Where(IsName).Order(StringComparer.Ordinal) : [];

    private string PathOf(string prompt) => Path.Combine(folder, prompt);

    private static bool IsName(string prompt) => prompt.Length is > 0 and <= LongestName && prompt[0] != '.' && prompt.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private PromptView View(string prompt)
    {
        var file = new FileInfo(PathOf(prompt));
        return new PromptView(prompt, file.Exists ? file.Length : 0, new DateTimeOffset(file.LastWriteTimeUtc));
    }

    private async Task<IResult> PutAsync(HttpContext context, Caller caller, string prompt)
    {
        if (!IsName(prompt))
            return Refuse.Field("prompt", "This cannot be the name of a recording", $"Use letters, digits, - and _, with an ending such as .wav; at most {LongestName} characters.");
        Directory.CreateDirectory(folder);
        if (!File.Exists(PathOf(prompt)) && Names().Count() >= MostPrompts)
            return Refuse.NotPossible($"there are {MostPrompts} recordings already", "tooManyPrompts");
        string sent = Path.Combine(folder, "." + Guid.NewGuid().ToString("N"));
        try
        {
            await Uploads.SaveAsync(context, sent).ConfigureAwait(false);
            if (SoundFile.Read(sent, out var refusal) is null)
                return Refuse.Field("body", $"It cannot be played: it {refusal.Cause()}", refusal.Remedy());
            return await book.ExclusiveAsync<IResult>(async () =>
            {
                File.Move(sent, PathOf(prompt), overwrite: true);
                return await TellAsync(caller).ConfigureAwait(false) ?? Results.Ok(View(prompt));
            }).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(sent);
        }
    }

    private async Task<IResult> RemoveAsync(Caller caller, string prompt)
    {
        if (!IsName(prompt) || !File.Exists(PathOf(prompt)))
            return Refuse.Unknown("prompt", prompt);
        return await book.ExclusiveAsync<IResult>(async () =>
        {
            string aside = Path.Combine(folder, "." + Guid.NewGuid().ToString("N"));
            if (!File.Exists(PathOf(prompt)))
                return Refuse.Unknown("prompt", prompt);
            File.Move(PathOf(prompt), aside);
            if (await TellAsync(caller).ConfigureAwait(false) is { } needed)
            {
                File.Move(aside, PathOf(prompt));
                return needed;
            }
            File.Delete(aside);
            return Results.NoContent();
        }).ConfigureAwait(false);
    }

    /// <summary>What names recordings is read again: null where all of it is in order.</summary>
    private async Task<IResult?> TellAsync(Caller caller)
    {
        if (book.IsFixed)
            return null;
        var outcome = await book.ChangeAsync([], caller.Name).ConfigureAwait(false);
        return outcome.IsDone ? null : BusinessBodies.Refused(outcome.Errors, "$.prompts");
    }
}
