using System.Text.RegularExpressions;
using Dialer.Benchmarks;
using Dialer.Host.Commands;
using Xunit;

namespace Dialer.Host.Tests.Commands;

/// <summary>Every command that a page of this repository tells is one that the program takes: the words, the options, their values.</summary>
public sealed partial class DocumentedCommandsTests
{
    [Theory]
    [MemberData(nameof(DocumentedCommands.OfDialer), MemberType = typeof(DocumentedCommands))]
    public void The_program_takes_what_its_pages_say(string page, string command)
    {
        var parsed = DialerCommandLine.Create().Parse(DocumentedCommands.Words(command));
        string[] wrong = [.. parsed.Errors.Select(error => error.Message).Where(message => !IsLeftOut(message))];
        Assert.True(wrong.Length == 0, $"{page}: dialer {command}: {string.Join(" ", wrong)}");
    }

    [Theory]
    [MemberData(nameof(DocumentedCommands.OfBenchmarks), MemberType = typeof(DocumentedCommands))]
    public void So_do_the_benchmarks(string page, string command) =>
        Assert.True(BenchmarkCommands.Refusal(DocumentedCommands.Words(command)) is not { } refusal, $"{page}: benchmarks {command}: {BenchmarkCommands.Refusal(DocumentedCommands.Words(command))}");

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
        Assert.Contains(says, BenchmarkCommands.Refusal(DocumentedCommands.Words(command)), StringComparison.Ordinal);

    [Fact]
    public void Commands_are_found_on_the_pages()
    {
        Assert.InRange(DocumentedCommands.OfDialer().Count, 10, 1_000);
        Assert.InRange(DocumentedCommands.OfBenchmarks().Count, 5, 1_000);
    }

    /// <summary>A sentence may name a command without all that it needs.</summary>
    internal static bool IsLeftOut(string message) => Needed().IsMatch(message);

    [GeneratedRegex(@"is required\.|[Rr]equired (argument|command)")]
    private static partial Regex Needed();
}
