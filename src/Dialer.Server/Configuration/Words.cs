using Dialer.Store.Reports;

namespace Dialer.Server.Configuration;

/// <summary>The words of an enumeration as files and JSON write them: the names of the code, first letter small.</summary>
public static class Words
{
    public static IReadOnlyDictionary<string, T> Of<T>()
        where T : struct, Enum => Enum.GetValues<T>().ToDictionary(Word, value => value, StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, T> But<T>(params T[] left)
        where T : struct, Enum => Enum.GetValues<T>().Except(left).ToDictionary(Word, value => value, StringComparer.Ordinal);

    public static string Word<T>(T value)
        where T : struct, Enum => ReportWords.Word(value.ToString());
}
