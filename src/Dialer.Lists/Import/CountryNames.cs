using Dialer.Core.Leads;

namespace Dialer.Lists.Import;

/// <summary>Countries as lists name them: ISO codes, and the usual names in French and English.</summary>
internal static class CountryNames
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["France"] = "FR",
        ["FRA"] = "FR",
        ["USA"] = "US",
        ["United States"] = "US",
        ["États-Unis"] = "US",
        ["Etats-Unis"] = "US",
        ["Canada"] = "CA",
        ["CAN"] = "CA",
        ["UK"] = "GB",
        ["United Kingdom"] = "GB",
        ["Royaume-Uni"] = "GB",
        ["Germany"] = "DE",
        ["Allemagne"] = "DE",
        ["Spain"] = "ES",
        ["Espagne"] = "ES",
        ["Italy"] = "IT",
        ["Italie"] = "IT",
        ["Belgium"] = "BE",
        ["Belgique"] = "BE",
        ["Switzerland"] = "CH",
        ["Suisse"] = "CH",
        ["Netherlands"] = "NL",
        ["Pays-Bas"] = "NL",
        ["Portugal"] = "PT",
        ["Luxembourg"] = "LU",
        ["Morocco"] = "MA",
        ["Maroc"] = "MA",
        ["Tunisia"] = "TN",
        ["Tunisie"] = "TN",
        ["Senegal"] = "SN",
        ["Sénégal"] = "SN",
        ["Ireland"] = "IE",
        ["Irlande"] = "IE",
        ["Austria"] = "AT",
        ["Autriche"] = "AT",
        ["Algeria"] = "DZ",
        ["Algérie"] = "DZ",
        ["Côte d'Ivoire"] = "CI",
        ["Ivory Coast"] = "CI",
    };

    public static Country? Find(string text) => Countries.Find(Names.GetValueOrDefault(text.Trim(), text));
}
