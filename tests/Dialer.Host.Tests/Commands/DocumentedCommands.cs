using System.Text.RegularExpressions;
using Dialer.Testing;
using Xunit;

namespace Dialer.Host.Tests.Commands;

/// <summary>The commands that the pages of this repository tell.</summary>
internal static partial class DocumentedCommands
{
    private const string DialerProject = "--project src/Dialer.Host -- ";

    private static IEnumerable<string> Pages() =>
    [
        .. new[] { "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", Path.Combine("deploy", "dialer.service") }.Select(page => Repository.File(page)).Where(File.Exists),
        .. new[] { "docs", Path.Combine("benchmarks", "results") }.SelectMany(folder => Directory.GetFiles(Repository.File(folder), "*.md")),
    ];

    /// <summary>Code that stands by itself (four blanks or a fence) and code within a line (`...`).</summary>
    private static IEnumerable<(string Page, string Code)> Codes()
    {
        foreach (string page in Pages())
        {
            bool fenced = false;
            foreach (string line in File.ReadLines(page))
                if (line.StartsWith("```", StringComparison.Ordinal))
                    fenced = !fenced;
                else if (fenced || line.TrimStart().StartsWith("dotnet run", StringComparison.Ordinal) || line.StartsWith("    dialer ", StringComparison.Ordinal))
                    yield return (Path.GetFileName(page), line.Trim());
                else if (line.StartsWith("ExecStart", StringComparison.Ordinal))
                    yield return (Path.GetFileName(page), "dialer " + line[(line.IndexOf("/dialer ", StringComparison.Ordinal) + "/dialer ".Length)..]);
                else
                    foreach (Match code in Inline().Matches(line))
                        yield return (Path.GetFileName(page), code.Groups[1].Value);
        }
    }

    public static TheoryData<string, string> OfDialer()
    {
        var commands = new TheoryData<string, string>();
        foreach (var (page, code) in Codes().Distinct())
            if (After(code, DialerProject) is { } direct)
                commands.Add(page, direct);
            else if (code.StartsWith("dialer ", StringComparison.Ordinal))
                commands.Add(page, code["dialer ".Length..]);
        return commands;
    }

    public static TheoryData<string, string> OfBenchmarks()
    {
        var commands = new TheoryData<string, string>();
        foreach (var (page, code) in Codes().Distinct())
            if ((After(code, "--project benchmarks/Dialer.Benchmarks -- ") ?? After(code, "benchmarks -- ")) is { } direct)
                commands.Add(page, direct);
        return commands;
    }

    private static string? After(string code, string words)
    {
        int at = code.IndexOf(words, StringComparison.Ordinal);
        return at < 0 ? null : code[(at + words.Length)..];
    }

    /// <summary>As a shell parts them, without what may be left out and without the words beside the command.</summary>
    public static string[] Words(string command)
    {
        string bare = Optional().Replace(Comment().Replace(command, ""), "").Split(" | ")[0].Split(" > ")[0].TrimEnd('.', ',', ';', '\\').Trim();
        return [.. Quoted().Matches(bare).Select(word => word.Value.Trim('\'', '"'))];
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Inline();

    [GeneratedRegex(@"\s+#.*$|\s{3,}\S.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Optional();

    [GeneratedRegex(@"'[^']*'|""[^""]*""|\S+")]
    private static partial Regex Quoted();
}
