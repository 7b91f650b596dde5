using System.Buffers.Text;
using System.Text;
using Dialer.Server.Configuration;
using Dialer.Server.Files;
using Dialer.Server.Http.Access;
using Dialer.Server.Http.Description;
using Dialer.Server.Http.Paging;
using Dialer.Server.Http.Problems;
using Dialer.Server.Running;

namespace Dialer.Server.Http;

/// <summary>Recordings of conversations and mailboxes: found, heard and deleted. Who is limited finds those of their campaigns and queues.</summary>
internal sealed class RecordingRoutes(IDialerDesk desk, RecordingShelf shelf)
{
    public void Map(RouteGroupBuilder api)
    {
        api.MapGet("/", (Caller caller, string? campaign, string? queue, string? mailbox, DateOnly? day, int? limit, string? after) => List(caller, campaign, queue, mailbox, day, limit, after))
            .Is("listRecordings", Role.Supervisor, "Recordings, by campaign, queue or mailbox, and by day (UTC).").Says<Page<RecordingView>>().MayBeMissing();
        api.MapGet("/{recording}", (Caller caller, string recording) => Find(caller, recording) is { } found ? Results.Ok(View(found)) : Refuse.Unknown("recording", recording))
            .Is("getRecording", Role.Supervisor, "One recording: what is known of it.").Says<RecordingView>().MayBeMissing();
        api.MapGet("/{recording}/audio", (Caller caller, string recording) => Find(caller, recording) is { } found ? Results.File(shelf.FullPath(found.Path), "audio/wav", Path.GetFileName(found.Path), enableRangeProcessing: true) : Refuse.Unknown("recording", recording))
            .Is("getRecordingAudio", Role.Supervisor, "The sound: WAV, the person on the left, the agent on the right. Parts of it by Range.").Produces(StatusCodes.Status200OK, contentType: "audio/wav").WithMetadata(new SaysFile("audio/wav"))
            .MayBeMissing().Refuses(StatusCodes.Status416RangeNotSatisfiable);
        api.MapDelete("/{recording}", (HttpContext context, Caller caller, string recording) => Remove(context, caller, recording))
            .Is("deleteRecording", Role.Manager, "The recording is gone, for ever.").SaysNothing().MayBeMissing();
    }

    private IResult List(Caller caller, string? campaign, string? queue, string? mailbox, DateOnly? day, int? limit, string? after)
    {
        string? folder = null;
        RecordingKind? kind = null;
        if (campaign is not null)
        {
            if (Found.Campaign(desk, caller, campaign) is not { } row)
                return Refuse.Unknown("campaign", campaign);
            (kind, folder) = (RecordingKind.Campaign, MediaSections.FileName(row.Name));
        }
        else if (queue is not null)
        {
            if (Found.Queue(desk, caller, queue) is not { } id)
                return Refuse.Unknown("queue", queue);
            (kind, folder) = (RecordingKind.Queue, MediaSections.FileName(desk.Queues.First(one => one.Id == id).Name));
        }
        else if (mailbox is not null)
            (kind, folder) = (RecordingKind.Mailbox, mailbox);
        int count = limit ?? Pager.Usual;
        if (count is < 1 or > Pager.Most)
            return Refuse.Field("limit", $"{count} entries cannot be shown at once", $"Use 1 to {Pager.Most}.");
        if (after is not null && PathOf(after) is null)
            return Refuse.Field("after", "This is no cursor of a list", "Give \"next\" of the page before, as it came; leave it out for the first page.");
        var found = shelf.List(day, after is null ? "" : PathOf(after)!).Where(one => (kind is null || (one.Kind == kind && one.Folder == folder)) && Sees(caller, one)).Take(count + 1).ToArray();
        return Results.Ok(new Page<RecordingView>([.. found.Take(count).Select(View)], found.Length > count ? IdOf(found[count - 1].Path) : null));
    }

    private RecordingFile? Find(Caller caller, string id) => PathOf(id) is { } path && shelf.Find(path) is { } found && Sees(caller, found) ? found : null;

    private IResult Remove(HttpContext context, Caller caller, string id)
    {
        if (Find(caller, id) is not { } found)
            return Refuse.Unknown("recording", id);
        shelf.Delete(found);
        AuditNote.Leave(context, View(found), null);
        return Results.NoContent();
    }

    private static bool Sees(Caller caller, RecordingFile one) => !caller.IsLimited || one.Kind switch
    {
        RecordingKind.Campaign => caller.Campaigns?.Any(name => MediaSections.FileName(name) == one.Folder) == true,
        RecordingKind.Queue => caller.Queues?.Any(name => MediaSections.FileName(name) == one.Folder) == true,
        RecordingKind.Mailbox => false,
        _ => false,
    };

    private static RecordingView View(RecordingFile file) => new(
        IdOf(file.Path), file.Kind, file.Folder, file.StartedAt, Number(file, "attempt"), Number(file, "call"), file.Bytes, file.Seconds);

    private static long? Number(RecordingFile file, string word) =>
        file.Call.StartsWith(word, StringComparison.Ordinal) && long.TryParse(file.Call.AsSpan(word.Length), out long number) ? number : null;

    private static string IdOf(string path) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(path));

    private static string? PathOf(string id) => id.Length is > 0 and <= 1_024 && Base64Url.IsValid(id) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(id)) : null;
}
