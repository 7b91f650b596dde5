using Dialer.Core.Time;

namespace Dialer.Core.Compliance;

/// <summary>Allowed, or refused for one reason; <paramref name="Until"/> is when asking again makes sense (Never: do not).</summary>
public readonly record struct DialPermission(DialRefusal Refusal, Instant Until)
{
    public static readonly DialPermission Allowed = new(DialRefusal.None, Instant.Epoch);

    public bool IsAllowed => Refusal == DialRefusal.None;
}
