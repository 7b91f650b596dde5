using Dialer.Server.Business;
using Dialer.Server.Configuration;
using Dialer.Server.Http.Access;
using Dialer.Server.Http.Description;
using Dialer.Server.Http.Paging;
using Dialer.Server.Http.Problems;

namespace Dialer.Server.Http;

/// <summary>
/// What is configured of one kind: made, read, replaced, changed and removed while calls go on, by the rules of the configuration file.
/// It counts from the next decision.
/// </summary>
/// <param name="parameter">What a name is called in paths.</param>
/// <param name="isLive">Its plain routes say how it is at this moment; then its settings have routes of their own.</param>
internal sealed class BusinessRoutes(BusinessBook book, BusinessKind kind, string parameter, bool isLive)
{
    private const int LongestName = 128;

    private readonly string _word = kind == BusinessKind.Route ? "callerRoute" : BusinessKinds.Word(kind);
    private readonly string _noun = kind == BusinessKind.OpeningHours ? "opening hours" : kind == BusinessKind.QueueGroup ? "group of queues" : kind == BusinessKind.Route ? "rule of callers" : BusinessKinds.Word(kind);

    public void Map(RouteGroupBuilder api)
    {
        string id = kind.ToString();
        string one = $"/{{{parameter}}}", settings = isLive ? one + "/settings" : one;
        var named = new NamedInPath(parameter, "Its name.");
        if (!isLive)
            api.MapGet("/", (Caller caller, int? limit, string? after) => Pager.Of(book.Of(kind).Where(entry => Sees(caller, entry.Name)).OrderBy(entry => entry.Name, StringComparer.Ordinal).Select(entry => BusinessView.Of(entry)), view => view.Name, limit, after))
                .Is($"list{(id.EndsWith('s') ? id : id + "s")}", Role.Supervisor, $"All {Plural}, by name.").WithMetadata(new BusinessBody(kind, Takes: false, BusinessAnswer.Page));
        else
            api.MapGet("/settings", (Caller caller, int? limit, string? after) => Pager.Of(book.Of(kind).Where(entry => Sees(caller, entry.Name)).OrderBy(entry => entry.Name, StringComparer.Ordinal).Select(entry => BusinessView.Of(entry)), view => view.Name, limit, after))
                .Is($"list{id}Settings", Role.Supervisor, $"What is configured of all {Plural}, by name.").WithMetadata(new BusinessBody(kind, Takes: false, BusinessAnswer.Page));
        api.MapPost("/", (HttpContext context, Caller caller) => AddAsync(context, caller))
            .Is($"add{id}", Role.Manager, $"New {_noun}; there from the next decision on.").TakesSettings().Posts().WithMetadata(new BusinessBody(kind, Takes: true, BusinessAnswer.Entry, StatusCodes.Status201Created));
        api.MapGet(settings, (HttpContext context, Caller caller) => Shown(context, caller))
            .Is(isLive ? $"get{id}Settings" : $"get{id}", Role.Supervisor, "What is configured, with its ETag.").MayBeMissing().WithMetadata(named, new BusinessBody(kind, Takes: false, BusinessAnswer.Entry));
        api.MapPut(settings, (HttpContext context, Caller caller) => ChangeAsync(context, caller, isPatch: false))
            .Is(isLive ? $"replace{id}Settings" : $"replace{id}", Role.Manager, "All settings anew; what is left out is as by default. A secret that is left out stays.").TakesSettings().MayBeMissing().Changes()
            .WithMetadata(named, new BusinessBody(kind, Takes: true, BusinessAnswer.Entry));
        api.MapPatch(settings, (HttpContext context, Caller caller) => ChangeAsync(context, caller, isPatch: true))
            .Is(isLive ? $"change{id}Settings" : $"change{id}", Role.Manager, "Some settings (RFC 7396): what is left out stays, what is null is as by default.").TakesSettings().MayBeMissing().Changes()
            .WithMetadata(named, new BusinessBody(kind, Takes: true, BusinessAnswer.Entry, IsPatch: true));
        api.MapDelete(one, (HttpContext context, Caller caller) => RemoveAsync(context, caller))
            .Is($"remove{id}", Role.Manager, "It is there no longer; what goes on ends as it began.").Deletes().WithMetadata(named);
    }

    private string Plural => kind == BusinessKind.OpeningHours ? _noun : kind == BusinessKind.Route ? "rules of callers" : kind == BusinessKind.QueueGroup ? "groups of queues" : _noun + "s";

    private bool Sees(Caller caller, string name) => kind switch
    {
        BusinessKind.Campaign => caller.SeesCampaign(name),
        BusinessKind.Queue => caller.SeesQueue(name),
        _ => !caller.IsLimited,
    };

    /// <summary>By its name; a live one also by its number.</summary>
    private BusinessEntry? Find(HttpContext context, Caller caller) =>
        context.Request.RouteValues[parameter] is string name && book.Find(kind, name) is { } entry && Sees(caller, entry.Name) ? entry : null;

    private ProblemResult Unknown(HttpContext context) => Refuse.Unknown(_word, context.Request.RouteValues[parameter] as string ?? "");

    private IResult Shown(HttpContext context, Caller caller)
    {
        if (Find(context, caller) is not { } entry)
            return Unknown(context);
        ETags.Say(context, entry.Version);
        return Results.Ok(BusinessView.Of(entry));
    }

    private async Task<IResult> AddAsync(HttpContext context, Caller caller)
    {
        if (book.IsFixed)
            return Fixed();
        string path = BusinessEntry.PathOf(kind, "");
        var (body, wrong) = await BusinessBodies.ReadAsync(context.Request, path).ConfigureAwait(false);
        if (wrong is not null)
            return wrong;
        string? name = body!.Field("name") is { Kind: ConfigNodeKind.Text } text ? text.Text : null;
        if ((Answers.TextError("name", name, LongestName, required: true) ?? NameError(name!)) is { } bad)
            return bad;
        if (!Sees(caller, name!))
            return OutsideLimits();
        return await book.ExclusiveAsync<IResult>(async () =>
        {
            if (book.Find(kind, name!) is not null)
                return Refuse.NotPossible($"there is a {_noun} \"{Refuse.Shown(name!)}\" already", "nameTaken");
            if (book.Of(kind).Count >= BusinessBook.MostEntries)
                return Refuse.NotPossible($"there are {BusinessBook.MostEntries} already", "tooManyEntries");
            var settings = BusinessBook.Read(kind, name!, body.ToJson())!;
            var outcome = await book.ChangeAsync([new BusinessEdit(kind, name!, settings)], caller.Name).ConfigureAwait(false);
            if (!outcome.IsDone)
                return BusinessBodies.Refused(outcome.Errors, BusinessEntry.PathOf(kind, name!));
            var made = book.Find(kind, name!)!;
            AuditNote.Leave(context, null, BusinessView.Of(made));
            ETags.Say(context, made.Version);
            return Results.Created($"{context.Request.Path.Value!.TrimEnd('/')}/{Uri.EscapeDataString(name!)}{(isLive ? "/settings" : "")}", BusinessView.Of(made, outcome.Warnings));
        }).ConfigureAwait(false);
    }

    private async Task<IResult> ChangeAsync(HttpContext context, Caller caller, bool isPatch)
    {
        if (Find(context, caller) is not { } found)
            return Unknown(context);
        if (Unchangeable(found) is { } refusal)
            return refusal;
        string path = BusinessEntry.PathOf(kind, found.Name);
        var (body, wrong) = await BusinessBodies.ReadAsync(context.Request, path).ConfigureAwait(false);
        if (wrong is not null)
            return wrong;
        if (body!.Field("name") is { } name && name.Text != found.Name)
            return Refuse.Field("name", "A name stays as it is", "Leave it out, or add a new one and remove this.");
        if (ETags.Seen(context) is not { } seen)
            return Refuse.NeedsMatch();
        return await book.ExclusiveAsync<IResult>(async () =>
        {
            if (book.Find(kind, found.Name) is not { } was)
                return Unknown(context);
            if (!ETags.Matches(seen, was.Version))
                return Refuse.Stale(ETags.Of(was.Version));
            var settings = isPatch ? Patched(was.Settings, body, path) : BusinessView.WithSecretsOf(body, was);
            if (settings.Field("name") is null)
                settings = ConfigNode.Object(path, [new("name", ConfigNode.OfText(path + ".name", was.Name)), .. settings.Fields], isSent: settings.IsSent);
            var outcome = await book.ChangeAsync([new BusinessEdit(kind, was.Name, settings)], caller.Name).ConfigureAwait(false);
            if (!outcome.IsDone)
                return BusinessBodies.Refused(outcome.Errors, path);
            var now = book.Find(kind, was.Name)!;
            AuditNote.Leave(context, BusinessView.Of(was), BusinessView.Of(now));
            ETags.Say(context, now.Version);
            return Results.Ok(BusinessView.Of(now, outcome.Warnings));
        }).ConfigureAwait(false);
    }

    private async Task<IResult> RemoveAsync(HttpContext context, Caller caller)
    {
        if (Find(context, caller) is not { } found)
            return Unknown(context);
        if (Unchangeable(found) is { } refusal)
            return refusal;
        string seen = ETags.Seen(context) ?? "*";
        return await book.ExclusiveAsync<IResult>(async () =>
        {
            if (book.Find(kind, found.Name) is not { } was)
                return Unknown(context);
            if (!ETags.Matches(seen, was.Version))
                return Refuse.Stale(ETags.Of(was.Version));
            if (was.IsInFile)
                return Refuse.With(StatusCodes.Status409Conflict, "inFile", "The configuration file names it.", "It would be there again at the next start.", "Take it out of the configuration file, and have the file read again (SIGHUP).");
            var outcome = await book.ChangeAsync([new BusinessEdit(kind, was.Name, null)], caller.Name).ConfigureAwait(false);
            if (!outcome.IsDone)
                return BusinessBodies.Refused(outcome.Errors, BusinessEntry.PathOf(kind, was.Name));
            AuditNote.Leave(context, BusinessView.Of(was), null);
            return Results.NoContent();
        }).ConfigureAwait(false);
    }

    private ProblemResult? Unchangeable(BusinessEntry entry) =>
        book.IsFixed ? Fixed()
        : entry.Name[0] == BusinessState.Unnamed ? Refuse.With(StatusCodes.Status409Conflict, "inFile", "The configuration file names it.", "It has no name of its own, by which it could be changed.", "Give it a name in the configuration file, and have the file read again (SIGHUP).")
        : null;

    private static ProblemResult Fixed() => Refuse.NotPossible("this dialer was started without a configuration file, and nothing of it can be changed", "notConfigurable");

    private static ProblemResult OutsideLimits() => Refuse.With(StatusCodes.Status403Forbidden, "outsideLimits", "Not allowed.", "You are limited to other campaigns and queues.", "Ask somebody who is not, or an administrator to widen your limits.");

    private static ProblemResult? NameError(string name) =>
        name != name.Trim() || name.Contains('/', StringComparison.Ordinal) || name[0] == BusinessState.Unnamed || name is "settings"
            ? Refuse.Field("name", "A name is part of an address", "Use no slash, no space before or after, and no # at its begin.")
            : null;

    private static ConfigNode Patched(ConfigNode was, ConfigNode patch, string path)
    {
        var fields = was.Fields.Where(field => patch.Field(field.Key) is null).ToList();
        foreach (var (name, value) in patch.Fields)
        {
            if (value.Kind == ConfigNodeKind.Null)
                continue;
            bool isMerged = value.Kind == ConfigNodeKind.Object;
            fields.Add(new(name, isMerged ? Patched(was.Field(name) is { Kind: ConfigNodeKind.Object } inner ? inner : ConfigNode.Object($"{path}.{name}", [], isSent: true), value, $"{path}.{name}") : value));
        }
        return ConfigNode.Object(path, fields, isSent: was.IsSent);
    }
}
