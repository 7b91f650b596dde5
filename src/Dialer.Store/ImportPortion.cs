namespace Dialer.Store;

/// <summary>A part of a list: its next rows, each a lead or a reject.</summary>
/// <param name="Rows">Rows of this portion: leads and rejected rows.</param>
/// <param name="LastLine">Line at which its last row begins.</param>
public sealed record ImportPortion(IReadOnlyList<ImportedLead> Leads, IReadOnlyList<RejectedRow> Rejects, int Rows, int LastLine);
