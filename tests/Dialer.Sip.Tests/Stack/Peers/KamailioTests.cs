using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Dialer.Line;
using Dialer.Sip.Stack;
using Dialer.Sip.Stack.Sdp;
using Dialer.Testing;
using Xunit;

namespace Dialer.Sip.Tests.Stack.Peers;

/// <summary>A Kamailio of the test's own: its files in a folder that goes with it.</summary>
internal sealed class Kamailio : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kamailio").FullName;
    private readonly PeerProcess _process;

    private Kamailio(string algorithm, int maxExpires)
    {
        Port = FreePort(0);
        TlsPort = FreePort(Port);
        File.WriteAllText(Path.Combine(_folder, "key.pem"), StreamClient.Certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(_folder, "certificate.pem"), StreamClient.Certificate.ExportCertificatePem());
        string config = Path.Combine(_folder, "kamailio.cfg");
        File.WriteAllText(config, Template()
            .Replace("@PORT@", Text(Port), StringComparison.Ordinal)
            .Replace("@TLSPORT@", Text(TlsPort), StringComparison.Ordinal)
            .Replace("@FOLDER@", _folder, StringComparison.Ordinal)
            .Replace("@MAXEXPIRES@", Text(maxExpires), StringComparison.Ordinal)
            .Replace("@ALGORITHM@", algorithm, StringComparison.Ordinal));
        _process = PeerProcess.Start("kamailio", _folder, "-f", config, "-DD", "-E", "-m", "32", "-M", "8", "-Y", _folder);
    }

    public int Port { get; }

    public int TlsPort { get; }

    public string Said => _process.Said;

    /// <summary>Starts it and waits until it answers OPTIONS.</summary>
    public static async Task<Kamailio> StartAsync(SipEndpoint asker, string algorithm = "MD5", int maxExpires = 600)
    {
        PeerProcess.Need("kamailio");
        Kamailio kamailio = new(algorithm, maxExpires);
        for (int tries = 0; ; tries++)
        {
            TaskCompletionSource<SipPingResult> ping = new(TaskCreationOptions.RunContinuationsAsynchronously);
            asker.Ping(SipUri.ToHost("127.0.0.1", kamailio.Port), ping.SetResult, 500);
            if ((await ping.Task.WaitAsync(TestContext.Current.CancellationToken)).Alive)
                return kamailio;
            if (tries < 60 && !kamailio._process.HasExited)
                continue;
            string said = kamailio.Said;
            kamailio.Dispose();
            Assert.Fail($"Kamailio does not answer: {said}");
        }
    }

    /// <summary>The address by a transport; Kamailio's user is who is called.</summary>
    public SipUri Uri(string user, string transport) => SipUri.Parse(transport switch
    {
        "udp" => $"sip:{user}127.0.0.1:{Text(Port)}",
        "tcp" => $"sip:{user}127.0.0.1:{Text(Port)};transport=tcp",
        _ => $"sip:{user}127.0.0.1:{Text(TlsPort)};transport=tls",
    });

    private static string Template()
    {
        using var file = typeof(Kamailio).Assembly.GetManifestResourceStream("kamailio.cfg")!;
        using StreamReader reader = new(file);
        return reader.ReadToEnd();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Free for UDP and for TCP.</summary>
    private static int FreePort(int except)
    {
        for (int tries = 0; ; tries++)
        {
            int port = PeerProcess.FreePort();
            using Socket tcp = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                tcp.Bind(new IPEndPoint(IPAddress.Loopback, port));
                if (port != except)
                    return port;
            }
            catch (SocketException) when (tries < 32)
            {
                continue;
            }
        }
    }

    public void Dispose()
    {
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>Our stack against Kamailio, as a registrar and as a proxy that stays in the path.</summary>
public sealed class KamailioTests
{
    private static readonly SipCredentials Password = new("alice", "secret");

    private static SipEndpointOptions Everything => new()
    {
        ListenTcp = true,
        TlsPort = 0,
        Tls = new SipTlsOptions { ServerCertificate = StreamClient.Certificate, TrustedRoots = [StreamClient.Certificate] },
    };

    private static SipRegistration Register(PeerParty party, Kamailio kamailio, string user, string password, string transport) => party.Endpoint.Register(
        new SipRegistrationOptions
        {
            Registrar = kamailio.Uri("", transport),
            AddressOfRecord = SipUri.ToUser(user, "127.0.0.1"),
            Credentials = new SipCredentials(user, password),
        },
        (_, change) => party.Note($"{change.State} {change.StatusCode} {change.ExpiresSeconds}"));

    [Theory]
    [InlineData("MD5")]
    [InlineData("SHA-256")]
    public async Task Kamailio_takes_our_registration_its_refresh_and_its_end(string algorithm)
    {
        PeerProcess.Need("kamailio");
        using PeerParty bob = new();
        using PeerParty alice = new();
        using var kamailio = await Kamailio.StartAsync(alice.Endpoint, algorithm, maxExpires: 3);
        var registration = Register(bob, kamailio, "bob", "secret", "udp");

        // We ask for 300 s and get 3: only refreshes keep the binding alive.
        for (int refreshes = 0; refreshes < 3; refreshes++)
            await bob.SeesAsync("Registered 200 3");
        var call = alice.Invite(kamailio.Uri("bob@", "udp"), Password);
        await alice.SeesAsync("answered");
        call.Bye();
        await bob.SeesAsync("ended RemoteBye");

        long sent = bob.Endpoint.Counters.MessagesSent;
        registration.Stop();
        await bob.SeesAsync("Unregistered");
        Assert.True(SpinWait.SpinUntil(() => bob.Endpoint.Counters.MessagesSent > sent && bob.Endpoint.Counters.ClientTransactions == 0, 30_000));
        alice.Invite(kamailio.Uri("bob@", "udp"), Password);
        await alice.SeesAsync("failed Refused 480");
        Assert.Null(bob.Endpoint.Counters.LastFault);
    }

    [Fact]
    public async Task Kamailio_refuses_a_wrong_password_and_we_do_not_insist()
    {
        PeerProcess.Need("kamailio");
        using PeerParty mallory = new();
        using var kamailio = await Kamailio.StartAsync(mallory.Endpoint);
        Register(mallory, kamailio, "bob", "wrong", "udp");
        await mallory.SeesAsync("Failed 401");
        mallory.Invite(kamailio.Uri("bob@", "udp"), new SipCredentials("alice", "wrong"));
        await mallory.SeesAsync("failed AuthenticationFailed 407");
        mallory.Invite(kamailio.Uri("bob@", "udp"));
        await mallory.SeesAsync("failed AuthenticationFailed 407");
    }

    [Theory]
    [InlineData("udp", "udp")]
    [InlineData("tcp", "udp")]
    [InlineData("tcp", "tcp")]
    [InlineData("tls", "tls")]
    [InlineData("tls", "udp")]
    public async Task Kamailio_stays_in_the_path_of_the_whole_call(string callerBy, string calleeBy)
    {
        PeerProcess.Need("kamailio");
        using PeerParty alice = new(Everything);
        using PeerParty bob = new(Everything);
        using var kamailio = await Kamailio.StartAsync(alice.Endpoint);
        Register(bob, kamailio, "bob", "secret", calleeBy);
        await bob.SeesAsync("Registered 200");

        var call = alice.Invite(kamailio.Uri("bob@", callerBy), Password);
        await alice.SeesAsync("answered");
        await bob.SeesAsync("acknowledged");
        call.ReInvite(alice.Offer(SdpDirection.SendOnly));
        await bob.SeesAsync("offer SendOnly");
        await alice.SeesAsync("reinvite answered ReceiveOnly");
        await bob.SeesAsync("acknowledged");
        bob.Incoming!.ReInvite(bob.Offer());
        await alice.SeesAsync("offer SendReceive");
        await bob.SeesAsync("reinvite answered SendReceive");

        // By datagrams the proxy's port is the source; on a stream that it opened, the source port is any.
        Assert.NotEqual(bob.Endpoint.LocalEndPoint, alice.LastSource);
        if (callerBy == "udp")
            Assert.Equal(kamailio.Port, alice.LastSource!.Port);
        if (calleeBy == "udp")
            Assert.Equal(kamailio.Port, bob.LastSource!.Port);
        call.Bye();
        await bob.SeesAsync("ended RemoteBye");
        await alice.SeesAsync("ended LocalBye");
        Assert.Null(alice.Endpoint.Counters.LastFault);
        Assert.Null(bob.Endpoint.Counters.LastFault);
    }
}
