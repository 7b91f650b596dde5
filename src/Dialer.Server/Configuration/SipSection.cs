using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dialer.Line;

namespace Dialer.Server.Configuration;

/// <summary>Where SIP and RTP listen, and by which transports.</summary>
internal static class SipSection
{
    private static readonly Dictionary<string, SipStackChoice> Stacks = new(StringComparer.Ordinal) { ["own"] = SipStackChoice.Own, ["sipsorcery"] = SipStackChoice.SipSorcery };

    public static SipConfig Read(ConfigReader sip, ConfigFolder folder)
    {
        int first = sip.Whole("firstMediaPort", 20_000, 1_024, 65_534);
        int last = sip.Whole("lastMediaPort", 29_999, 1_025, 65_535);
        if (last - first < 3)
            sip.ErrorAt("lastMediaPort", "The range of media ports is too small.", "Leave room for two ports a call, such as 20000 to 29999.");
        var tls = sip.Section("tls");
        int? tlsPort = Port(tls, "port");
        var read = new SipConfig(ConfigFile.Address(sip, "bind") ?? IPAddress.Any, sip.Whole("port", 5060, 0, 65_535), ConfigFile.Address(sip, "advertise"), first, last)
        {
            Stack = sip.OneOf("stack", SipStackChoice.Own, Stacks),
            Tcp = sip.Flag("tcp", true),
            TlsPort = tlsPort,
            WebSocketPort = Port(sip, "webSocketPort"),
            SecureWebSocketPort = Port(sip, "secureWebSocketPort"),
            Tls = ReadTls(tls, folder),
            RegistrarRealm = sip.Text("registrarRealm", 253),
            Hosts = ReadHosts(sip),
            DnsServers = [.. sip.Texts("dnsServers", 8).Select(server => EndPoint(sip, "dnsServers", server, 53)).OfType<IPEndPoint>()],
        };
        if (read.Tls.ServerCertificate is null && tlsPort is not null)
            tls.ErrorAt("certificateFile", "TLS cannot be listened for without a certificate.", "Add \"certificateFile\" and \"keyFile\", or leave \"port\" out: trunks are reached over TLS without it.");
        if (read.Tls.ServerCertificate is null && read.SecureWebSocketPort is not null)
            sip.ErrorAt("secureWebSocketPort", "Secure WebSocket cannot be listened for without a certificate.", "Add \"tls\" with \"certificateFile\" and \"keyFile\", or use \"webSocketPort\" behind a proxy of your own.");
        sip.End();
        return read;
    }

    private static int? Port(ConfigReader section, string name) =>
        section.Has(name) ? section.Whole(name, 0, 0, 65_535) : null;

    private static Dictionary<string, IReadOnlyList<IPEndPoint>> ReadHosts(ConfigReader sip)
    {
        var hosts = new Dictionary<string, IReadOnlyList<IPEndPoint>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, node) in sip.Entries("hosts"))
            if (node.Kind == ConfigNodeKind.Array && node.Items.Count is > 0 and <= 16)
                hosts[name] = [.. node.Items.Select(item => EndPoint(sip, "hosts", item.Text, 0)).OfType<IPEndPoint>()];
            else
                sip.Error(node, "A list of addresses is expected here.", "Write \"name\": [\"192.0.2.10:5060\"].");
        return hosts;
    }

    private static IPEndPoint? EndPoint(ConfigReader sip, string name, string text, int port)
    {
        if (!IPEndPoint.TryParse(text, out var end))
            sip.ErrorAt(name, $"\"{text}\" is not an address.", "Write 192.0.2.10 or 192.0.2.10:5060.");
        else if (end.Port == 0)
            end.Port = port;
        return end;
    }

    private static SipTlsOptions ReadTls(ConfigReader tls, ConfigFolder folder)
    {
        var (own, between) = ReadCertificate(tls, folder);
        var read = new SipTlsOptions
        {
            ServerCertificate = own,
            ClientCertificate = own,
            Intermediates = between,
            TrustedRoots = ReadRoots(tls, folder),
            RequireClientCertificate = tls.Flag("requireClientCertificate", false),
            CheckServerName = tls.Flag("checkServerName", true),
        };
        tls.End();
        return read;
    }

    private static (X509Certificate2? Own, IReadOnlyList<X509Certificate2> Between) ReadCertificate(ConfigReader tls, ConfigFolder folder)
    {
        string? certificateFile = tls.Text("certificateFile");
        string? keyFile = tls.Text("keyFile");
        if (certificateFile is null)
        {
            if (keyFile is not null)
                tls.ErrorAt("certificateFile", "A key without its certificate proves nothing.", "Add \"certificateFile\".");
            return (null, []);
        }
        string certificate = folder.ExistingFile(tls, "certificateFile", certificateFile);
        string key = keyFile is null ? certificate : folder.ExistingFile(tls, "keyFile", keyFile);
        if (!ConfigFolder.IsFile(certificate) || !ConfigFolder.IsFile(key))
            return (null, []);
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(certificate);
            return (X509Certificate2.CreateFromPemFile(certificate, key), [.. chain.Skip(1)]);
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or ArgumentException)
        {
            tls.ErrorAt("certificateFile", $"The certificate cannot be used with its key: {unreadable.Message}", "Give a PEM certificate, its issuers behind it, and its unencrypted PEM key.");
            return (null, []);
        }
    }

    private static IReadOnlyList<X509Certificate2> ReadRoots(ConfigReader tls, ConfigFolder folder)
    {
        if (tls.Text("rootsFile") is not { } written)
            return [];
        string file = folder.ExistingFile(tls, "rootsFile", written);
        var roots = new X509Certificate2Collection();
        try
        {
            if (ConfigFolder.IsFile(file))
                roots.ImportFromPemFile(file);
        }
        catch (CryptographicException unreadable)
        {
            tls.ErrorAt("rootsFile", $"The certificates cannot be read: {unreadable.Message}", "Give a file of PEM certificates.");
            return [];
        }
        if (roots.Count == 0 && ConfigFolder.IsFile(file))
            tls.ErrorAt("rootsFile", $"There is no certificate in \"{file}\".", "Give a file of PEM certificates.");
        return [.. roots];
    }
}
