using Dialer.Core.Engine.Messages;

namespace Dialer.Server.Monitoring;

/// <summary>Takes a fact that was read.</summary>
/// <param name="stored">The store's sequence of its turn: durable with it.</param>
internal delegate void PassFact(in EngineOutput fact, object? record, long stored);
