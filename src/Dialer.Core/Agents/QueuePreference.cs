using Dialer.Core.Ids;

namespace Dialer.Core.Agents;

/// <summary>How gladly an agent takes a queue: 10 first, 1 last, 5 where nothing is said. It comes before the policy and after the priority.</summary>
public readonly record struct QueuePreference(QueueId Queue, int Preference)
{
    public const int Usual = 5;
    public const int Most = 10;
}
