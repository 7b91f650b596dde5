using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Dialer.Benchmarks.Sip;

/// <summary>
/// The rival: Kamailio as the called party, with a transaction for each request, as ours has. One worker, so that its CPU is
/// one reactor's. It keeps no dialogs and parses no session, which ours does.
/// </summary>
internal sealed class KamailioCallee : IDisposable
{
    private readonly Process _process;
    private readonly string _folder = Directory.CreateTempSubdirectory("kamailio").FullName;

    private KamailioCallee(int port)
    {
        EndPoint = new IPEndPoint(IPAddress.Loopback, port);
        string file = Path.Combine(_folder, "kamailio.cfg");
        File.WriteAllText(file, $$"""
            debug=0
            log_stderror=yes
            children=1
            disable_tcp=yes
            listen=udp:127.0.0.1:{{port}}
            loadmodule "tm.so"
            loadmodule "sl.so"
            loadmodule "pv.so"
            loadmodule "textops.so"
            request_route {
                if (is_method("ACK")) { t_check_trans(); exit; }
                if (is_method("INVITE")) {
                    t_newtran();
                    t_reply("180", "Ringing");
                    append_to_reply("Contact: <sip:127.0.0.1:{{port}}>\r\n");
                    t_reply("200", "OK");
                    exit;
                }
                t_newtran();
                t_reply("200", "OK");
            }
            """);
        _process = Process.Start(new ProcessStartInfo("kamailio", ["-f", file, "-DD", "-E", "-Y", _folder, "-P", Path.Combine(_folder, "pid"), "-m", "256", "-M", "32"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Null: it is not installed.</summary>
    public static KamailioCallee? TryStart()
    {
        bool isThere = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "kamailio")));
        if (!isThere)
            return null;
        using Socket probe = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)probe.LocalEndPoint!).Port;
        probe.Dispose();
        return new KamailioCallee(port);
    }

    /// <summary>CPU of all its processes, from /proc; a tick is 10 ms.</summary>
    public double CpuMs
    {
        get
        {
            long ticks = 0;
            foreach (int id in Family())
            {
                string stat = File.ReadAllText($"/proc/{id}/stat");
                string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                ticks += long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
            }
            return ticks * 10.0;
        }
    }

    private IEnumerable<int> Family()
    {
        yield return _process.Id;
        string children = $"/proc/{_process.Id}/task/{_process.Id}/children";
        foreach (string child in File.ReadAllText(children).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            yield return int.Parse(child, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        // SIGTERM ends its children too.
        using var stop = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        stop.WaitForExit();
        if (!_process.WaitForExit(5_000))
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
