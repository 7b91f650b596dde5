namespace Dialer.Lists.Headings;

/// <summary>What a heading alone says.</summary>
/// <param name="IsSure">False: its rows must bear it out ("Number", "Contact").</param>
/// <param name="Against">Why the column is no telephone whatever its rows look like; empty: not worth a word; null: nothing speaks against it.</param>
/// <param name="IsKnown">A word that headings use, of whatever meaning.</param>
internal readonly record struct HeadingMeaning(ColumnRole Role, bool IsSure, string? Against, bool IsKnown);
