using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Dialer.Server.Running;
using Dialer.Testing;
using Xunit;

namespace Dialer.Host.Tests.Running;

/// <summary>The program as a service manager runs it: a process with a notify socket, signals, a umask and a disk.</summary>
public sealed class ServiceProcessTests : IDisposable
{
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(180);

    private readonly TemporaryFolder _folder = new();
    private readonly StringBuilder _said = new();
    private readonly SemaphoreSlim _heard = new(0);
    private readonly Socket _manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 180_000 };

    public void Dispose()
    {
        _manager.Dispose();
        _heard.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_is_reloaded_by_a_hang_up_watched_by_systemd_and_ended_by_sigterm()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals and permissions of Linux");
        Write(drainSeconds: 0, priority: 1, httpPort: 0);
        using var dialer = Start();
        try
        {
            await SaidAsync(dialer, "Dialing.");
            Assert.StartsWith("READY=1\nSTATUS=Dialing", Receive(), StringComparison.Ordinal);
            Assert.Equal("WATCHDOG=1", Receive());

            Write(drainSeconds: 0, priority: 2, httpPort: 4711);
            Signal("HUP", dialer);
            await SaidAsync(dialer, "need a restart, and stay as they are: http.port");
            await SaidAsync(dialer, "Followed: campaigns[renewals].priority");

            File.WriteAllText(PathOf("dialer.json"), "{ nonsense");
            Signal("HUP", dialer);
            await SaidAsync(dialer, "everything stays as it is");
            Assert.False(dialer.HasExited);

            Signal("TERM", dialer);
            await dialer.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Enough, TestContext.Current.CancellationToken);
            Assert.Equal(0, dialer.ExitCode);
            var last = new List<string>();
            do
                last.Add(Receive());
            while (!last[^1].StartsWith("EXTEND_TIMEOUT_USEC=", StringComparison.Ordinal));
            Assert.StartsWith("STOPPING=1", last.Last(said => said != "WATCHDOG=1" && !said.StartsWith("EXTEND", StringComparison.Ordinal)), StringComparison.Ordinal);
        }
        finally
        {
            End(dialer);
        }
        AssertPrivate();
    }

    [Fact]
    public async Task What_was_recorded_before_a_kill_can_be_replayed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals of Linux");
        Write(drainSeconds: 0, priority: 1, httpPort: 0);
        using var dialer = Start();
        try
        {
            await SaidAsync(dialer, "Dialing.");
            for (int i = 0; i < 200 && new FileInfo(PathOf("run.log")).Length < 1_500; i++)
                await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        finally
        {
            End(dialer);
        }
        var replayed = EngineReplay.Run(await File.ReadAllBytesAsync(PathOf("run.log"), TestContext.Current.CancellationToken));
        Assert.True(replayed.Inputs >= 4, $"{replayed.Inputs} inputs");
    }

    /// <summary>The umask let everybody read and write.</summary>
    private void AssertPrivate()
    {
        string[] made = [PathOf("run.log"), PathOf("data"), .. Directory.EnumerateFileSystemEntries(PathOf("data"), "*", SearchOption.AllDirectories)];
        Assert.Contains(made, path => path.EndsWith("dialer.db", StringComparison.Ordinal));
        Assert.Contains(made, path => path.EndsWith(".rejects.csv", StringComparison.Ordinal));
        foreach (string path in made)
#pragma warning disable CA1416 // Skipped elsewhere.
            Assert.True((File.GetUnixFileMode(path) & (UnixFileMode)0x3F) == 0, $"{path} is {File.GetUnixFileMode(path)}");
#pragma warning restore CA1416
    }

    private string PathOf(string name) => Path.Combine(_folder.Path, name);

    private string Receive()
    {
        byte[] bytes = new byte[1_024];
        return Encoding.UTF8.GetString(bytes, 0, _manager.Receive(bytes));
    }

    private Process Start()
    {
        _manager.Bind(new UnixDomainSocketEndPoint(PathOf("notify")));
        string program = Path.Combine(AppContext.BaseDirectory, "dialer.dll");
        var dialer = new Process
        {
            StartInfo = new ProcessStartInfo("sh")
            {
                ArgumentList = { "-c", "umask 000; exec dotnet \"$0\" run --config \"$1\" --record \"$2\"", program, PathOf("dialer.json"), PathOf("run.log") },
                Environment = { ["NOTIFY_SOCKET"] = PathOf("notify"), ["WATCHDOG_USEC"] = "400000" },
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            },
        };
        dialer.ErrorDataReceived += Hear;
        dialer.OutputDataReceived += Hear;
        dialer.Start();
        dialer.BeginErrorReadLine();
        dialer.BeginOutputReadLine();
        return dialer;
    }

    private static void End(Process dialer)
    {
        if (!dialer.HasExited)
            dialer.Kill();
        dialer.WaitForExit();
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (_said)
            _said.AppendLine(line.Data);
        _heard.Release();
    }

    private async Task SaidAsync(Process dialer, string words)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Enough);
        while (true)
        {
            lock (_said)
            {
                if (_said.ToString().Contains(words, StringComparison.Ordinal))
                    return;
                Assert.False(dialer.HasExited || patience.IsCancellationRequested, $"\"{words}\" was not said:\n{_said}");
            }
            await _heard.WaitAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        }
    }

    private static void Signal(string name, Process to)
    {
        using var kill = Process.Start("kill", [$"-{name}", to.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private void Write(int drainSeconds, int priority, int httpPort)
    {
        File.Copy(Repository.File("samples", "announcement.wav"), PathOf("announcement.wav"), overwrite: true);
        File.WriteAllText(PathOf("list.csv"), "nom;telephone\nUne;+33199000001\nDeux;not a number\n");
        File.WriteAllText(PathOf("dialer.json"), string.Create(CultureInfo.InvariantCulture, $$"""
            {
              "dataDirectory": "data",
              "sip": { "bind": "127.0.0.1", "port": 0 },
              "http": { "port": {{httpPort}} },
              "drainSeconds": {{drainSeconds}},
              "trunks": [ { "name": "carrier", "address": "127.0.0.1:9" } ],
              "agents": [ { "name": "ana", "phone": "sip:1@127.0.0.1:9" } ],
              "campaigns": [ { "name": "renewals", "priority": {{priority}}, "start": false, "announcement": "announcement.wav", "analysis": "off", "calling": { "profile": "france" }, "lists": [ { "file": "list.csv", "country": "FR" } ] } ]
            }
            """));
    }
}
