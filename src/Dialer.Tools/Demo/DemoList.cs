using System.Globalization;
using System.Text;
using Dialer.Core.Time;

namespace Dialer.Tools.Demo;

/// <summary>
/// A list as a sales desk would export it, with made-up names and numbers that ARCEP reserves for fiction (decision
/// 2018-0881: 01 99 00, 02 61 91, 03 53 01, 04 65 71, 05 36 49 and 06 39 98, ten thousand each).
/// </summary>
public static class DemoList
{
    public const int MostLeads = 60_000;

    private static readonly string[] Ranges = ["019900", "026191", "035301", "046571", "053649", "063998"];
    private static readonly string[] FirstNames = ["Manon", "Hugo", "Jeanne", "Louis", "Aurélie", "Karim", "Chloé", "Sébastien", "Inès", "Paul", "Zoé", "Mehdi"];
    private static readonly string[] LastNames = ["Martin", "Garçon", "Petit", "Castaño", "Moreau", "Hervé", "Nguyen", "Benali", "Roux", "Fontaine"];
    private static readonly string[] Segments = ["or", "argent", "bronze"];

    public static void Write(string path, int leads, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(leads, MostLeads);
        var random = new SeededRandom(seed).Fork(0x11575);
        var text = new StringBuilder("Réf. client;Prénom;Nom;Téléphone;Code postal;Segment\n");
        int shift = random.Next(10_000);
        for (int i = 0; i < leads; i++)
        {
            // Round the ranges, and through each in steps prime to its size: no number comes twice.
            int line = (shift + (i / Ranges.Length * 7_919)) % 10_000;
            string number = Ranges[i % Ranges.Length] + line.ToString("D4", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{10_000 + i};{Pick(FirstNames, random)};{Pick(LastNames, random)};{Spaced(number)};{random.Next(95) + 1:D2}{random.Next(900):D3};{Pick(Segments, random)}\n");
        }
        string unfinished = path + ".part";
        File.WriteAllText(unfinished, text.ToString());
        File.Move(unfinished, path, overwrite: true);
    }

    private static string Pick(string[] words, SeededRandom random) => words[random.Next(words.Length)];

    /// <summary>01 99 00 12 34</summary>
    private static string Spaced(string number) => string.Join(' ', Enumerable.Range(0, 5).Select(pair => number.Substring(pair * 2, 2)));
}
