using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Dialer.Sip.Stack;
using Dialer.Testing;
using Xunit;

namespace Dialer.Sip.Tests.Stack.Peers;

/// <summary>A baresip of the test's own, told by its control port what to do. It speaks a tone and hears into a loop.</summary>
internal sealed class Baresip : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("baresip").FullName;
    private readonly PeerProcess _process;
    private readonly TcpClient _control = new();

    private Baresip(string codecs, string encryption, bool echo, X509Certificate2? certificate)
    {
        Port = PeerProcess.FreePort();
        int control = PeerProcess.FreePort();
        int media = PeerProcess.FreePort() & ~1;
        string tone = Path.Combine(_folder, "tone.wav");

        // It does not resample: the file has the rate of the codec.
        File.WriteAllBytes(tone, Wav(seconds: 60, codecs == "G722" ? 16_000 : 8_000));
        string pem = Path.Combine(_folder, "own.pem");
        if (certificate is not null)
            File.WriteAllText(pem, $"{certificate.ExportCertificatePem()}\n{certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()}\n");
        File.WriteAllText(Path.Combine(_folder, "config"), string.Create(CultureInfo.InvariantCulture, $"""
            sip_listen 127.0.0.1:{Port}
            {(certificate is null ? "" : $"sip_certificate {pem}")}
            net_interface 127.0.0.1
            audio_source {(echo ? "aubridge,echo" : $"aufile,{tone}")}
            audio_player aubridge,{(echo ? "echo" : "nobody")}
            audio_alert aufile,/dev/null
            rtp_ports {media}-{Math.Min(65_534, media + 40)}
            ctrl_tcp_listen 127.0.0.1:{control}
            module_path /usr/lib/baresip/modules
            module g711.so
            module g722.so
            module srtp.so
            module aufile.so
            module aubridge.so
            module_app account.so
            module_app menu.so
            module_app ctrl_tcp.so

            """));
        File.WriteAllText(Path.Combine(_folder, "accounts"), "<sip:bob@127.0.0.1>;regint=0;answermode=auto;audio_codecs=" + codecs + (encryption.Length > 0 ? $";mediaenc={encryption}" : "") + "\n");
        ControlPort = control;
        _process = PeerProcess.Start("baresip", _folder, "-4", "-f", _folder);
    }

    public int Port { get; }

    /// <summary>With a certificate only: it is always the next one.</summary>
    public int TlsPort => Port + 1;

    private int ControlPort { get; }

    public SipUri Uri => SipUri.ToUser("bob", "127.0.0.1", Port);

    /// <summary>Starts it and waits until its control port is open, which is the last that it opens.</summary>
    /// <param name="codecs">In its order of preference.</param>
    /// <param name="encryption">"srtp": where the other end has it; "srtp-mand": always.</param>
    /// <param name="echo">It says what it hears, instead of a tone.</param>
    /// <param name="certificate">With which it listens for TLS.</param>
    public static async Task<Baresip> StartAsync(string codecs = "PCMA", string encryption = "", bool echo = false, X509Certificate2? certificate = null)
    {
        PeerProcess.Need("baresip");
        for (int starts = 1; ; starts++)
        {
            Baresip baresip = new(codecs, encryption, echo, certificate);
            if (await baresip.OpensAsync())
                return baresip;
            string said = baresip._process.Said;
            baresip.Dispose();
            Assert.True(starts < 3, $"baresip ended at once, {starts} times: {said}");
        }
    }

    /// <summary>False: it ended at once, as it does where somebody took one of its ports since they were found free.</summary>
    private async Task<bool> OpensAsync()
    {
        for (int tries = 0; ; tries++)
        {
            try
            {
                await _control.ConnectAsync(IPAddress.Loopback, ControlPort, TestContext.Current.CancellationToken);
                return true;
            }
            catch (SocketException) when (tries < 200)
            {
                if (_process.HasExited)
                    return false;
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>A tone of 400 Hz, mono, 16 bits.</summary>
    private static byte[] Wav(int seconds, int rate)
    {
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        writer.Write("RIFF"u8);
        writer.Write(36 + (seconds * rate * 2));
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(rate);
        writer.Write(rate * 2);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(seconds * rate * 2);
        for (int i = 0; i < seconds * rate; i++)
            writer.Write((short)(8_000 * Math.Sin(2 * Math.PI * 400 * i / rate)));
        return bytes.ToArray();
    }

    /// <summary>Waits until its control port tells this; what came before is passed over.</summary>
    public async Task TellsAsync(string text)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        StringBuilder told = new();
        byte[] buffer = new byte[4_096];
        while (!told.ToString().Contains(text, StringComparison.Ordinal))
        {
            int count = await _control.GetStream().ReadAsync(buffer, patience.Token);
            Assert.True(count > 0, $"baresip ended: {told} {_process.Said}");
            told.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }
    }

    /// <summary>A command of its menu, as a netstring of JSON.</summary>
    public async Task TellAsync(string command, string parameters = "")
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["command"] = command, ["params"] = parameters });
        byte[] netstring = [.. Encoding.ASCII.GetBytes($"{json.Length}:"), .. json, (byte)','];
        await _control.GetStream().WriteAsync(netstring, TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        _control.Dispose();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
