using Dialer.Core.Attempts;
using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Routing;

/// <summary>A conversation that is open no more, as the store knows it.</summary>
/// <param name="Run">The run in which it took place.</param>
/// <param name="Party">The other party's number as shown, may be empty.</param>
/// <param name="Agents">Those who spoke in it, in order; empty: nobody did.</param>
/// <param name="Objected">An objection was given before.</param>
/// <param name="Attempt">Null: a caller.</param>
public sealed record PastConversation(InteractionId Interaction, int Run, QueueId Queue, CallId Call, string Party, IReadOnlyList<AgentId> Agents, Instant ClosedAt, bool Objected, PastAttempt? Attempt)
{
    /// <summary>Who called in; null: not known, or an attempt.</summary>
    public Caller? Caller { get; init; }
}
