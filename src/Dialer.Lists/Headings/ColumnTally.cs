using Dialer.Lists.Numbers;

namespace Dialer.Lists.Headings;

/// <summary>What the rows of one column look like, as telephone numbers.</summary>
/// <param name="Filled">Cells that are not blank.</param>
/// <param name="WithDigits">Of those, with three digits or more.</param>
/// <param name="Read">Of those, that hold a number which may be dialed.</param>
/// <param name="Written">Of those, written as people write telephone numbers and not as a bare row of digits that any key could be.</param>
/// <param name="IsRegister">They carry check digits, or count upwards: keys, not telephones.</param>
internal readonly record struct ColumnTally(int Filled, int WithDigits, int Read, int Written, bool IsRegister)
{
    private const int FewestForRegister = 2;
    private const int FewestForCounting = 10;

    public bool LooksLikePhones => Filled > 0 && Read >= 0.8 * Filled && !IsRegister;

    /// <summary>As above, and nothing else is written so.</summary>
    public bool IsEvident => LooksLikePhones && Written >= 0.5 * Filled;

    public static ColumnTally Of(IEnumerable<string> cells, NumberCountry home)
    {
        var plan = NumberBook.PlanOf(home.Iso);
        int filled = 0, withDigits = 0, read = 0, written = 0;
        var digitsOnly = new HashSet<string>(StringComparer.Ordinal);
        var inOrder = new List<long>();
        foreach (string cell in cells)
        {
            filled++;
            string digits = DigitRuns.DigitsOf(cell);
            withDigits += digits.Length >= 3 ? 1 : 0;
            if (digits.Length is >= 8 and <= 14)
                digitsOnly.Add(digits);
            if (digits.Length is > 0 and <= 18 && long.TryParse(digits, out long value))
                inOrder.Add(value);
            if (!CellReader.Read(cell, home).Any(number => number.Phone is not null))
                continue;
            read++;
            written += IsWritten(cell, digits, plan) ? 1 : 0;
        }
        bool isRegister = digitsOnly.Count >= FewestForRegister && digitsOnly.Count >= 0.9 * filled && CheckDigits.All(digitsOnly);
        return new ColumnTally(filled, withDigits, read, written, isRegister || CountsUpwards(inOrder, filled));
    }

    /// <summary>A plus, a trunk prefix; where the country has none, or writes ten digits with marks between, any whole number.</summary>
    private static bool IsWritten(string cell, string digits, RegionPlan plan)
    {
        if (cell.Contains('+', StringComparison.Ordinal) || digits.StartsWith("00", StringComparison.Ordinal))
            return true;
        if (plan.TrunkPrefix == "0")
            return digits.StartsWith('0') && digits.Length >= 8;
        return plan.Lengths.Contains(digits.Length) || plan.Lengths.Contains(digits.Length - plan.TrunkPrefix.Length);
    }

    private static bool CountsUpwards(List<long> inOrder, int filled)
    {
        if (filled < FewestForCounting || inOrder.Count < filled)
            return false;
        for (int i = 1; i < inOrder.Count; i++)
            if (inOrder[i] != inOrder[i - 1] + 1)
                return false;
        return true;
    }
}
