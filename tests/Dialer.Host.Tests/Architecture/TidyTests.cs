using System.Text.RegularExpressions;
using Dialer.Testing;
using Xunit;

namespace Dialer.Host.Tests.Architecture;

/// <summary>The source keeps to what the project agreed on.</summary>
public sealed partial class TidyTests
{
    private const int MostLines = 600;
    private const int MostBytes = 1024 * 1024;

    [Fact]
    public void No_file_is_longer_than_a_person_reads_in_one_sitting() =>
        AssertNone(Sources(), (file, lines) => lines.Length > MostLines ? [$"{file}: {lines.Length} lines"] : []);

    [Fact]
    public void Nothing_is_left_for_later_in_a_comment() => AssertNone(Sources(), Matching(LeftForLater()));

    [Fact]
    public void No_path_of_one_machine_is_written_down() => AssertNone(Sources(), Matching(MachinePath()));

    [Fact]
    public void No_warning_is_silenced_for_a_whole_file() => AssertNone(Sources(), Matching(SilencedFile()));

    [Fact]
    public void No_file_of_the_repository_is_large()
    {
        var large = Files("*").Select(file => new FileInfo(file)).Where(file => file.Length > MostBytes).Select(file => $"{file.FullName}: {file.Length} bytes");
        Assert.Empty(large);
    }

    [GeneratedRegex(@"\b(TO" + @"DO|FIX" + @"ME|XX" + @"X)\b")]
    private static partial Regex LeftForLater();

    [GeneratedRegex("/wo" + "rk/|/ho" + "me/[a-z]|/Us" + "ers/")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"<auto-gen" + @"erated|SuppressMess" + @"age\(.*Scope = ""module""")]
    private static partial Regex SilencedFile();

    private static Func<string, string[], IEnumerable<string>> Matching(Regex banned) => (file, lines) =>
        lines.Select((line, index) => (line, index)).Where(row => banned.IsMatch(row.line)).Select(row => $"{file}:{row.index + 1}: {row.line.Trim()}");

    private static void AssertNone(IEnumerable<string> files, Func<string, string[], IEnumerable<string>> find) =>
        Assert.Empty(files.SelectMany(file => find(Path.GetRelativePath(Repository.Root, file), File.ReadAllLines(file))));

    private static IEnumerable<string> Sources() => Files("*.cs");

    /// <summary>What is built or fetched is no source.</summary>
    private static IEnumerable<string> Files(string pattern) =>
        new[] { "src", "tests", "benchmarks", "samples", "deploy" }
            .Select(folder => Repository.File(folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories))
            .Where(file => !Built().IsMatch(file));

    [GeneratedRegex(@"[\\/](bin|obj|BenchmarkDotNet\.Artifacts|TestResults)[\\/]")]
    private static partial Regex Built();
}
