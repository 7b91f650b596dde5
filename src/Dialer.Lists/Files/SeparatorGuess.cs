namespace Dialer.Lists.Files;

/// <summary>Which sign parts the columns: the one that cuts most of the first lines into the same number of them.</summary>
internal static class SeparatorGuess
{
    /// <summary>Earlier wins a tie.</summary>
    private static readonly char[] Candidates = [';', '\t', ',', '|'];

    private const int MostLines = 200;

    /// <param name="text">The file's beginning.</param>
    /// <param name="isWhole">False: its last line is cut off.</param>
    public static char Of(string text, bool isWhole)
    {
        // Excel writes, and obeys, a first line that names it.
        if (text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && text.Length > 5 && text[5] is '\r' or '\n')
            return text[4];
        char best = ',';
        (int Lines, int Columns) bestScore = (0, 0);
        foreach (char candidate in Candidates)
        {
            var score = Score(text, candidate, isWhole);
            if (score.CompareTo(bestScore) > 0)
                (best, bestScore) = (candidate, score);
        }
        return best;
    }

    /// <summary>How many records have the most usual number of columns, and that number; one column is no cut.</summary>
    private static (int Lines, int Columns) Score(string text, char separator, bool isWhole)
    {
        var counts = new Dictionary<int, int>();
        int columns = 1, lines = 0;
        bool quoted = false, isBlank = true, isFieldStart = true;
        // A Macintosh ends its lines with a carriage return alone.
        char end = text.Contains('\n', StringComparison.Ordinal) ? '\n' : '\r';
        foreach (char c in text)
        {
            if (c == '"' && (quoted || isFieldStart))
                quoted = !quoted;
            bool wasFieldStart = isFieldStart;
            isFieldStart = !quoted && (c == separator || c == end || (wasFieldStart && c == ' '));
            if (quoted)
                continue;
            if (c == separator)
                columns++;
            else if (c == end)
            {
                if (!isBlank)
                    Count(counts, columns);
                (columns, isBlank) = (1, true);
                if (++lines >= MostLines)
                    break;
            }
            else
                isBlank &= char.IsWhiteSpace(c);
        }
        if (isWhole && !isBlank && lines < MostLines)
            Count(counts, columns);
        return counts.Where(pair => pair.Key > 1).Select(pair => (pair.Value, pair.Key)).DefaultIfEmpty((0, 0)).Max();
    }

    private static void Count(Dictionary<int, int> counts, int columns) => counts[columns] = counts.GetValueOrDefault(columns) + 1;
}
