namespace Dialer.Server.Http.Access;

/// <summary>
/// Who shows wrong tokens: a source has <see cref="MostInWindow"/> in each <see cref="Window"/>, then it is told to wait. The
/// right token is taken meanwhile, since desks may share an address with whoever guesses.
/// </summary>
/// <param name="most">In each window, in the place of <see cref="MostInWindow"/>.</param>
internal sealed class WrongTokens(TimeProvider time, int most = WrongTokens.MostInWindow)
{
    public const int MostInWindow = 10;
    private const int MostSources = 4_096;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Counted> _sources = new(StringComparer.Ordinal);

    /// <param name="Wait">How long until this source may try again; null: it may.</param>
    /// <param name="IsNews">To be logged: the first of a window, and the first that is told to wait.</param>
    public readonly record struct Answer(TimeSpan? Wait, bool IsNews, int Count);

    public Answer Shown(string source)
    {
        lock (_lock)
        {
            long now = time.GetTimestamp();
            if (!_sources.TryGetValue(source, out var counted))
            {
                if (_sources.Count >= MostSources)
                    _sources.Clear();
                _sources.Add(source, counted = new Counted { Since = now });
            }
            if (time.GetElapsedTime(counted.Since, now) >= Window)
                (counted.Since, counted.Count) = (now, 0);
            counted.Count++;
            TimeSpan? wait = counted.Count > most ? Window - time.GetElapsedTime(counted.Since, now) : null;
            return new Answer(wait, counted.Count == 1 || counted.Count == most + 1, counted.Count);
        }
    }

    /// <summary>How long this source must wait already; null: it may try.</summary>
    public TimeSpan? Waits(string source)
    {
        lock (_lock)
        {
            if (!_sources.TryGetValue(source, out var counted) || counted.Count < most)
                return null;
            var left = Window - time.GetElapsedTime(counted.Since);
            return left > TimeSpan.Zero ? left : null;
        }
    }

    private sealed class Counted
    {
        public long Since;
        public int Count;
    }
}
