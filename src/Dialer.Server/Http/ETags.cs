using System.Globalization;

namespace Dialer.Server.Http;

/// <summary>Versions of what can be changed, so that of two people who change one thing at once the second is told.</summary>
internal static class ETags
{
    public static string Of(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    public static void Say(HttpContext context, long version) => context.Response.Headers.ETag = Of(version);

    /// <summary>What the one who asks has seen; null: If-Match is missing. "*": whatever is there.</summary>
    public static string? Seen(HttpContext context) => context.Request.Headers.IfMatch is [{ Length: > 0 and < 256 } match] ? match : null;

    public static bool Matches(string seen, long version) => seen == "*" || seen.Split(',').Any(one => one.Trim() == Of(version));
}
