using Dialer.Server.Http.Access;
using Dialer.Server.Http.Description;
using Dialer.Server.Http.Problems;

namespace Dialer.Server.Http;

/// <summary>Logging in and out, and who one is.</summary>
internal sealed class SessionRoutes(AccessBook book, AuditTrail trail, TimeProvider time, ILogger logger)
{
    /// <summary>A desk may share its address with whoever guesses, and a name is known to many: each has room of its own.</summary>
    private const int MostOfAll = 100;

    public const string Path = "/v1/sessions";
    public const string Cookie = "dialer_session";

    private readonly WrongTokens _ofUserThere = new(time);
    private readonly WrongTokens _ofAll = new(time, MostOfAll);

    public void Map(RouteGroupBuilder sessions, RouteGroupBuilder me)
    {
        sessions.MapPost("/", (HttpContext context, SessionRequest request) => LogInAsync(context, request))
            .WithName("logIn").WithSummary("Logs a user in. Asked without a token.").Says<SessionReply>(StatusCodes.Status201Created)
            .Refuses(400, 401, 403, 421, 429, 500, 503).Posts().TellsSecret();
        sessions.MapDelete("/current", async (HttpContext context, Caller caller) =>
            {
                if (caller.Session is not { } session)
                    return Refuse.NotPossible("this request did not come by a session", "noSession");
                await book.EndSessionAsync(session).ConfigureAwait(false);
                context.Response.Cookies.Delete(Cookie);
                return Results.NoContent();
            })
            .Is("logOut", Role.Agent, "Ends the session that this request came by.").SaysNothing().Refuses(409);
        me.MapGet("/", (Caller caller) => new MeView(caller.Name, caller.Role, caller.Agent, Sorted(caller.Campaigns), Sorted(caller.Queues), Sorted(caller.Scopes)))
            .Is("whoAmI", Role.Agent, "Who you are to the dialer, and what you are limited to.").Says<MeView>();
    }

    private static string[]? Sorted(IReadOnlySet<string>? names) => names is null ? null : [.. names.Order(StringComparer.Ordinal)];

    private async Task<IResult> LogInAsync(HttpContext context, SessionRequest request)
    {
        if ((Answers.TextError("user", request.User, 64, required: true) ?? Answers.TextError("password", request.Password, Passwords.Most, required: true)) is { } unread)
            return unread;
        string source = AuditTrail.SourceOf(context), there = $"{source} {request.User}";
        if ((_ofUserThere.Waits(there) ?? _ofAll.Waits("user:" + request.User) ?? _ofAll.Waits("from:" + source)) is { } wait)
            return Refuse.With(StatusCodes.Status429TooManyRequests, "tooManyLogIns", "Too many wrong passwords.", "Too many wrong passwords came for this user, or from there.", "Wait as long as Retry-After says.", retryAfter: wait);
        if (await book.IsPasswordAsync(request.User!, request.Password!, context.RequestAborted).ConfigureAwait(false) && book.User(request.User!) is { } user)
        {
            await trail.LogInAsync(context, user.Name, isIn: true).ConfigureAwait(false);
            var (token, session) = await book.BeginSessionAsync(user.Name, source).ConfigureAwait(false);
            context.Response.Cookies.Append(Cookie, token, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps, Expires = session.ExpiresAt, Path = "/" });
            return Results.Created("/v1/me", new SessionReply(token, user.Name, Enum.Parse<Role>(user.Role), session.ExpiresAt));
        }
        var shown = _ofUserThere.Shown(there);
        _ofAll.Shown("user:" + request.User);
        _ofAll.Shown("from:" + source);
        if (shown.IsNews)
            AccessLog.LogInRefused(logger, Refuse.Shown(request.User!), source, shown.Count);
        await trail.LogInAsync(context, request.User!, isIn: false).ConfigureAwait(false);
        return Refuse.With(StatusCodes.Status401Unauthorized, "wrongPassword", "Not logged in.", "The user or the password is wrong.", "Try again, or ask an administrator for a new password.");
    }
}
