using System.Globalization;
using System.Text;

namespace Dialer.Lists.Files;

/// <summary>Which single-byte encoding makes words of the bytes beyond ASCII: Windows, DOS or Macintosh.</summary>
internal static class EncodingGuess
{
    /// <summary>The first wins a tie.</summary>
    private static readonly string[] Candidates = ["windows-1252", "ibm850", "macintosh"];

    /// <summary>Letters that the languages of these encodings write often; others are letters too, and rare.</summary>
    private const string Usual = "àâäáãåçèéêëìíîïñòóôöõøœùúûüæßÀÂÄÁÃÅÇÈÉÊËÍÎÏÑÓÔÖÕØŒÙÚÛÜÆ";

    private const string UsualSigns = "’‘“”«»–—…€°º№£§©®•· \u00a0";

    public static string Of(IReadOnlyList<(byte Before, byte Byte, byte After)> contexts)
    {
        string best = Candidates[0];
        long bestScore = long.MinValue;
        foreach (string name in Candidates)
        {
            var encoding = Encoding.GetEncoding(name);
            char[] letters = encoding.GetChars([.. Enumerable.Range(0, 256).Select(b => (byte)b)]);
            long score = 0;
            foreach (var (before, at, after) in contexts)
                score += Score(letters[before], letters[at], letters[after]);
            if (score > bestScore)
                (best, bestScore) = (name, score);
        }
        return best;
    }

    private static int Score(char before, char at, char after)
    {
        if (!char.IsLetter(at))
            return UsualSigns.Contains(at, StringComparison.Ordinal) && !(char.IsLetter(before) && char.IsLetter(after) && at != '’') ? 1 : -3;
        int score = Usual.Contains(at, StringComparison.Ordinal) ? 3 : -1;
        bool isCapital = char.GetUnicodeCategory(at) == UnicodeCategory.UppercaseLetter;
        if (isCapital && char.IsLower(before))
            score -= 4;
        if (isCapital && !char.IsLetter(before) && char.IsLower(after))
            score++;
        if (!isCapital && char.IsUpper(before) && char.IsUpper(after))
            score -= 4;
        return score;
    }
}
