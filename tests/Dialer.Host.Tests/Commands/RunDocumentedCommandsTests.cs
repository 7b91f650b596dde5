using System.Diagnostics;
using System.Text.RegularExpressions;
using Dialer.Host.Commands;
using Dialer.Testing;
using Xunit;

namespace Dialer.Host.Tests.Commands;

/// <summary>
/// Every command of the pages runs, once: as it stands, but for loads, which are as small as they can be, and for files, which are
/// there. What only names a command runs with what it needs.
/// </summary>
public sealed partial class RunDocumentedCommandsTests(CommandWorkplace workplace) : IClassFixture<CommandWorkplace>
{
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(180);

    /// <summary>What makes a load, and how little of it says that the command works.</summary>
    private static readonly Dictionary<string, string> Loads = new(StringComparer.Ordinal)
    {
        ["--seconds"] = "1",
        ["--days"] = "1",
        ["--agents"] = "2",
        ["--inputs"] = "1000",
        ["--decisions"] = "100",
        ["--rows"] = "100",
        ["--rounds"] = "1",
        ["--legs"] = "2",
        ["--augment"] = "clean",
        ["--job"] = "dry",
    };

    /// <summary>Given to each command that begins with these words, where it says nothing of it.</summary>
    private static readonly (string Command, string[] Words)[] Least =
    [
        ("demo", ["--seconds", "1"]), ("simulate", ["--days", "1"]), ("amd evaluate", ["--augment", "clean"]),
        ("check", ["--config", "dialer.json"]), ("run", ["--config", "dialer.json"]), ("health", ["--config", "dialer.json"]), ("explain pacing", ["--config", "dialer.json"]), ("export", ["--config", "dialer.json"]), ("apply", ["--config", "dialer.json"]),
        ("report", ["--db", "data/dialer.db"]),
        ("media-relay", ["--only", "port-per-leg"]), ("routing", ["--policy", "longestIdle"]), ("decision", ["--agents", "10"]), ("decision", ["--decisions", "100"]), ("decision", ["--rounds", "1"]), ("--filter", ["--job", "dry"]), ("--filter", ["-i"]),
    ];

    /// <summary>What these need only their own tests prepare: a store that is lost, a person to be erased or explained, a conversation, answers that agents have labelled.</summary>
    private static readonly string[] Elsewhere = ["restore", "person", "explain lead", "explain caller", "amd train --db"];

    public static TheoryData<string> DialerCommands()
    {
        string[] lines = [.. DocumentedCommands.OfDialer().Select(row => Short(row.Data.Item2)).Where(IsWhole).Distinct().Order(StringComparer.Ordinal)];
        return [.. lines.Where(line => !IsElsewhere(line) && !lines.Any(other => IsWordsAlone(line) && other.StartsWith(line + " ", StringComparison.Ordinal)))];
    }

    private static bool IsElsewhere(string line) => Array.Exists(Elsewhere, start => line == start || line.StartsWith(start + " ", StringComparison.Ordinal));

    /// <summary>A sentence that names a command, which stands elsewhere with what it needs.</summary>
    private static bool IsWordsAlone(string line) => line.All(letter => char.IsAsciiLetterLower(letter) || letter == ' ');

    public static TheoryData<string> BenchmarkLines() =>
        [.. DocumentedCommands.OfBenchmarks().Select(row => Short(row.Data.Item2)).Distinct().Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(DialerCommands))]
    public async Task A_command_of_the_pages_runs(string command)
    {
        string[] words = Placed(DocumentedCommands.Words(command));
        if (words[0] == "run")
            await RunningAsync(words, () => Task.CompletedTask);
        else if (words[0] != "check" && Array.IndexOf(words, "--config") is >= 0 and var config)
            await RunningAsync(["run", .. words[config..(config + 2)]], () => AskedAsync(words));
        else if (words.Contains("--table") || words.Contains("--worlds"))
            await BeginAsync(words);
        else
            Assert.NotEmpty(await RunAsync(words));
    }

    [Theory]
    [MemberData(nameof(BenchmarkLines))]
    public async Task A_benchmark_of_the_pages_runs(string command)
    {
        string folder = workplace.NewPath("benchmark");
        Directory.CreateDirectory(folder);
        string built = Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!);
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Repository.File("benchmarks", "Dialer.Benchmarks", "bin", built, "net10.0", "Dialer.Benchmarks.dll"), .. DocumentedCommands.Words(command)])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Enough, TestContext.Current.CancellationToken);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        Assert.True(process.ExitCode == 0 && (await output).Length > 0, $"{command}: {process.ExitCode}\n{await output}\n{await error}");
    }

    [Fact]
    public void No_command_is_only_named()
    {
        string[] run = [.. DialerCommands().Select(row => row.Data)];
        foreach (string? command in DialerCommandLine.Create().Subcommands.SelectMany(command => command.Subcommands.Count == 0 ? [command.Name] : command.Subcommands.Select(below => $"{command.Name} {below.Name}")))
            if (!IsElsewhere(command) && DocumentedCommands.OfDialer().Any(row => row.Data.Item2.StartsWith(command, StringComparison.Ordinal)))
                Assert.Contains(run, line => line.StartsWith(command, StringComparison.Ordinal));
    }

    /// <summary>With the smallest load, and what it cannot do without.</summary>
    private static string Short(string command)
    {
        var words = DocumentedCommands.Words(command).Select(word => word.Replace("...", ".", StringComparison.Ordinal)).Select(word => word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word).ToList();
        if (words is ["sip-calls", ..])
            return "sip-calls all 5 1";
        for (int i = 0; i + 1 < words.Count; i++)
            if (Loads.TryGetValue(words[i], out string? little))
                words[i + 1] = WholeRange().Match(words[i + 1]) is { Success: true } range ? $"{range.Groups[1].Value}3..4" : little;
            else if (words[i] == "--config")
                words[i + 1] = Path.GetFileName(words[i + 1]);
        string line = string.Join(' ', words);
        foreach (var (start, least) in Least)
            if ((line == start || line.StartsWith(start + " ", StringComparison.Ordinal)) && !words.Contains(least[0]))
                words.AddRange(least);
        return string.Join(' ', words);
    }

    /// <summary>8..20, and fe=2..6.</summary>
    [GeneratedRegex(@"^(\w+=)?\d+\.\.\d+$")]
    private static partial Regex WholeRange();

    /// <summary>A sentence that names a command without its file is no line that can be run; the command stands elsewhere with it.</summary>
    private static bool IsWhole(string command) => DialerCommandLine.Create().Parse(DocumentedCommands.Words(command)).Errors.Count == 0;

    /// <summary>With files that are there; where something is written, a new one.</summary>
    private string[] Placed(string[] words)
    {
        for (int i = words.Length - 1; i >= 0; i--)
            if (i > 0 && words[i - 1] is "--out" or "--plot" or "--memory" || (i > 0 && words[i - 1] == "--to" && !words[i].Contains('=', StringComparison.Ordinal)))
                words[i] = workplace.NewPath(words[i]);
            else if (words[i].StartsWith("Host=", StringComparison.Ordinal))
                words[i] = workplace.NewPostgres();
            else if (workplace.Known.TryGetValue(i > 0 ? $"{words[i - 1]} {words[i]}" : "", out string? meant) || workplace.Known.TryGetValue(words[i], out meant))
                words[i] = meant;
        return words is ["amd", "evaluate", .., "--labels", _] or ["amd", "evaluate", "--labels", ..] ? ["amd", "evaluate", workplace.Known["DIR"], .. words[2..]] : words;
    }

    private static async Task<string> RunAsync(string[] words)
    {
        var (code, said) = await CommandAsync(words);
        Assert.True(code == 0, $"dialer {string.Join(' ', words)}: {code}\n{said}");
        return said;
    }

    private static async Task<(int Code, string Said)> CommandAsync(string[] words)
    {
        using var said = new StringWriter();
        int code = await DialerCommandLine.RunAsync(words, said, said, TestContext.Current.CancellationToken).WaitAsync(Enough, TestContext.Current.CancellationToken);
        return (code, said.ToString());
    }

    /// <summary>A monitor's patience of seconds is too short for a machine that is busy, and a pace is decided a moment after the start: asked again until it is answered.</summary>
    private static async Task AskedAsync(string[] words)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Enough);
        (int Code, string Said) answer;
        do
            answer = await CommandAsync(words);
        while (answer.Code != 0 && !patience.IsCancellationRequested);
        Assert.True(answer.Code == 0, answer.Said);
    }

    /// <summary>Tables over many worlds take minutes: stopped at the first figure.</summary>
    private static async Task BeginAsync(string[] words)
    {
        using var stop = new CancellationTokenSource();
        using var output = new ListeningWriter(text => text.Contains('±', StringComparison.Ordinal), stop.Cancel);
        using var error = new StringWriter();
        await DialerCommandLine.RunAsync(words, output, error, stop.Token).WaitAsync(Enough, TestContext.Current.CancellationToken);
        Assert.Contains('±', output.ToString());
    }

    private static async Task RunningAsync(string[] run, Func<Task> meanwhile)
    {
        using var stop = new CancellationTokenSource();
        var dials = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var error = new ListeningWriter(text => text.Contains("Dialing.", StringComparison.Ordinal), () => dials.TrySetResult());
        var running = DialerCommandLine.RunAsync(run, TextWriter.Null, error, stop.Token);
        try
        {
            await Task.WhenAny(dials.Task, running).WaitAsync(Enough, TestContext.Current.CancellationToken);
            Assert.True(dials.Task.IsCompleted, error.ToString());
            await meanwhile();
        }
        finally
        {
            await stop.CancelAsync();
        }
        Assert.True(await running.WaitAsync(Enough, TestContext.Current.CancellationToken) == 0, error.ToString());
    }
}
