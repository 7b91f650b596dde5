using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Dialer.Server.Http.Access;

/// <summary>What a route changed, for the audit: JSON as the interface shows it, without secrets.</summary>
internal sealed record AuditNote(string? Was, string? Became)
{
    /// <summary>The name tried, where nobody is known to ask.</summary>
    public string? Who { get; init; }

    public static void Leave<T>(HttpContext context, T? was, T? became)
        where T : class
    {
        var json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        context.Features.Set(new AuditNote(was is null ? null : JsonSerializer.Serialize(was, json), became is null ? null : JsonSerializer.Serialize(became, json)));
    }
}
