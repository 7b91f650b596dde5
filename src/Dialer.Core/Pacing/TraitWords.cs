using System.Globalization;

namespace Dialer.Core.Pacing;

/// <summary>Traits as people say them.</summary>
internal static class TraitWords
{
    private static readonly string[] Results = ["no try yet", "last try: nobody answered", "last try: busy", "last try: machine", "last try: a person", "last try: refused or no such number", "last try: given up by us"];
    private static readonly string[] Kinds = ["unknown kind of number", "landline", "mobile"];
    private static readonly string[] Answers = ["never answered by a person", "answered at other hours", "answered at these hours"];

    /// <param name="family">Of those that tell calls apart, in the model's order.</param>
    public static string Of(int family, int value) => family switch
    {
        0 => value == 0 ? "first try" : value == CallTraits.TriesCounted - 1 ? $"{value} or more tries made" : $"{value} tries made",
        1 => Results[value],
        2 => value == 0 ? "not tried before" : value == CallTraits.Gaps - 1 ? $"{4 << (value - 2)} hours or more since the last try" : value == 1 ? "less than 4 hours since the last try" : $"{4 << (value - 2)} to {4 << (value - 1)} hours since the last try",
        3 => value == 0 ? "taken in today" : value == CallTraits.Ages - 1 ? $"taken in {1 << (value - 1)} days ago or earlier" : $"taken in {1 << (value - 1)} to {1 << value} days ago",
        4 => $"{Kinds[value / CallTraits.Parts]}, {value % CallTraits.Parts * 3} to {(value % CallTraits.Parts * 3) + 3} h",
        5 => $"missed {Times(value % 4)} at these hours and {Times(value / 4)} at others",
        6 => Answers[value],
        7 => $"list {value} (of 32 places)",
        8 => $"region {value} (of 32 places)",
        _ => $"{Kinds[value / 2]}, {(value % 2 == 0 ? "working day" : "weekend")}",
    };

    private static string Times(int count) => count == 3 ? "three times or more" : string.Create(CultureInfo.InvariantCulture, $"{count} times");
}
