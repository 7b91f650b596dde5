using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Dialer.Benchmarks.Media;

/// <summary>rtpengine in user space (no kernel module), told by its ng protocol: one call per pair of legs.</summary>
internal sealed class RtpEngineRelay : IRelayUnderTest
{
    private const int ControlPort = 22722;
    private readonly Process _process;
    private readonly Socket _control;
    private int _cookie;

    public RtpEngineRelay()
    {
        string binary = File.Exists("/usr/bin/rtpengine") ? "/usr/bin/rtpengine" : throw new InvalidOperationException("rtpengine is not installed");
        string[] arguments =
        [
            "--foreground", "--table=-1", "--interface=127.0.0.1", $"--listen-ng=127.0.0.1:{ControlPort}", "--port-min=50000", "--port-max=59999",
            "--log-level=2", "--log-stderr", "--num-threads=2", "--config-file=none",
        ];
        _process = Process.Start(new ProcessStartInfo(binary, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        _control = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 500 };
        _control.Connect(IPAddress.Loopback, ControlPort);
        WaitUntilUp();
    }

    public int ProcessId => _process.Id;

    public void Connect(int[] loadPorts, int[] relayPorts)
    {
        for (int i = 0; i + 1 < loadPorts.Length; i += 2)
        {
            string call = $"call-{i}";
            relayPorts[i + 1] = PortIn(Ask(Dictionary("call-id", call, "command", "offer", "from-tag", "a", "sdp", Sdp(loadPorts[i]))));
            relayPorts[i] = PortIn(Ask(Dictionary("call-id", call, "command", "answer", "from-tag", "a", "sdp", Sdp(loadPorts[i + 1]), "to-tag", "b")));
        }
    }

    public RelayMark Mark() => default;

    private void WaitUntilUp()
    {
        for (int attempt = 0; attempt < 40; attempt++)
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"rtpengine ended with code {_process.ExitCode}");
            try
            {
                if (Ask(Dictionary("command", "ping")).Contains("pong", StringComparison.Ordinal))
                    return;
            }
            catch (SocketException)
            {
                Thread.Sleep(100);
            }
        }
        throw new TimeoutException("rtpengine does not answer");
    }

    private string Ask(string dictionary)
    {
        string cookie = (++_cookie).ToString(CultureInfo.InvariantCulture) + " ";
        _control.Send(Encoding.ASCII.GetBytes(cookie + dictionary));
        byte[] buffer = new byte[8192];
        while (true)
        {
            string answer = Encoding.ASCII.GetString(buffer, 0, _control.Receive(buffer));
            if (answer.StartsWith(cookie, StringComparison.Ordinal))
                return answer[cookie.Length..];
        }
    }

    private static string Dictionary(params string[] pairs)
    {
        var text = new StringBuilder("d");
        foreach (string part in pairs)
            text.Append(CultureInfo.InvariantCulture, $"{part.Length}:{part}");
        return text.Append('e').ToString();
    }

    private static string Sdp(int port) =>
        $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {port} RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\na=sendrecv\r\n";

    private static int PortIn(string answer)
    {
        int at = answer.IndexOf("m=audio ", StringComparison.Ordinal);
        if (at < 0)
            throw new InvalidOperationException("rtpengine refused: " + answer);
        return int.Parse(answer.AsSpan(at + 8, answer.IndexOf(' ', at + 8) - at - 8), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _control.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit(5000);
        _process.Dispose();
    }
}
