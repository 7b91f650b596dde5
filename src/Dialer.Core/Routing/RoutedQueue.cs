using Dialer.Core.Channels;
using Dialer.Core.Ids;

namespace Dialer.Core.Routing;

/// <summary>A queue as the distributor knows one.</summary>
public sealed record RoutedQueue(QueueId Id, IReadOnlyList<RelaxStep> Steps)
{
    /// <summary>Most steps that a claim may relax in.</summary>
    public const int MaxSteps = 16;

    /// <summary>-100 to 100, higher first: before every policy.</summary>
    public int Priority { get; init; }

    public ServiceTarget Target { get; init; } = ServiceTarget.Within20Seconds;

    /// <summary>The target's wait runs only while the desk works; null: by the wall clock.</summary>
    public WorkingCalendar? Calendar { get; init; }

    /// <summary>Who has waited so long goes before everybody, whatever the priority; null: priority alone says who goes first.</summary>
    public TimeSpan? AgeingAfter { get; init; }

    /// <summary>Queues of one group follow one policy, see <see cref="Distributor.SetGroup"/>.</summary>
    public int Group { get; init; }

    /// <summary>How long only the preferred agent is asked, under any policy.</summary>
    public TimeSpan PreferredFor { get; init; }
}
