namespace Dialer.Server.Running;

/// <summary>What was forgotten of a person.</summary>
/// <param name="Numbers">Kept from coming back by a hash.</param>
/// <param name="Leads">Without numbers and fields from now on.</param>
/// <param name="Attempts">Without number and note from now on.</param>
/// <param name="Files">Recordings, messages and rejects files that are gone, or have rows fewer.</param>
public sealed record PersonErased(int Numbers, int Leads, int Attempts, int Files);
