using System.Collections.Concurrent;
using Dialer.Server.Http.Problems;

namespace Dialer.Server.Http.Access;

/// <summary>
/// So many requests a second for each user and each key, and five times as many at once after a rest; who asks for more is told when to
/// come again. One of them costs the others nothing.
/// </summary>
internal sealed class RequestLimit(int perSecond, TimeProvider time)
{
    private const int SecondsSaved = 5;
    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<Caller>() is not { } caller || Take(caller.Name) is not { } wait)
            return next(context);
        return Refuse.With(StatusCodes.Status429TooManyRequests, "tooManyRequests", "Too many requests.", $"{caller.Name} asked more than {perSecond} times a second.", "Wait as long as Retry-After says; listen to events instead of asking again and again.", retryAfter: wait).ExecuteAsync(context);
    }

    /// <summary>How long to wait; null: it may be done.</summary>
    public TimeSpan? Take(string name)
    {
        // Names are of users and keys, of which there are so many at most.
        var bucket = _buckets.GetOrAdd(name, _ => new Bucket { Tokens = perSecond * SecondsSaved, At = time.GetTimestamp() });
        lock (bucket)
        {
            long now = time.GetTimestamp();
            bucket.Tokens = Math.Min(perSecond * SecondsSaved, bucket.Tokens + (time.GetElapsedTime(bucket.At, now).TotalSeconds * perSecond));
            bucket.At = now;
            if (bucket.Tokens < 1)
                return TimeSpan.FromSeconds((1 - bucket.Tokens) / perSecond);
            bucket.Tokens--;
            return null;
        }
    }

    private sealed class Bucket
    {
        public double Tokens;
        public long At;
    }
}
