namespace Dialer.Server.Running;

/// <param name="Inputs">Inputs replayed.</param>
/// <param name="Outputs">Orders and facts that followed.</param>
/// <param name="Digest">Over every field of all of them: equal means that the engine said the same.</param>
/// <param name="IsTorn">The log's last record is incomplete: the process ended while it wrote.</param>
public sealed record ReplayResult(long Inputs, long Outputs, string Digest, bool IsTorn);
