namespace Dialer.Server.Service;

/// <summary>
/// Which log lines are written: of one message (area and id) <see cref="MostInWindow"/> in each <see cref="Window"/>. Forty
/// thousand refused calls say what they say in a few lines, and the disk and the other lines stay free.
/// </summary>
internal sealed class LogFlood(TimeProvider time)
{
    public const int MostInWindow = 50;

    /// <summary>The messages of the program are a few hundred; this bounds what a library may add.</summary>
    private const int MostMessages = 4_096;

    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Area, int Id), Counted> _counts = [];

    /// <param name="Write">This line is written.</param>
    /// <param name="HeldBack">How many of the window before were not; said once.</param>
    public readonly record struct Answer(bool Write, int HeldBack);

    public Answer Ask(string area, int id)
    {
        lock (_lock)
        {
            long now = time.GetTimestamp();
            if (!_counts.TryGetValue((area, id), out var counted))
            {
                if (_counts.Count >= MostMessages)
                    return new Answer(true, 0);
                _counts.Add((area, id), counted = new Counted { Since = now });
            }
            int heldBack = 0;
            if (time.GetElapsedTime(counted.Since, now) >= Window)
            {
                heldBack = Math.Max(0, counted.Seen - MostInWindow);
                (counted.Since, counted.Seen) = (now, 0);
            }
            return new Answer(++counted.Seen <= MostInWindow, heldBack);
        }
    }

    /// <summary>What was held back and not said yet.</summary>
    public IReadOnlyList<(string Area, int Id, int Count)> Rest()
    {
        lock (_lock)
        {
            (string, int, int)[] rest = [.. _counts.Where(pair => pair.Value.Seen > MostInWindow).Select(pair => (pair.Key.Area, pair.Key.Id, pair.Value.Seen - MostInWindow))];
            _counts.Clear();
            return rest;
        }
    }

    private sealed class Counted
    {
        public long Since;
        public int Seen;
    }
}
