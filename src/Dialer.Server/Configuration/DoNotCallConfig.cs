using Dialer.Core.Compliance;
using Dialer.Store;

namespace Dialer.Server.Configuration;

/// <param name="File">Absolute; one number a line.</param>
/// <param name="Country">Of numbers written without one.</param>
/// <param name="Kind">Whose list it is.</param>
/// <param name="Campaign">Of a campaign's own list: its name.</param>
/// <param name="Until">Of a list that ends: its last day.</param>
public sealed record DoNotCallConfig(string File, string Country, DoNotCallKind Kind = DoNotCallKind.Company, string? Campaign = null, DateOnly? Until = null)
{
    /// <summary>The company's own list, for good, keeps whoever has a number from being called by another one too.</summary>
    public DoNotCallBinding Binds => Kind == DoNotCallKind.Company && Until is null ? DoNotCallBinding.Person : DoNotCallBinding.Number;
}
