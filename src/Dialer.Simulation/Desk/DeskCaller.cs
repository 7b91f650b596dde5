using Dialer.Core.Time;

namespace Dialer.Simulation.Desk;

/// <summary>Somebody who asks a rehearsed desk for an agent. Drawn when he comes, whatever becomes of him.</summary>
internal readonly record struct DeskCaller(int Queue, int Day, Instant ArrivedAt, double HandlingSeconds, double PatienceSeconds, bool IsCounted);
