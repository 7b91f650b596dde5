using Dialer.Store;

namespace Dialer.Server.Configuration;

/// <param name="File">Absolute; one number a line.</param>
/// <param name="Country">Of numbers written without one.</param>
/// <param name="Binds">Whom its numbers keep from being called.</param>
public sealed record DoNotCallConfig(string File, string Country, DoNotCallBinding Binds = DoNotCallBinding.Person);
