namespace Dialer.Store;

/// <summary>A list as the importer hands it to the store: every row is either a lead or a reject.</summary>
/// <param name="Name">Name of the list within its campaign.</param>
/// <param name="File">Path it was read from, for the record.</param>
/// <param name="ContentHash">SHA-256 of the file, hexadecimal.</param>
/// <param name="Rows">Rows of the file, headings and blank lines not counted: Leads + rejected rows.</param>
public sealed record ImportedList(string Name, string File, string ContentHash, int Rows, IReadOnlyList<ImportedLead> Leads, IReadOnlyList<RejectedRow> Rejects);
