using Dialer.Core.Engine;

namespace Dialer.Store;

/// <summary>What the opening of a store found and did, before anything is dialed.</summary>
/// <param name="Run">Number of this process session; the first is 1.</param>
/// <param name="FirstAttempt">Lowest id that no attempt or interaction of an earlier run used: <see cref="EngineOptions.FirstAttempt"/>.</param>
/// <param name="InterruptedAttempts">Attempts found in flight from earlier runs, now closed as Interrupted; their leads are not dialed again by themselves.</param>
/// <param name="CleanEnd">The last run ended through <see cref="IDisposable.Dispose"/>; true on a new store.</param>
public sealed record StoreOpening(int Run, long FirstAttempt, int InterruptedAttempts, bool CleanEnd);
