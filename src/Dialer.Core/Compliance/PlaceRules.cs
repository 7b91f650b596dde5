using Dialer.Core.Leads;

namespace Dialer.Core.Compliance;

/// <summary>Rules that bind beside a campaign's own, for some places or in some time only.</summary>
/// <param name="Countries">ISO 3166 of the countries whose numbers are meant; empty: all.</param>
/// <param name="States">States, provinces or departments, without their country: of the number, or of the lead; empty: the whole country.</param>
/// <param name="Since">First day, on the called person's clock; null: always was.</param>
/// <param name="Until">Last day; null: until further notice.</param>
/// <param name="Rules">All of them hold, its own places left aside.</param>
public sealed record PlaceRules(IReadOnlyList<string> Countries, IReadOnlyList<string> States, DateOnly? Since, DateOnly? Until, CallingRules Rules)
{
    /// <param name="number">Where the number belongs to.</param>
    /// <param name="region">Where the lead's row says that the person is; null: it does not say.</param>
    /// <param name="today">On the person's clock.</param>
    public bool Bind(NumberOrigin number, string? region, DateOnly today) =>
        (Since is not { } since || today >= since)
        && (Until is not { } until || today <= until)
        && (Countries.Count == 0 || Has(Countries, number.Country))
        && (States.Count == 0 || Has(States, number.State) || Has(States, region));

    private static bool Has(IReadOnlyList<string> names, string? name)
    {
        for (int i = 0; name is not null && i < names.Count; i++)
            if (names[i] == name)
                return true;
        return false;
    }
}
