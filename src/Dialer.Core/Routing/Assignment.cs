using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Routing;

/// <summary>Who gets whom.</summary>
/// <param name="Step">In which step of relaxing, from 0.</param>
public readonly record struct Assignment(InteractionId Interaction, AgentId Agent, QueueId Queue, Instant ArrivedAt, int Step);
