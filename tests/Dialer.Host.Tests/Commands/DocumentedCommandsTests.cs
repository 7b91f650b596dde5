using System.Text.RegularExpressions;
using Dialer.Benchmarks;
using Dialer.Host.Commands;
using Dialer.Testing;
using Xunit;

namespace Dialer.Host.Tests.Commands;

/// <summary>Every command that a page of this repository tells is one that the program takes: the words, the options, their values.</summary>
public sealed partial class DocumentedCommandsTests
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

    public static TheoryData<string, string> DialerCommands()
    {
        var commands = new TheoryData<string, string>();
        foreach (var (page, code) in Codes().Distinct())
            if (After(code, DialerProject) is { } direct)
                commands.Add(page, direct);
            else if (code.StartsWith("dialer ", StringComparison.Ordinal))
                commands.Add(page, code["dialer ".Length..]);
        return commands;
    }

    public static TheoryData<string, string> BenchmarkLines()
    {
        var commands = new TheoryData<string, string>();
        foreach (var (page, code) in Codes().Distinct())
            if ((After(code, "--project benchmarks/Dialer.Benchmarks -- ") ?? After(code, "benchmarks -- ")) is { } direct)
                commands.Add(page, direct);
        return commands;
    }

    [Theory]
    [MemberData(nameof(DialerCommands))]
    public void The_program_takes_what_its_pages_say(string page, string command)
    {
        var parsed = DialerCommandLine.Create().Parse(Words(command));
        string[] wrong = [.. parsed.Errors.Select(error => error.Message).Where(message => !IsLeftOut(message))];
        Assert.True(wrong.Length == 0, $"{page}: dialer {command}: {string.Join(" ", wrong)}");
    }

    [Theory]
    [MemberData(nameof(BenchmarkLines))]
    public void So_do_the_benchmarks(string page, string command) =>
        Assert.True(BenchmarkCommands.Refusal(Words(command)) is not { } refusal, $"{page}: benchmarks {command}: {BenchmarkCommands.Refusal(Words(command))}");

    [Theory]
    [InlineData("sip-calls both 500 8", "no role of sip-calls")]
    [InlineData("sip-calls UAC 500 8", "no role of sip-calls")]
    [InlineData("sip-calls uac fast", "no list of calls")]
    [InlineData("sip-calls uac 500 8 9", "and no \"9\"")]
    [InlineData("sip-call all", "is no benchmark")]
    [InlineData("engine --input 5", "no option of engine")]
    [InlineData("engine --inputs", "needs a value")]
    [InlineData("media-play --legs many", "a whole number")]
    [InlineData("decision 5", "no option of decision")]
    public void What_a_benchmark_does_not_know_is_refused(string command, string says) =>
        Assert.Contains(says, BenchmarkCommands.Refusal(Words(command)), StringComparison.Ordinal);

    [Fact]
    public void Commands_are_found_on_the_pages()
    {
        Assert.InRange(DialerCommands().Count, 10, 1_000);
        Assert.InRange(BenchmarkLines().Count, 5, 1_000);
    }

    /// <summary>A sentence may name a command without all that it needs.</summary>
    private static bool IsLeftOut(string message) => Needed().IsMatch(message);

    private static string? After(string code, string words)
    {
        int at = code.IndexOf(words, StringComparison.Ordinal);
        return at < 0 ? null : code[(at + words.Length)..];
    }

    /// <summary>As a shell parts them, without what may be left out and without the words beside the command.</summary>
    private static string[] Words(string command)
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

    [GeneratedRegex(@"is required\.|[Rr]equired (argument|command)")]
    private static partial Regex Needed();

    [GeneratedRegex(@"'[^']*'|""[^""]*""|\S+")]
    private static partial Regex Quoted();
}
