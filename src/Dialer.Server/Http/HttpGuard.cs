using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Dialer.Core.Text;
using Dialer.Server.Configuration;
using Dialer.Server.Http.Access;
using Dialer.Server.Http.Problems;

namespace Dialer.Server.Http;

/// <summary>
/// Who may ask at all: a known Host header (against DNS rebinding), no foreign Origin (there is no CORS: a web page of
/// somebody else must not press an agent's buttons), and a token that is known: a session's, a key's, or http.token. <see cref="OpenPages"/> need none.
/// </summary>
internal sealed class HttpGuard(HttpConfig config, ConnectionGate gate, AccessBook book, WrongTokens wrongTokens, ILogger logger)
{
    private readonly byte[]? _token = config.Token is { } token ? SHA256.HashData(Encoding.UTF8.GetBytes(token)) : null;

    private readonly HashSet<string> _hosts = new(["localhost", "127.0.0.1", "[::1]", Bracketed(config.Bind), .. config.Hosts], StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!_hosts.Contains(request.Host.Host))
            return Refuse.With(StatusCodes.Status421MisdirectedRequest, "unknownHost", "The Host header names another host.", $"\"{Refuse.Shown(request.Host.Host)}\" is not this dialer.", "Ask by the bound address, or add the name to http.hosts.", "Host").ExecuteAsync(context);
        if (request.Headers.Origin is [{ } origin] && !IsOwn(origin, request))
            return Refuse.With(StatusCodes.Status403Forbidden, "foreignOrigin", "Requests from other sites' pages are not taken.", "The Origin is another site's.", "Call the interface from a program, or from a page that it serves itself.", "Origin").ExecuteAsync(context);
        if (Find(request) is { } caller)
        {
            context.Features.Set(caller);
            context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, caller.Name)], "bearer"));
            return PassKnown(context, next);
        }
        if (OpenPages.IsOpen(request.Path) || (request.Path == SessionRoutes.Path && request.Method == HttpMethods.Post))
        {
            // A connection that has not shown the token is not kept for a second question.
            context.Response.Headers.Connection = "close";
            return next(context);
        }
        return RefuseToken(context);
    }

    private Task PassKnown(HttpContext context, RequestDelegate next)
    {
        if (ConnectionGate.Of(context) is not { } lease || gate.Recognise(lease))
            return next(context);
        HttpLog.NoRoom(logger, config.Connections, lease.Source ?? "this machine");
        context.Response.Headers.Connection = "close";
        return Refuse.With(StatusCodes.Status503ServiceUnavailable, "tooManyConnections", "Too many connections.", $"{config.Connections} are open already.", "Close some, or raise http.connections.").ExecuteAsync(context);
    }

    private Task RefuseToken(HttpContext context)
    {
        string source = context.Connection.RemoteIpAddress is { } address ? ConnectionGate.SourceOf(address) ?? "this machine" : "unknown";
        var wrong = wrongTokens.Shown(source);
        if (wrong.IsNews)
            HttpLog.WrongToken(logger, source, wrong.Count, context.Request.Method, PlainText.Line(context.Request.Path.Value ?? ""));
        context.Response.Headers.Connection = "close";
        if (wrong.Wait is { } wait)
            return Refuse.With(StatusCodes.Status429TooManyRequests, "tooManyWrongTokens", "Too many wrong tokens.", "Too many wrong tokens came from there.", "Wait as long as Retry-After says; then send a token that is known.", retryAfter: wait).ExecuteAsync(context);
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Refuse.With(StatusCodes.Status401Unauthorized, "tokenNeeded", "A bearer token is needed.", "The request has no token that is known here.", "Log in by POST /v1/sessions, or send Authorization: Bearer with the token of a key, of http.token or of admin.key in the data directory.", "Authorization").ExecuteAsync(context);
    }

    private static bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);

    private Caller? Find(HttpRequest request)
    {
        const string scheme = "Bearer ";
        if (request.Headers.Authorization is [{ Length: < 2_048 } header] && header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
        {
            string token = header[scheme.Length..].Trim();
            return IsToken(token) ? Caller.Token : book.Find(token);
        }
        return request.Headers.Authorization.Count == 0 && request.Cookies[SessionRoutes.Cookie] is { } session ? book.Find(session) : null;
    }

    /// <summary>Compared by hash, so that neither content nor length shows in the time it takes.</summary>
    private bool IsToken(string token) => _token is not null && CryptographicOperations.FixedTimeEquals(_token, SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static string Bracketed(IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
}
