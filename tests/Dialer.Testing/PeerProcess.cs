using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Dialer.Testing;

/// <summary>A program that no one here wrote, started by a test and stopped by its own process id.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private PeerProcess(Process process) => _process = process;

    /// <summary>Skips the test with the reason when a program is not installed; fails it where DIALER_REQUIRE_PEERS=1.</summary>
    public static void Need(params string[] programs)
    {
        string[] missing = [.. programs.Where(program => PathOf(program) is null)];
        if (missing.Length == 0)
            return;
        string reason = $"not installed: {string.Join(", ", missing)} (Debian: apt-get install sip-tester baresip-core kamailio)";
        if (Environment.GetEnvironmentVariable("DIALER_REQUIRE_PEERS") == "1")
            Assert.Fail(reason);
        Assert.Skip(reason);
    }

    private static string? PathOf(string program) =>
        ((string[])[.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/usr/bin"])
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    public static PeerProcess Start(string program, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(PathOf(program)!, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.Environment["TERM"] = "dumb";
        start.Environment["HOME"] = folder;
        var peer = new PeerProcess(new Process { StartInfo = start });
        peer._process.OutputDataReceived += (_, line) => peer.Hear(line.Data);
        peer._process.ErrorDataReceived += (_, line) => peer.Hear(line.Data);
        peer._process.Start();
        peer._process.BeginOutputReadLine();
        peer._process.BeginErrorReadLine();
        return peer;
    }

    private void Hear(string? line)
    {
        lock (_said)
        {
            if (_said.Length < 200_000)
                _said.AppendLine(line);
        }
    }

    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    public bool HasExited => _process.HasExited;

    public async Task<int> ExitAsync(TimeSpan within)
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(within, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>A UDP port of the loopback interface that nobody has now.</summary>
    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Asks it to end, so that it may close its files; then makes it.</summary>
    public void Stop()
    {
        if (_process.HasExited)
            return;
        using (var ask = Process.Start("kill", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)))
            ask?.WaitForExit(2_000);
        if (_process.WaitForExit(3_000))
            return;
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit(5_000);
    }

    public void Dispose()
    {
        Stop();
        _process.Dispose();
    }
}
