namespace Dialer.Lists.Headings;

/// <summary>What was made of a list's columns, in words for a person.</summary>
public static class ColumnText
{
    /// <summary>"Téléphone" (96 of 100 cells hold a number), "Mobile" (...).</summary>
    public static string Phones(IEnumerable<ColumnFinding> findings) =>
        string.Join(", ", findings.Where(finding => finding.Role == ColumnRole.Phone).Select(finding => $"\"{finding.Name}\" ({finding.Why})"));

    /// <summary>Other columns that were understood, and those that were left for a reason; plain data is only counted.</summary>
    public static string Others(IReadOnlyList<ColumnFinding> findings)
    {
        var parts = findings.Where(finding => finding.Role is not (ColumnRole.Phone or ColumnRole.Data)).Select(finding => $"{NameOf(finding.Role)} in \"{finding.Name}\"")
            .Concat(findings.Where(finding => finding is { Role: ColumnRole.Data, Why.Length: > 0 }).Select(finding => $"\"{finding.Name}\" {finding.Why}")).ToList();
        int data = findings.Count(finding => finding is { Role: ColumnRole.Data, Why: "" });
        parts.Add(data == 1 ? "1 column kept as data" : $"{data} columns kept as data");
        return string.Join("; ", parts);
    }

    public static string NameOf(ColumnRole role) => role switch
    {
        ColumnRole.Data => "data",
        ColumnRole.Phone => "telephone",
        ColumnRole.AreaCode => "area code",
        ColumnRole.TimeZone => "time zone",
        ColumnRole.Country => "country",
        ColumnRole.PostalCode => "postal code",
        ColumnRole.State => "state",
        ColumnRole.Consent => "consent",
        ColumnRole.Objection => "objection",
        ColumnRole.ConsentDate => "date of consent",
        ColumnRole.Priority => "priority",
        ColumnRole.CustomerKey => "customer key",
    };
}
