using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Dialer.Server.Service;

/// <summary>
/// Tells systemd how the service is: sd_notify(3) by hand, datagrams to the socket named in NOTIFY_SOCKET. Without that
/// variable it does nothing, so that the same program runs anywhere.
/// </summary>
internal sealed class ServiceNotifier : IDisposable
{
    private readonly Socket? _socket;
    private readonly UnixDomainSocketEndPoint? _to;

    private ServiceNotifier(Socket? socket, UnixDomainSocketEndPoint? to, TimeSpan? watchdog)
    {
        _socket = socket;
        _to = to;
        WatchdogEvery = watchdog;
    }

    /// <summary>How often the watchdog wants to hear: half of what systemd allows. Null: not asked for.</summary>
    public TimeSpan? WatchdogEvery { get; }

    public static ServiceNotifier FromEnvironment() =>
        Create(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"), Environment.GetEnvironmentVariable("WATCHDOG_USEC"));

    /// <param name="path">A path, or an abstract name behind an at sign; null or empty: not under systemd.</param>
    /// <param name="watchdogMicroseconds">As in WATCHDOG_USEC.</param>
    public static ServiceNotifier Create(string? path, string? watchdogMicroseconds)
    {
        if (string.IsNullOrEmpty(path))
            return new ServiceNotifier(null, null, null);
        var to = new UnixDomainSocketEndPoint(path[0] == '@' ? "\0" + path[1..] : path);
        bool hasWatchdog = long.TryParse(watchdogMicroseconds, NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds) && microseconds > 0;
        TimeSpan? every = hasWatchdog ? TimeSpan.FromMicroseconds(microseconds / 2.0) : null;
        return new ServiceNotifier(new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified), to, every);
    }

    public void Ready(string status) => Send($"READY=1\nSTATUS={status}");

    public void Stopping(string status) => Send($"STOPPING=1\nSTATUS={status}");

    public void Status(string status) => Send($"STATUS={status}");

    public void Alive() => Send("WATCHDOG=1");

    /// <summary>Asks systemd for more time to stop: conversations are being ended.</summary>
    public void ExtendStop(TimeSpan by) => Send(string.Create(CultureInfo.InvariantCulture, $"EXTEND_TIMEOUT_USEC={(long)by.TotalMicroseconds}"));

    public void Dispose() => _socket?.Dispose();

    /// <summary>A service manager that does not listen is no reason to stop dialing.</summary>
    private void Send(string state)
    {
        try
        {
            _socket?.SendTo(Encoding.UTF8.GetBytes(state), _to!);
        }
        catch (SocketException)
        {
            // Nobody listens.
        }
    }
}
