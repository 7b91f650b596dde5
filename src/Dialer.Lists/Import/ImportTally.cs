using Dialer.Store;

namespace Dialer.Lists.Import;

/// <summary>Counts the rows of a list and why those were refused that were.</summary>
internal sealed class ImportTally
{
    private readonly Dictionary<string, int> _reasons = new(StringComparer.Ordinal);

    public int Rows { get; private set; }

    public int RejectedRows { get; private set; }

    public int NumbersRefused { get; private set; }

    /// <summary>Rows by the reason for which they were refused, the most frequent first.</summary>
    public Dictionary<string, int> Reasons => _reasons.OrderByDescending(reason => reason.Value).ToDictionary(reason => reason.Key, reason => reason.Value);

    public void CountRow(string file, int line)
    {
        if (++Rows > LeadImporter.MostRows)
            throw new ImportException($"{file}: line {line}: more than {LeadImporter.MostRows} rows. Split it into several lists.");
    }

    public void Count(IReadOnlyList<RejectedRow> rejects)
    {
        for (int i = 0; i < rejects.Count; i++)
            Count(rejects[i]);
    }

    public void Count(RejectedRow reject)
    {
        if (!reject.WholeRow)
        {
            NumbersRefused++;
            return;
        }
        RejectedRows++;
        _reasons[reject.Reason] = _reasons.GetValueOrDefault(reject.Reason) + 1;
    }

    public void CheckAny(string file)
    {
        if (Rows == 0)
            throw new ImportException($"{file}: has headings and no rows.");
    }
}
