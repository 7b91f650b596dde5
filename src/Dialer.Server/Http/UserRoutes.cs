using Dialer.Server.Http.Access;
using Dialer.Server.Http.Description;
using Dialer.Server.Http.Paging;
using Dialer.Server.Http.Problems;
using Dialer.Server.Running;
using Dialer.Store.Tables;

namespace Dialer.Server.Http;

/// <summary>Users: who may log in, as what, limited to what.</summary>
internal sealed class UserRoutes(AccessBook book, IDialerDesk desk)
{
    private const int MostNames = 1_000;

    public void Map(RouteGroupBuilder api)
    {
        api.MapGet("/", (Role? role, int? limit, string? after) =>
                Pager.Of(book.Users.Where(user => role is null || user.Role == role.ToString()).Select(View), user => user.Name, limit, after))
            .Is("listUsers", Role.Administrator, "All users, by name; of one role where it is named.").Says<Page<UserView>>();
        api.MapPost("/", (HttpContext context, NewUserRequest request) => AddAsync(context, request))
            .Is("addUser", Role.Administrator, "A new user.").Says<UserView>(StatusCodes.Status201Created).Posts();
        api.MapGet("/{user}", (HttpContext context, string user) => book.User(user) is { } found ? Shown(context, found) : Refuse.Unknown("user", user))
            .Is("getUser", Role.Administrator, "One user, with its ETag.").Says<UserView>().MayBeMissing();
        api.MapPut("/{user}", (HttpContext context, string user, UserRequest request) => ChangeAsync(context, user, request))
            .Is("changeUser", Role.Administrator, "What the user is from now on; its sessions follow at once.").Says<UserView>().MayBeMissing().Changes();
        api.MapPut("/{user}/password", (HttpContext context, Caller caller, string user, PasswordRequest request) => SetPasswordAsync(context, caller, user, request))
            .Is("setPassword", Role.Agent, "A new password; one's own with the present one, others' by an administrator. Ends the user's sessions.").SaysNothing().MayBeMissing().Refuses(409, 413, 415);
        api.MapDelete("/{user}/sessions", async (string user) =>
            {
                if (book.User(user) is null)
                    return Refuse.Unknown("user", user);
                await book.EndSessionsAsync(user).ConfigureAwait(false);
                return Results.NoContent();
            })
            .Is("endSessions", Role.Administrator, "Logs the user out everywhere.").SaysNothing().MayBeMissing();
        api.MapDelete("/{user}", (HttpContext context, string user) => DeleteAsync(context, user))
            .Is("deleteUser", Role.Administrator, "The user is gone, with its sessions.").Deletes();
    }

    private static UserView View(UserRecord user) => new(user.Name, Enum.Parse<Role>(user.Role), user.PasswordHash is not null, user.Agent, user.Campaigns, user.Queues, user.Disabled, user.CreatedAt, user.Version);

    private static IResult Shown(HttpContext context, UserRecord user)
    {
        ETags.Say(context, user.Version);
        return Results.Ok(View(user));
    }

    private async Task<IResult> AddAsync(HttpContext context, NewUserRequest request)
    {
        if ((Answers.TextError("name", request.Name, 64, required: true) ?? PasswordError(request.Password, required: false) ?? Wrong(request.Role, request.Agent, request.Campaigns, request.Queues)) is { } wrong)
            return wrong;
        if (request.Name!.Contains('/', StringComparison.Ordinal) || request.Name != request.Name.Trim())
            return Refuse.Field("name", "A user's name is part of an address", "Use no slash, and no space before or after.");
        if (book.Users.Count >= AccessBook.MostUsers)
            return Refuse.NotPossible($"there are {AccessBook.MostUsers} users already", "tooManyUsers");
        string? hash = request.Password is { } password ? Passwords.Hash(password) : null;
        var made = new UserRecord(request.Name, request.Role!.Value.ToString(), hash, request.Agent, request.Campaigns, request.Queues, Disabled: false, desk.Time.GetUtcNow(), 1);
        var (done, _, _) = await book.ChangeUserAsync(made.Name, was => was is null, _ => made).ConfigureAwait(false);
        if (!done)
            return Refuse.NotPossible($"there is a user \"{Refuse.Shown(made.Name)}\" already", "nameTaken");
        AuditNote.Leave(context, null, View(made));
        ETags.Say(context, made.Version);
        return Results.Created($"/v1/users/{Uri.EscapeDataString(made.Name)}", View(made));
    }

    private async Task<IResult> ChangeAsync(HttpContext context, string name, UserRequest request)
    {
        if (book.User(name) is null)
            return Refuse.Unknown("user", name);
        if (Wrong(request.Role, request.Agent, request.Campaigns, request.Queues) is { } wrong)
            return wrong;
        if (ETags.Seen(context) is not { } seen)
            return Refuse.NeedsMatch();
        var (done, was, now) = await book.ChangeUserAsync(name, user => user is not null && ETags.Matches(seen, user.Version),
            user => user! with { Role = request.Role!.Value.ToString(), Agent = request.Agent, Campaigns = request.Campaigns, Queues = request.Queues, Disabled = request.Disabled ?? false, Version = user.Version + 1 }).ConfigureAwait(false);
        if (!done)
            return was is null ? Refuse.Unknown("user", name) : Refuse.Stale(ETags.Of(was.Version));
        AuditNote.Leave(context, View(was!), View(now!));
        return Shown(context, now!);
    }

    private async Task<IResult> SetPasswordAsync(HttpContext context, Caller caller, string name, PasswordRequest request)
    {
        bool isOwn = caller.Name == "user:" + name;
        if (!isOwn && caller.Role < Role.Administrator)
            return Refuse.With(StatusCodes.Status403Forbidden, "roleNeeded", "Not allowed.", "This is another user's password.", "Set your own, or ask an administrator.");
        if (book.User(name) is null)
            return Refuse.Unknown("user", name);
        if (PasswordError(request.Password, required: true) is { } wrong)
            return wrong;
        if (isOwn && !await book.IsPasswordAsync(name, request.Current ?? "", context.RequestAborted).ConfigureAwait(false))
            return Refuse.Field("current", "This is not the present password", "Give the password until now.", "wrongPassword");
        string hash = Passwords.Hash(request.Password!);
        var (done, _, _) = await book.ChangeUserAsync(name, user => user is not null, user => user! with { PasswordHash = hash, Version = user.Version + 1 }).ConfigureAwait(false);
        if (!done)
            return Refuse.Unknown("user", name);
        await book.EndSessionsAsync(name).ConfigureAwait(false);
        return Results.NoContent();
    }

    private async Task<IResult> DeleteAsync(HttpContext context, string name)
    {
        if (book.User(name) is null)
            return Refuse.Unknown("user", name);
        string seen = ETags.Seen(context) ?? "*";
        var (done, was, _) = await book.ChangeUserAsync(name, user => user is not null && ETags.Matches(seen, user.Version), _ => null).ConfigureAwait(false);
        if (!done)
            return was is null ? Refuse.Unknown("user", name) : Refuse.Stale(ETags.Of(was.Version));
        AuditNote.Leave(context, View(was!), null);
        return Results.NoContent();
    }

    private static ProblemResult? PasswordError(string? password, bool required) =>
        (password is null && required) || password is { Length: < Passwords.Least or > Passwords.Most }
            ? Refuse.Field("password", "This is no password that is safe", $"Use {Passwords.Least} to {Passwords.Most} characters.")
            : null;

    private static ProblemResult? Wrong(Role? role, string? agent, IReadOnlyList<string>? campaigns, IReadOnlyList<string>? queues)
    {
        if (role is null)
            return Refuse.Field("role", "This field is needed", "Use agent, supervisor, manager or administrator.");
        if (role == Role.Agent && agent is null)
            return Refuse.Field("agent", "An agent's user is nobody without its agent", "Name the agent.");
        if (role == Role.Administrator && (campaigns ?? queues) is not null)
            return Refuse.Field(campaigns is not null ? "campaigns" : "queues", "An administrator has no limits", "Leave it out, or give another role.");
        return Answers.TextError("agent", agent, 128, required: false) ?? NamesError("campaigns", campaigns) ?? NamesError("queues", queues);
    }

    internal static ProblemResult? NamesError(string field, IReadOnlyList<string>? names)
    {
        if (names?.Count > MostNames)
            return Refuse.Field(field, "There are too many names", $"Use at most {MostNames}.");
        return names?.Select(name => Answers.TextError(field, name, 128, required: true)).FirstOrDefault(wrong => wrong is not null);
    }
}
