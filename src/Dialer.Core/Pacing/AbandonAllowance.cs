using Dialer.Core.Campaigns;
using Dialer.Core.Time;

namespace Dialer.Core.Pacing;

/// <summary>People answered and abandoned over the campaign's window: measured, and what is left of the lawful share.</summary>
public sealed class AbandonAllowance(AbandonRule rule, TimeZoneInfo timeZone)
{
    public AbandonRule Rule { get; } = rule;
    public TimeZoneInfo TimeZone { get; } = timeZone;

    /// <summary>Live people connected or abandoned in the window.</summary>
    public long Answered { get; private set; }
    public long Abandoned { get; private set; }
    public double Rate => Answered == 0 ? 0 : (double)Abandoned / Answered;

    /// <summary>End of the present window; Never for a whole campaign.</summary>
    public Instant WindowEnds { get; private set; } = Instant.Never;

    public void Restore(AbandonHistory history, Instant now)
    {
        foreach (var bucket in history.Buckets)
        {
            Answered += bucket.Answered;
            Abandoned += bucket.Abandoned;
        }
    }

    /// <summary>Forgets what has left the window.</summary>
    public void AdvanceTo(Instant now)
    {
        if (now >= WindowEnds)
            WindowEnds = Instant.Never;
    }

    public void AddConnected(Instant now) => Answered++;

    public void AddAbandoned(Instant now)
    {
        Answered++;
        Abandoned++;
    }
}

/// <summary>Counts of earlier runs that still lie in the window, by the instant of their bucket's start.</summary>
public sealed record AbandonHistory(IReadOnlyList<AbandonBucket> Buckets);

public readonly record struct AbandonBucket(Instant From, int Answered, int Abandoned);
