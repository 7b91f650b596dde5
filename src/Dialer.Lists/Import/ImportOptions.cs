using Dialer.Lists.Headings;

namespace Dialer.Lists.Import;

/// <summary>How a list is read. What is null is found out from the file.</summary>
/// <param name="File">A CSV file, or an XLSX or XLS workbook.</param>
/// <param name="List">Name of the list in its campaign.</param>
/// <param name="DefaultCountry">ISO 3166 of numbers written without a country ("FR", "US").</param>
public sealed record ImportOptions(string File, string List, string DefaultCountry)
{
    /// <summary>IANA name; null: the country's.</summary>
    public string? DefaultTimeZone { get; init; }

    /// <summary>Which columns mean what, by heading; null: by what the headings and the rows say.</summary>
    public ColumnMapping? Mapping { get; init; }

    /// <summary>Null: detected among ; , tab and |.</summary>
    public char? Delimiter { get; init; }

    /// <summary>"utf-8", "utf-16", "windows-1252", "iso-8859-15", "ibm850" or "macintosh"; null: detected.</summary>
    public string? Encoding { get; init; }

    /// <summary>Where the rejects go; null: `LIST.rejects.csv` beside the store.</summary>
    public string? RejectsFile { get; init; }

    /// <summary>Base priority of its leads, 0 to 999.</summary>
    public int Priority { get; init; }

    /// <summary>A repeated import of the same content is skipped; true: its rows are read again.</summary>
    public bool Again { get; init; }
}
