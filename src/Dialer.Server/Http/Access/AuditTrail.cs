using System.Net;
using Dialer.Server.Http.Problems;
using Dialer.Store.Tables;

namespace Dialer.Server.Http.Access;

/// <summary>
/// Writes down every change that was made: who, when, from where, before and after. A change of what is configured is answered once
/// its record is durable; the commands of an agent's desk are not kept waiting for it.
/// </summary>
internal sealed class AuditTrail(AuditTable table, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        string method = context.Request.Method;
        if (method == HttpMethods.Get || method == HttpMethods.Head || context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<Right>() is not { } right)
            return next(context);
        string action = endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? method;
        context.Response.OnStarting(() =>
        {
            if (context.Response.StatusCode >= StatusCodes.Status400BadRequest)
                return Task.CompletedTask;
            var note = context.Features.Get<AuditNote>();
            var writing = table.AddAsync(new AuditRecord(0, time.GetUtcNow(), Caller.Of(context).Name, SourceOf(context), action, context.Request.Path.Value ?? "", note?.Was, note?.Became));
            if (right.Least == Role.Agent)
            {
                _ = TellAsync(writing, action);
                return Task.CompletedTask;
            }
            return writing.WaitAsync(Patience, time);
        });
        return next(context);
    }

    /// <summary>Of a log-in, which no right guards.</summary>
    public Task LogInAsync(HttpContext context, string user, bool isIn) =>
        table.AddAsync(new AuditRecord(0, time.GetUtcNow(), "user:" + Refuse.Shown(user), SourceOf(context), isIn ? "logIn" : "logInRefused", "/v1/sessions", null, null)).WaitAsync(Patience, time);

    public static string SourceOf(HttpContext context) => context.Connection.RemoteIpAddress is { } address ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : IPAddress.None.ToString();

    private async Task TellAsync(Task writing, string action)
    {
        try
        {
            await writing.ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Nobody waits for it: whatever it is, the log has it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            AccessLog.NotAudited(logger, action, failure.Message);
        }
    }
}
