using Dialer.Core.Leads;

namespace Dialer.Host.Storage;

/// <summary>A list as the importer hands it to the store: every row is either a lead or a reject.</summary>
/// <param name="Name">Name of the list within its campaign.</param>
/// <param name="File">Path it was read from, for the record.</param>
/// <param name="ContentHash">SHA-256 of the file, hexadecimal.</param>
/// <param name="Rows">Rows of the file, headings and blank lines not counted: Leads + rejected rows.</param>
public sealed record ImportedList(string Name, string File, string ContentHash, int Rows, IReadOnlyList<ImportedLead> Leads, IReadOnlyList<RejectedRow> Rejects);

/// <param name="Line">Physical line of the file at which its record begins, from 1.</param>
/// <param name="Fields">All columns as they stood.</param>
/// <param name="TimeZone">IANA name.</param>
/// <param name="Region">Place for holidays and rules: ISO 3166-2 without the country, or null.</param>
public sealed record ImportedLead(
    int Line,
    IReadOnlyList<LeadPhone> Phones,
    string Country,
    string TimeZone,
    string? Region,
    Consent Consent,
    int Priority,
    IReadOnlyList<KeyValuePair<string, string>> Fields);

/// <summary>A row, or one number of a row that was kept, which will not be dialed.</summary>
/// <param name="WholeRow">False: the row became a lead with its other numbers.</param>
/// <param name="Field">Heading of the column at fault.</param>
/// <param name="Value">What stood there.</param>
/// <param name="Advice">What to do.</param>
/// <param name="Raw">The record as it stood in the file.</param>
public sealed record RejectedRow(int Line, bool WholeRow, string Field, string Value, string Reason, string Advice, string Raw);

/// <summary>One import as the store remembers it.</summary>
/// <param name="NumbersRefused">Numbers dropped from rows that were kept.</param>
/// <param name="AlreadyThere">True: this very content was imported before, and nothing was written now.</param>
public sealed record ImportRecord(long Import, string List, string File, int Rows, int Leads, int RejectedRows, int NumbersRefused, bool AlreadyThere);
