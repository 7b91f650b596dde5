using Dialer.Core.Time;

namespace Dialer.Core.Routing;

/// <summary>A policy that may keep an agent free for what is likelier to need him.</summary>
public interface IHoldingPolicy
{
    /// <summary>False while it has nothing learned to hold by, or the desk is larger than it can weigh: then it orders as any other policy.</summary>
    bool IsReady { get; }

    /// <summary>Before pairs are weighed: takes a look at the desk.</summary>
    void Look(DeskView desk, Instant now);

    /// <summary>What joining the first in line of a queue with an agent of a set is worth now; 0 or less: not yet.</summary>
    /// <param name="queue">Index into <see cref="DeskView.Queues"/>.</param>
    /// <param name="set">Index into <see cref="DeskView.Sets"/>.</param>
    double Gain(int queue, int set);

    /// <summary>The wait at which what is first in line is to be looked at again; null: not before something happens.</summary>
    TimeSpan? NextLook(int queue, TimeSpan waited);

    /// <summary>Goes on learning, so many steps; false: there is nothing to do. Called beside the decisions, never within one.</summary>
    bool Think(int steps);
}
