using Dialer.Lists.Files;
using Dialer.Lists.Headings;
using Dialer.Store;

namespace Dialer.Lists.Import;

/// <summary>A list as read, before it is written.</summary>
internal sealed record ReadList(ImportedList List, ColumnLayout Columns, IReadOnlyList<RejectsFile.Entry> Rejects, int? HeadingLine, IReadOnlyList<string> Notes)
{
    /// <summary>Numbers of rows that were refused for another number on the company's own do-not-call list.</summary>
    public IReadOnlyCollection<string> Bound { get; init; } = [];

    public ImportSummary Summarize(ImportRecord record, FileProbe probe, char separator, string? rejectsFile) =>
        new(record, probe.EncodingName, separator, Columns.ToMapping(), Reasons(), rejectsFile) { Findings = Columns.Findings, HeadingLine = HeadingLine, Notes = Notes };

    private Dictionary<string, int> Reasons() =>
        List.Rejects.Where(reject => reject.WholeRow).GroupBy(reject => reject.Reason).OrderByDescending(group => group.Count()).ToDictionary(group => group.Key, group => group.Count());
}
