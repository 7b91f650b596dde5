using Dialer.Core.Pacing;

namespace Dialer.Core.Engine;

/// <summary>How an engine begins.</summary>
/// <param name="FirstAttempt">Ids of attempts, calls and interactions (one sequence) start here: above all that the store knows.</param>
/// <param name="Pacers">Makes a policy by its name, one instance per campaign; null: the name is unknown.</param>
public sealed record EngineOptions(long FirstAttempt, Func<string, IPacer?> Pacers);
