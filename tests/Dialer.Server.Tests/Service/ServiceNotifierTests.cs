using System.Net.Sockets;
using System.Text;
using Dialer.Server.Service;
using Xunit;

namespace Dialer.Server.Tests.Service;

/// <summary>sd_notify(3) against a real datagram socket.</summary>
public sealed class ServiceNotifierTests
{
    [Fact]
    public void Ready_watchdog_and_stopping_arrive_as_systemd_reads_them()
    {
        var folder = Directory.CreateTempSubdirectory("dialer-notify");
        string path = Path.Combine(folder.FullName, "notify");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };
        manager.Bind(new UnixDomainSocketEndPoint(path));
        using (var notifier = ServiceNotifier.Create(path, "30000000"))
        {
            Assert.Equal(TimeSpan.FromSeconds(15), notifier.WatchdogEvery);
            notifier.Ready("dialing");
            notifier.Alive();
            notifier.ExtendStop(TimeSpan.FromSeconds(2));
            notifier.Stopping("ending");
        }
        Assert.Equal(["READY=1\nSTATUS=dialing", "WATCHDOG=1", "EXTEND_TIMEOUT_USEC=2000000", "STOPPING=1\nSTATUS=ending"], Enumerable.Range(0, 4).Select(_ => Receive(manager)));
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/nowhere/at/all")]
    public void Without_a_manager_that_listens_nothing_happens(string? path)
    {
        using var notifier = ServiceNotifier.Create(path, null);
        notifier.Ready("dialing");
        Assert.Null(notifier.WatchdogEvery);
    }

    private static string Receive(Socket socket)
    {
        byte[] bytes = new byte[1_024];
        return Encoding.UTF8.GetString(bytes, 0, socket.Receive(bytes));
    }
}
