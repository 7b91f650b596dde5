using Dialer.Core.Engine.Messages;

namespace Dialer.Server.Outlets;

/// <summary>
/// One consumer of what the engine decides. The loop hands over and goes on: taking never blocks.
/// </summary>
internal interface IOutlet
{
    string Name { get; }

    /// <summary>Called by the loop thread only, once a turn, in the engine's sequence. The outbox is reused after it.</summary>
    /// <param name="outbox">Orders and facts of this turn; at least one.</param>
    /// <param name="stored">The store's sequence for this turn: what must be durable before its calls are placed.</param>
    void Take(Outbox outbox, long stored);

    /// <summary>
    /// More than the consumer should be behind: the loop tells the engine, which starts no new attempts until it
    /// is false again. Read by the loop after each turn.
    /// </summary>
    bool IsCongested { get; }

    /// <summary>Called by the consumer when it is no longer congested.</summary>
    Action? Relieved { get; set; }
}
