using System.Net;
using System.Security.Cryptography;
using System.Text;
using Dialer.Server.Configuration;

namespace Dialer.Server.Http;

/// <summary>
/// Who may ask at all: a known Host header (against DNS rebinding), no foreign Origin (there is no CORS: a web page of
/// somebody else must not press an agent's buttons), and the bearer token where one is configured. /health needs no
/// token, so that a monitor can look without one; it tells no numbers and no names of people.
/// </summary>
internal sealed class HttpGuard(HttpConfig config)
{
    private readonly byte[]? _token = config.Token is { } token ? SHA256.HashData(Encoding.UTF8.GetBytes(token)) : null;

    private readonly HashSet<string> _hosts = new(["localhost", "127.0.0.1", "[::1]", Bracketed(config.Bind), .. config.Hosts], StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!_hosts.Contains(request.Host.Host))
            return Refuse(context, StatusCodes.Status421MisdirectedRequest, "The Host header names another host.", "Ask by the bound address, or add the name to http.hosts.");
        if (request.Headers.Origin is [{ } origin] && !IsOwn(origin, request))
            return Refuse(context, StatusCodes.Status403Forbidden, "Requests from other sites' pages are not taken.", "Call the interface from a program, or from a page that it serves itself.");
        bool isOpen = _token is null || request.Path == "/health";
        if (isOpen || HasToken(request))
            return next(context);
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Refuse(context, StatusCodes.Status401Unauthorized, "A bearer token is needed.", "Send Authorization: Bearer with the token of http.token.");
    }

    private static bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);

    /// <summary>Compared by hash, so that neither content nor length shows in the time it takes.</summary>
    private bool HasToken(HttpRequest request)
    {
        const string scheme = "Bearer ";
        return request.Headers.Authorization is [{ Length: < 2_048 } header]
            && header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(_token, SHA256.HashData(Encoding.UTF8.GetBytes(header[scheme.Length..].Trim())));
    }

    private static Task Refuse(HttpContext context, int status, string title, string detail) =>
        Results.Problem(detail, statusCode: status, title: title).ExecuteAsync(context);

    private static string Bracketed(IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
}
