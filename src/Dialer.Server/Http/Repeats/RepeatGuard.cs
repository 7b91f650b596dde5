using System.Security.Cryptography;
using System.Text;
using Dialer.Server.Http.Problems;
using Dialer.Store.Tables;

namespace Dialer.Server.Http.Repeats;

/// <summary>
/// A POST with an Idempotency-Key is carried out once: its answer is kept for a day, and a repetition is answered the same. A key
/// that is used for another request is refused; where a crash cut the first one off, that is said, and nothing is done.
/// </summary>
internal sealed class RepeatGuard(KeptAnswerTable answers, TimeProvider time)
{
    public const string Header = "Idempotency-Key";
    public const string Replayed = "Idempotency-Replayed";
    private const int LongestKey = 255;

    public static readonly TimeSpan KeepFor = TimeSpan.FromDays(1);

    private static readonly string[] KeptHeaders = ["Location", "ETag"];

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Method != HttpMethods.Post || context.Request.Headers[Header] is not [{ } key] || context.GetEndpoint() is null)
        {
            await next(context).ConfigureAwait(false);
            return;
        }
        if (key.Length is 0 or > LongestKey || key.Any(c => c is < '!' or > '~'))
        {
            await Refuse.Field(Header, "This is no key", $"Use 1 to {LongestKey} visible ASCII characters, such as a UUID.").ExecuteAsync(context).ConfigureAwait(false);
            return;
        }
        if (context.GetEndpoint()!.Metadata.GetMetadata<TellsSecret>() is not null)
        {
            await Refuse.Field(Header, "This route's answer has a secret, which is kept nowhere", "Leave the header out here.", "idempotencyNotTaken").ExecuteAsync(context).ConfigureAwait(false);
            return;
        }
        string scope = context.User.Identity?.Name ?? "";
        string fingerprint = await FingerprintAsync(context).ConfigureAwait(false);
        if (await answers.TakeAsync(scope, key, fingerprint, time.GetUtcNow()).ConfigureAwait(false) is { } known)
            await RepeatAsync(context, known, fingerprint).ConfigureAwait(false);
        else
            await CarryOutAsync(context, next, scope, key, fingerprint).ConfigureAwait(false);
    }

    /// <summary>Where it is not known what came of the request, the key stays taken: a repetition is told so.</summary>
    private async Task CarryOutAsync(HttpContext context, RequestDelegate next, string scope, string key, string fingerprint)
    {
        var toClient = context.Response.Body;
        using var body = new MemoryStream();
        context.Response.Body = body;
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (BadHttpRequestException)
        {
            await answers.ReleaseAsync(scope, key).ConfigureAwait(false);
            throw;
        }
        finally
        {
            context.Response.Body = toClient;
        }
        int status = context.Response.StatusCode;
        string headers = string.Join('\n', KeptHeaders.Where(name => context.Response.Headers.ContainsKey(name)).Select(name => $"{name}: {context.Response.Headers[name]}"));
        if (status < StatusCodes.Status500InternalServerError)
            await answers.KeepAsync(scope, key, new KeptAnswer(fingerprint, status, context.Response.ContentType, headers, Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length))).ConfigureAwait(false);
        body.Position = 0;
        await body.CopyToAsync(toClient, context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task RepeatAsync(HttpContext context, KeptAnswer known, string fingerprint)
    {
        if (known.Fingerprint != fingerprint)
            await Refuse.With(StatusCodes.Status422UnprocessableEntity, "idempotencyKeyReused", "The key belongs to another request.", "This Idempotency-Key came with another path or body before.", "Use a new key for each new request.", Header).ExecuteAsync(context).ConfigureAwait(false);
        else if (known.Status is not { } status)
            await Refuse.With(StatusCodes.Status409Conflict, "idempotencyOutcomeUnknown", "The first request is not answered.", "The request with this Idempotency-Key is being carried out, or was cut off by a restart.", "Ask again in a moment; if it stays so, look at what is there, and use a new key.", Header, TimeSpan.FromSeconds(1)).ExecuteAsync(context).ConfigureAwait(false);
        else
        {
            context.Response.StatusCode = status;
            context.Response.Headers[Replayed] = "true";
            foreach (string line in (known.Headers ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
                context.Response.Headers[line[..line.IndexOf(':', StringComparison.Ordinal)]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..];
            if (known.ContentType is { } type)
                context.Response.ContentType = type;
            if (known.Body is { Length: > 0 } body)
                await context.Response.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static async Task<string> FingerprintAsync(HttpContext context)
    {
        var request = context.Request;
        request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Path}{request.QueryString}\n"));
        byte[] buffer = new byte[8 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, context.RequestAborted).ConfigureAwait(false)) > 0)
            hash.AppendData(buffer, 0, read);
        request.Body.Position = 0;
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
