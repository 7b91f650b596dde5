using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Xunit;

namespace Dialer.Testing;

/// <summary>
/// A private PostgreSQL server of Debian's package: loopback alone, a free port, a data directory of its own that goes with
/// it, fsync as the package sets it. Run as postgres where the tests are root's, for the server refuses root.
/// </summary>
internal sealed class PostgresServer : IDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly string _programs;
    private readonly int _port = FreePort();
    private int _schemas;

    private PostgresServer(string programs)
    {
        _programs = programs;
        _folder = Directory.CreateTempSubdirectory("dialer-pg-");
        if (IsRoot)
            Run("chown", "postgres", _folder.FullName);
        Run(Path.Combine(programs, "initdb"), "-D", Data, "-U", "dialer", "-A", "trust", "-E", "UTF8", "--locale=C");
        Start();
    }

    private string Data => Path.Combine(_folder.FullName, "data");

    private static bool IsRoot => Environment.UserName == "root";

    /// <summary>Skips the test where the package is not installed; fails it where DIALER_REQUIRE_PEERS=1.</summary>
    public static PostgresServer Need()
    {
        string? programs = Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
            : null;
        if (programs is not null)
            return new PostgresServer(programs);
        const string reason = "not installed: postgresql (Debian: apt-get install postgresql)";
        if (Environment.GetEnvironmentVariable("DIALER_REQUIRE_PEERS") == "1")
            Assert.Fail(reason);
        Assert.Skip(reason);
        throw new UnreachableException();
    }

    /// <summary>A connection string to a schema of its own, where nothing is yet.</summary>
    public string NewPlace()
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"store{Interlocked.Increment(ref _schemas)}");
        using var connection = new NpgsqlConnection(Address + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand("CREATE SCHEMA " + name, connection);
        command.ExecuteNonQuery();
        return $"{Address};Search Path={name}";
    }

    public void Start() => Run(Path.Combine(_programs, "pg_ctl"), "-D", Data, "-w", "-t", "120", "-l", Path.Combine(Data, "log"),
        "-o", string.Create(CultureInfo.InvariantCulture, $"-c listen_addresses=127.0.0.1 -c port={_port} -c unix_socket_directories={Data} -c max_connections=40"), "start");

    /// <summary>As a kill does: nobody is told, nothing is written any more.</summary>
    public void Kill() => Run(Path.Combine(_programs, "pg_ctl"), "-D", Data, "-m", "immediate", "-w", "-t", "120", "stop");

    /// <summary>It runs, and answers nothing.</summary>
    public void Stall() => Signal("STOP");

    public void GoOn() => Signal("CONT");

    private string Address => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=dialer;Database=postgres");

    /// <summary>To the server and to the processes of its connections, by their numbers.</summary>
    private void Signal(string signal)
    {
        string server = File.ReadLines(Path.Combine(Data, "postmaster.pid")).First();
        string[] children = File.Exists($"/proc/{server}/task/{server}/children") ? File.ReadAllText($"/proc/{server}/task/{server}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        foreach (string process in (string[])[server, .. children])
            using (var kill = Process.Start("kill", ["-" + signal, process]))
                kill.WaitForExit();
    }

    private static void Run(string program, params string[] arguments)
    {
        bool asPostgres = IsRoot && program.StartsWith('/');
        var start = asPostgres ? new ProcessStartInfo("runuser", ["-u", "postgres", "--", program, .. arguments]) : new ProcessStartInfo(program, arguments);
        start.WorkingDirectory = "/";
        start.RedirectStandardOutput = false;
        using var process = Process.Start(start)!;
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    public void Dispose()
    {
        try
        {
            GoOn();
            Kill();
        }
        finally
        {
            _folder.Delete(recursive: true);
        }
    }
}
