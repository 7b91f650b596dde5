namespace Dialer.Lists.Headings;

/// <summary>Whether numbers carry the check digits of company, tax and person registers. Telephone numbers carry none: one in ten or fewer passes by chance.</summary>
internal static class CheckDigits
{
    /// <summary>All of them pass one and the same scheme.</summary>
    public static bool All(IReadOnlyCollection<string> numbers) =>
        Array.Exists<Func<string, bool>>([PassesLuhn, PassesModulo97, PassesModulo11Portuguese, PassesModulo11Dutch], scheme => numbers.All(scheme));

    /// <summary>ISO/IEC 7812 annex B: SIREN and SIRET, partita IVA, cards.</summary>
    private static bool PassesLuhn(string digits)
    {
        int sum = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int digit = digits[^(i + 1)] - '0';
            int doubled = i % 2 == 1 ? 2 * digit : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }

    /// <summary>Belgian enterprise number: 97 less the rest of the first eight digits.</summary>
    private static bool PassesModulo97(string digits) =>
        digits.Length == 10 && 97 - (int.Parse(digits.AsSpan(0, 8), System.Globalization.CultureInfo.InvariantCulture) % 97) == int.Parse(digits.AsSpan(8), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Portuguese tax number: weights 9 to 2, then 11 less the rest, nought for 10 and 11.</summary>
    private static bool PassesModulo11Portuguese(string digits)
    {
        if (digits.Length != 9)
            return false;
        int check = 11 - (Weighted(digits, 8, 9) % 11);
        return (check > 9 ? 0 : check) == digits[8] - '0';
    }

    /// <summary>Dutch citizen and legal-entity number: weights 9 to 2, the last digit minus one.</summary>
    private static bool PassesModulo11Dutch(string digits) =>
        digits.Length == 9 && (Weighted(digits, 8, 9) - (digits[8] - '0')) % 11 == 0;

    private static int Weighted(string digits, int count, int firstWeight)
    {
        int sum = 0;
        for (int i = 0; i < count; i++)
            sum += (digits[i] - '0') * (firstWeight - i);
        return sum;
    }
}
