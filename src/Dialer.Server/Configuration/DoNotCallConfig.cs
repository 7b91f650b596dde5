namespace Dialer.Server.Configuration;

/// <param name="File">Absolute; one number a line.</param>
/// <param name="Country">Of numbers written without one.</param>
public sealed record DoNotCallConfig(string File, string Country);
