using Dialer.Core.Engine.State;

namespace Dialer.Core.Engine;

/// <summary>
/// Where a part says that it needs an agent no longer. The desk listens, and gives the agent the next work; parts below the
/// desk need not know it.
/// </summary>
internal sealed class FreeAgents
{
    /// <summary>The agent; whether it counts as idle since it was taken, for nothing was said to anybody.</summary>
    public event Action<Agent, bool>? Freed;

    public void Tell(Agent agent, bool keepIdleSince) => Freed?.Invoke(agent, keepIdleSince);
}
