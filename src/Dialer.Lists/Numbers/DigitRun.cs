namespace Dialer.Lists.Numbers;

/// <summary>A stretch of a cell that holds digits and what is written between the digits of one number.</summary>
/// <param name="Text">As it stands, trimmed.</param>
/// <param name="Digits">Its digits.</param>
/// <param name="IsInternational">A plus stands before them.</param>
/// <param name="TouchesLetters">A letter stands right before or after.</param>
internal readonly record struct DigitRun(string Text, string Digits, bool IsInternational, bool TouchesLetters)
{
    public string? Extension { get; init; }

    /// <summary>"030" of 030/23125123: an area code, to which the digits behind the slash belong.</summary>
    public bool IsAreaCode => Digits.Length is >= 2 and <= 7 && (IsInternational || Digits[0] == '0');
}
