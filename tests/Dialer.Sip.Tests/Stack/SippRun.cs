using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Dialer.Sip.Tests.Stack;

/// <summary>Runs one SIPp scenario against an endpoint on the loopback interface.</summary>
internal sealed class SippRun : IDisposable
{
    private readonly Process _process;
    private readonly string _folder = Directory.CreateTempSubdirectory("sipp").FullName;
    private readonly StringBuilder _output = new();

    private SippRun(string arguments)
    {
        ProcessStartInfo start = new("sipp", $"{arguments} -i 127.0.0.1 -m 1 -nostdin -timeout 25s -timeout_error -trace_err -error_file errors.log -cid_str %u-%p@sipp")
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, line) => _output.AppendLine(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public static void SkipWithoutSipp()
    {
        bool found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "sipp")));
        if (found)
            return;
        if (Environment.GetEnvironmentVariable("DIALER_REQUIRE_PEERS") == "1")
            Assert.Fail("SIPp is required (DIALER_REQUIRE_PEERS=1) and not installed.");
        Assert.Skip("SIPp is not installed.");
    }

    private static string ScenarioFile(string name) => Path.Combine(AppContext.BaseDirectory, "Stack", "Sipp", name + ".xml");

    /// <summary>SIPp waits for our call at <paramref name="port"/>.</summary>
    public static SippRun AsCallee(string scenario, out int port)
    {
        port = FreePort();
        return new SippRun($"-sf {ScenarioFile(scenario)} -p {port}");
    }

    /// <summary>SIPp calls us.</summary>
    public static SippRun AsCaller(string scenario, IPEndPoint target) => new($"-sf {ScenarioFile(scenario)} -p {FreePort()} -s bob {target}");

    private static int FreePort()
    {
        using Socket probe = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    /// <summary>Waits for the scenario to end as it wants to.</summary>
    public async Task AssertDoneAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        await _process.WaitForExitAsync(patience.Token);
        string errors = Path.Combine(_folder, "errors.log");
        Assert.True(_process.ExitCode == 0, $"SIPp ended with {_process.ExitCode}: {_output}{(File.Exists(errors) ? File.ReadAllText(errors) : "")}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
