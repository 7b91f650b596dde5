using System.Net;
using System.Net.Sockets;
using Dialer.Host.Commands;
using Dialer.Server.Terminal;
using Dialer.Testing;
using Xunit;

namespace Dialer.Host.Tests.Commands;

/// <summary>What a person sees who asks wrongly: a sentence that says what to do, the documented exit code, never a stack trace.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dialer-cli");

    public CommandLineTests()
    {
        File.WriteAllText(PathOf("not-json"), "{ nonsense");
        File.WriteAllText(PathOf("not-a-store"), "this is no database, and long enough to be looked at");
        File.WriteAllText(PathOf("wrong-scenario.json"), """{ "answer": { "live": 2 }, "hurry": true }""");
        File.WriteAllText(PathOf("desk.json"), """{ "hours": 2, "queues": [ { "name": "q", "perHour": 10, "talkSeconds": 60 } ], "agentGroups": [ { "name": "all", "count": 2 } ] }""");
        File.WriteAllText(PathOf("wrong-desk.json"), """{ "queues": [ { "name": "q", "perHour": 10, "talkSeconds": 60 } ], "agentGroups": [ { "name": "all", "count": 2 } ], "agentPlan": [] }""");
        File.WriteAllText(PathOf("empty.db"), "");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(ExitCode.Usage, "Required command", "")]
    [InlineData(ExitCode.Usage, "'dance'", "dance")]
    [InlineData(ExitCode.Usage, "--seconds must be a whole number from 1 to 86400, not '0'.", "demo --seconds 0")]
    [InlineData(ExitCode.Usage, "--agents must be a whole number from 1 to 2000, not '0'.", "demo --agents 0")]
    [InlineData(ExitCode.Usage, "--leads must be a whole number from 1 to ", "demo --leads 100000000")]
    [InlineData(ExitCode.Usage, "'many'", "demo --leads many")]
    [InlineData(ExitCode.Usage, "--seed must be a whole number from 0 to 18446744073709551615, not '-1'.", "demo --seed -1")]
    [InlineData(ExitCode.Usage, "--seed must be a whole number from 0 to 18446744073709551615, not '18446744073709551616'.", "simulate --seed 18446744073709551616")]
    [InlineData(ExitCode.Usage, "--seed must be a whole number from 0 to 18446744073709551615, not '1.5'.", "amd evaluate --seed 1.5")]
    [InlineData(ExitCode.Usage, "--seed must be", "amd train @missing --seed x")]
    [InlineData(ExitCode.Usage, "--seed must be", "amd review @missing --seed x")]
    [InlineData(ExitCode.Usage, "--days must be a whole number from 1", "simulate --days 0")]
    [InlineData(ExitCode.Usage, "--sample must be a whole number from 0", "amd review @missing --sample -1")]
    [InlineData(ExitCode.Usage, "--run must be a whole number from 1", "report --db @empty.db --run last")]
    [InlineData(ExitCode.Usage, "Try 'dialer amd classify --help'.", "amd classify call.wav --sensitivity bold")]
    [InlineData(ExitCode.Usage, "'perhaps'", "demo --analysis perhaps")]
    [InlineData(ExitCode.Usage, "--scenario", "demo --scenario @missing")]
    [InlineData(ExitCode.Usage, "is not JSON", "demo --scenario @not-json")]
    [InlineData(ExitCode.Usage, "answer", "demo --scenario @wrong-scenario.json")]
    [InlineData(ExitCode.Usage, "hurry", "demo --scenario @wrong-scenario.json")]
    [InlineData(ExitCode.Usage, "--scenario", "simulate --scenario @missing")]
    [InlineData(ExitCode.Usage, "answer", "simulate --scenario @wrong-scenario.json")]
    [InlineData(ExitCode.Usage, "hurry", "simulate --scenario @wrong-scenario.json")]
    [InlineData(ExitCode.Usage, "--plot", "simulate --days 1 --plot @missing/day.svg")]
    [InlineData(ExitCode.Usage, "leave --compare out", "simulate --agents 8..9 --compare all")]
    [InlineData(ExitCode.Usage, "--cap must be", "simulate --cap 0")]
    [InlineData(ExitCode.Usage, "leave --json out", "simulate --table --json")]
    [InlineData(ExitCode.Usage, "leave --table and --worlds out", "simulate --worlds --plot day.svg")]
    [InlineData(ExitCode.Usage, "leave --table and --worlds out", "simulate --table --plot day.svg")]
    [InlineData(ExitCode.Usage, "leave --agents out", "simulate --worlds --agents 5")]
    [InlineData(ExitCode.Usage, "leave --cap out", "simulate --table --cap 0.01")]
    [InlineData(ExitCode.Usage, "leave --scenario out", "simulate --worlds --json --scenario @desk.json")]
    [InlineData(ExitCode.Usage, "leave --from-campaign out", "simulate --worlds --from-campaign c --db @empty.db")]
    [InlineData(ExitCode.Usage, "Keep it under", "check --config /dev/zero")]
    [InlineData(ExitCode.Usage, "missing\\u001b[2J", "check --config @missing\u001b[2J")]
    [InlineData(ExitCode.Usage, "--routing needs a scenario with queues", "simulate --days 1 --routing targets")]
    [InlineData(ExitCode.Usage, "'nearest'", "simulate --scenario @desk.json --routing nearest")]
    [InlineData(ExitCode.Usage, "--pacer needs outbound calls", "simulate --scenario @desk.json --pacer predictive")]
    [InlineData(ExitCode.Usage, "is a pacer", "simulate --scenario @desk.json --compare predictive")]
    [InlineData(ExitCode.Usage, "is a routing", "simulate --days 1 --compare longestIdle")]
    [InlineData(ExitCode.Usage, "--compare must be all", "simulate --scenario @desk.json --compare longestIdle,predictive")]
    [InlineData(ExitCode.Usage, "there is no such group", "simulate --scenario @desk.json --agents nobody=1..2")]
    [InlineData(ExitCode.Usage, "name the group that grows", "simulate --scenario @desk.json --agents 1..2")]
    [InlineData(ExitCode.Usage, "--agents must be", "simulate --scenario @desk.json --agents all=5..2")]
    [InlineData(ExitCode.Usage, "--cap needs outbound calls", "simulate --scenario @desk.json --cap 0.03")]
    [InlineData(ExitCode.Usage, "agentPlan cannot stand beside queues", "simulate --scenario @wrong-desk.json")]
    [InlineData(ExitCode.Usage, "has queues, a service desk", "demo --scenario @desk.json")]
    [InlineData(ExitCode.Usage, "labels.csv", "demo --audio @missing")]
    [InlineData(ExitCode.Usage, "cannot be read", "run --config @missing")]
    [InlineData(ExitCode.Usage, "not valid JSON", "run --config @not-json")]
    [InlineData(ExitCode.Usage, "not valid JSON", "check --config @not-json")]
    [InlineData(ExitCode.Usage, "--config", "check")]
    [InlineData(ExitCode.Usage, "either --db FILE or --config FILE", "report")]
    [InlineData(ExitCode.Unreachable, "missing", "report --db @missing")]
    [InlineData(ExitCode.Unreachable, "not-a-store", "report --db @not-a-store")]
    [InlineData(ExitCode.Unreachable, "not-a-store", "demo --db @not-a-store")]
    [InlineData(ExitCode.Usage, "no engine log", "replay @not-json")]
    [InlineData(ExitCode.Usage, "cannot be read", "explain pacing renewals --config @missing")]
    [InlineData(ExitCode.Usage, "--config", "explain pacing renewals")]
    [InlineData(ExitCode.Usage, "cannot be read", "explain lead 7 --config @missing")]
    [InlineData(ExitCode.Usage, "--config", "explain lead 7")]
    [InlineData(ExitCode.Usage, "--number or --customer-key", "person export --config @missing")]
    [InlineData(ExitCode.Usage, "cannot be read", "person erase --number +33199001234 --reason why --config @missing")]
    [InlineData(ExitCode.Usage, "--reason", "do-not-call remove +33199001234 --config @missing")]
    [InlineData(ExitCode.Usage, "cannot be read", "do-not-call remove +33199001234 --reason why --config @missing")]
    [InlineData(ExitCode.Usage, "cannot be read", "do-not-call show +33199001234 --config @missing")]
    public async Task Trouble_is_said_in_a_sentence(int code, string says, string arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] words = [.. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word[0] == '@' ? PathOf(word[1..]) : word)];
        int actual = await DialerCommandLine.RunAsync(words, output, error, TestContext.Current.CancellationToken);
        Assert.Contains(says, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(code, actual);
        Assert.Equal("", output.ToString());
        Assert.DoesNotContain("   at ", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("System.", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_command_explains_itself()
    {
        foreach (var command in DialerCommandLine.Create().Subcommands)
        {
            using var output = new StringWriter();
            Assert.Equal(ExitCode.Ok, await DialerCommandLine.RunAsync([command.Name, "--help"], output, TextWriter.Null, TestContext.Current.CancellationToken));
            Assert.Contains(command.Description!, output.ToString().ReplaceLineEndings(" "), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_exit_codes_are_documented_where_one_looks()
    {
        using var output = new StringWriter();
        await DialerCommandLine.RunAsync(["--help"], output, TextWriter.Null, TestContext.Current.CancellationToken);
        foreach (var (code, meaning) in ExitCode.Table)
            Assert.Contains($"{code}  {meaning}", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http", "HTTP interface cannot listen")]
    [InlineData("sip", "SIP cannot listen")]
    public async Task A_port_that_is_taken_is_told_and_the_program_ends(string port, string says)
    {
        using var tcp = new TcpListener(IPAddress.Loopback, 0);
        tcp.Start();
        int taken = ((IPEndPoint)tcp.LocalEndpoint).Port;
        using var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, taken));
        await File.WriteAllTextAsync(PathOf("dialer.json"), $$"""
            {
              "sip": { "bind": "127.0.0.1", "port": {{(port == "sip" ? taken : 0)}} },
              "http": { "bind": "127.0.0.1", "port": {{(port == "http" ? taken : 0)}} },
              "trunks": [ { "name": "a", "address": "127.0.0.1:9" } ]
            }
            """, TestContext.Current.CancellationToken);
        using var error = new StringWriter();
        int code = await DialerCommandLine.RunAsync(["run", "--config", PathOf("dialer.json")], TextWriter.Null, error, TestContext.Current.CancellationToken);
        Assert.Contains(says, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Unreachable, code);
    }

    [Fact]
    public async Task The_sample_passes_the_check_and_its_lists_are_read()
    {
        using var output = new StringWriter();
        int code = await DialerCommandLine.RunAsync(["check", "--config", Repository.File("samples", "dialer.sample.json")], output, TextWriter.Null, TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("3 leads of 3 rows, 0 rejected", output.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Whoever does what the page says has a configuration that can be run.</summary>
    [Fact]
    public async Task The_files_that_step_2_of_the_README_copies_are_all_that_the_sample_names()
    {
        string page = await File.ReadAllTextAsync(Repository.File("README.md"), TestContext.Current.CancellationToken);
        string step = page[page.IndexOf("\n2. Copy", StringComparison.Ordinal)..page.IndexOf("\n3. ", StringComparison.Ordinal)];
        foreach (string name in step[..step.IndexOf("Each line", StringComparison.Ordinal)].Split('`').Where(word => word.StartsWith("samples/", StringComparison.Ordinal)).Select(word => word["samples/".Length..]))
            File.Copy(Repository.File("samples", name), PathOf(name == "dialer.sample.json" ? "dialer.json" : name));
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.True(await DialerCommandLine.RunAsync(["check", "--config", PathOf("dialer.json")], output, error, TestContext.Current.CancellationToken) == ExitCode.Ok, error.ToString());
    }

    [Fact]
    public async Task A_warning_is_told_with_its_place_and_the_check_passes()
    {
        await File.WriteAllTextAsync(PathOf("dialer.json"), """{ "trunks": [ { "name": "a", "address": "a.example", "srtp": "required" } ] }""", TestContext.Current.CancellationToken);
        using var error = new StringWriter();
        int code = await DialerCommandLine.RunAsync(["check", "--config", PathOf("dialer.json")], TextWriter.Null, error, TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("$.trunks[0].srtp: warning: The keys of SRTP", error.ToString(), StringComparison.Ordinal);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
