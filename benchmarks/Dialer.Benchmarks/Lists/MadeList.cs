using System.Globalization;

namespace Dialer.Benchmarks.Lists;

/// <summary>A list as a customer base exports it: eleven columns, one number or two, a key, a consent with its date. Each row follows from its place alone.</summary>
internal static class MadeList
{
    public static readonly string[] Headings = ["Client", "Nom", "Prénom", "Téléphone", "Mobile", "Adresse", "Code postal", "Ville", "Courriel", "Consentement", "Date du consentement"];

    private static readonly string[] Names = ["Martin", "Bernard", "Thomas", "Petit", "Robert", "Richard", "Durand", "Dubois", "Moreau", "Laurent", "Lefèvre", "Garçon"];
    private static readonly string[] FirstNames = ["Marie", "Jean", "Élodie", "Paul", "Zoé", "Luc", "Anaïs", "Hugo"];
    private static readonly string[] Towns = ["Orléans", "Nantes", "Bourg-en-Bresse", "Lyon", "Sète", "Lille", "Évreux"];

    public static void Fill(int row, string[] cells)
    {
        // A permutation, so that numbers come in no order and none twice.
        long shuffled = row * 7_368_787L % 9_999_991;
        cells[0] = "K" + row.ToString("00000000", CultureInfo.InvariantCulture);
        cells[1] = Names[row % Names.Length];
        cells[2] = FirstNames[row / 3 % FirstNames.Length];
        cells[3] = Spaced("014", shuffled);
        cells[4] = row % 3 == 0 ? Spaced("063", shuffled) : "";
        cells[5] = string.Create(CultureInfo.InvariantCulture, $"{1 + (row % 200)} rue de la République");
        cells[6] = (10_000 + (row * 37 % 85_000)).ToString(CultureInfo.InvariantCulture);
        cells[7] = Towns[row % Towns.Length];
        cells[8] = string.Create(CultureInfo.InvariantCulture, $"{FirstNames[row / 3 % FirstNames.Length]}.{row}@example.org");
        cells[9] = row % 5 == 0 ? "non" : "oui";
        cells[10] = string.Create(CultureInfo.InvariantCulture, $"{1 + (row % 28):00}/{1 + (row / 28 % 12):00}/2025");
    }

    /// <summary>The number of <see cref="Fill"/>'s first telephone as the store keeps it.</summary>
    public static string NumberOf(int row) => "+3314" + (row * 7_368_787L % 9_999_991).ToString("0000000", CultureInfo.InvariantCulture);

    public static void Write(string file, int rows)
    {
        using var text = new StreamWriter(file);
        text.WriteLine(string.Join(';', Headings));
        string[] cells = new string[Headings.Length];
        for (int row = 0; row < rows; row++)
        {
            Fill(row, cells);
            text.WriteLine(string.Join(';', cells));
        }
    }

    private static string Spaced(string prefix, long last)
    {
        string digits = prefix + last.ToString("0000000", CultureInfo.InvariantCulture);
        return $"{digits[..2]} {digits[2..4]} {digits[4..6]} {digits[6..8]} {digits[8..]}";
    }
}
