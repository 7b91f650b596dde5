using System.Text;

namespace Dialer.Lists.Import;

/// <summary>Finds the columns by the mapping that was given, or by the headings that people use in French and English.</summary>
internal static class Headings
{
    private static readonly string[] PhoneWords =
    [
        "telephone", "tel", "phone", "phonenumber", "numero", "numerotelephone", "numerodetelephone", "number", "msisdn",
        "mobile", "portable", "gsm", "cell", "cellphone", "mobilephone", "telmobile", "telportable", "telephonemobile", "telephoneportable", "mobilenumber",
        "fixe", "telfixe", "telephonefixe", "landline", "homephone", "telephonedomicile", "teldomicile", "workphone", "businessphone", "telephonebureau", "telbureau", "telpro", "telephonepro", "daytimephone", "eveningphone", "primaryphone", "altphone", "otherphone",
    ];

    private static readonly string[] TimeZoneWords = ["timezone", "fuseau", "fuseauhoraire", "tz"];
    private static readonly string[] CountryWords = ["country", "countrycode", "pays", "codepays"];
    private static readonly string[] PostalCodeWords = ["codepostal", "cp", "postalcode", "postcode", "zip", "zipcode"];
    private static readonly string[] StateWords = ["state", "province", "region", "stateprovince"];
    private static readonly string[] ConsentWords = ["consentement", "consent", "optin", "optedin", "accord", "consenti", "marketingconsent"];
    private static readonly string[] ConsentDateWords = ["dateconsentement", "datedeconsentement", "consentdate", "optindate", "dateoptin", "datedaccord", "dateaccord", "consentedon"];
    private static readonly string[] PriorityWords = ["priorite", "priority"];

    public static Columns Resolve(string file, int line, string[] names, ColumnMapping? mapping)
    {
        var columns = mapping is null ? Recognise(names) : Find(file, line, names, mapping);
        if (columns.Phones.Count == 0)
            throw new ImportException($"{file}: line {line}: no heading names a telephone number. The headings are: {string.Join(", ", names)}. Say which with columns.phones.");
        return columns;
    }

    public static Columns Recognise(string[] names)
    {
        string[] plain = names.Select(Plain).ToArray();
        return new Columns(names, [.. Enumerable.Range(0, names.Length).Where(i => PhoneWords.Contains(plain[i].TrimEnd("0123456789".ToCharArray())))])
        {
            TimeZone = IndexOf(plain, TimeZoneWords),
            Country = IndexOf(plain, CountryWords),
            PostalCode = IndexOf(plain, PostalCodeWords),
            State = IndexOf(plain, StateWords),
            Consent = IndexOf(plain, ConsentWords),
            ConsentDate = IndexOf(plain, ConsentDateWords),
            Priority = IndexOf(plain, PriorityWords),
        };
    }

    /// <summary>What the mapping names must be there, in the letters of the file or in its plain form. What it does not name is recognised.</summary>
    private static Columns Find(string file, int line, string[] names, ColumnMapping mapping)
    {
        var usual = Recognise(names);
        int One(string? name, int otherwise) => name is null ? otherwise : Require(file, line, names, name);
        return new Columns(names, mapping.Phones.Count == 0 ? usual.Phones : [.. mapping.Phones.Select(name => Require(file, line, names, name))])
        {
            TimeZone = One(mapping.TimeZone, usual.TimeZone),
            Country = One(mapping.Country, usual.Country),
            PostalCode = One(mapping.PostalCode, usual.PostalCode),
            State = One(mapping.State, usual.State),
            Consent = One(mapping.Consent, usual.Consent),
            ConsentDate = One(mapping.ConsentDate, usual.ConsentDate),
            Priority = One(mapping.Priority, usual.Priority),
        };
    }

    private static int Require(string file, int line, string[] names, string name)
    {
        int at = Array.FindIndex(names, heading => string.Equals(heading.Trim(), name.Trim(), StringComparison.OrdinalIgnoreCase));
        if (at < 0)
            at = Array.FindIndex(names, heading => Plain(heading) == Plain(name));
        return at >= 0 ? at : throw new ImportException($"{file}: line {line}: no column \"{name}\". The headings are: {string.Join(", ", names)}.");
    }

    private static int IndexOf(string[] plain, string[] words)
    {
        foreach (string word in words)
            if (Array.IndexOf(plain, word) is >= 0 and var at)
                return at;
        return -1;
    }

    /// <summary>Letters and digits only, small, without accents: "Code postal" and "code_postal" are one.</summary>
    private static string Plain(string heading)
    {
        var plain = new StringBuilder(heading.Length);
        foreach (char c in heading)
            if (char.IsLetterOrDigit(c))
                plain.Append(WithoutAccent(char.ToLowerInvariant(c)));
        return plain.ToString();
    }

    private static char WithoutAccent(char c) => c switch
    {
        'à' or 'â' or 'ä' or 'á' => 'a',
        'é' or 'è' or 'ê' or 'ë' => 'e',
        'î' or 'ï' or 'í' => 'i',
        'ô' or 'ö' or 'ó' => 'o',
        'ù' or 'û' or 'ü' or 'ú' => 'u',
        'ç' => 'c',
        _ => c,
    };
}
