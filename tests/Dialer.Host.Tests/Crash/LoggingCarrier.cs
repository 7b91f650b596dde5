using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Dialer.Core.Ids;

namespace Dialer.Host.Tests.Crash;

/// <summary>One INVITE that left the dialer, and what the carrier said to it.</summary>
internal sealed record LoggedInvite(string Number, string CallId, DateTimeOffset At, CallResult Answer);

/// <summary>
/// A carrier, and the agents' phones beside it, in some hundred lines that share nothing with the dialer's own SIP
/// stack: text in, text out, on one UDP socket of the loopback interface. It writes down each INVITE as it arrives. What
/// it answers is in the number's last digit, so that an auditor knows it.
/// </summary>
internal sealed class LoggingCarrier : IDisposable
{
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly UdpClient _media = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly ConcurrentDictionary<string, LoggedInvite> _invites = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _ringing = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _callers = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;
    private readonly Task _listening;

    public LoggingCarrier()
    {
        _serving = Task.Run(ServeAsync);
        _listening = Task.Run(SwallowMediaAsync);
    }

    public IPEndPoint EndPoint => (IPEndPoint)_socket.Client.LocalEndPoint!;

    /// <summary>Every INVITE to the public so far, each once however often it was sent again.</summary>
    public IReadOnlyCollection<LoggedInvite> Invites => [.. _invites.Values];

    public int Count => _invites.Count;

    /// <summary>What this carrier does with a number: busy, declined, unknown, no answer, or answered.</summary>
    public static CallResult AnswerOf(string number) => number[^1] switch
    {
        '0' or '1' or '2' or '3' => CallResult.Busy,
        '4' => CallResult.Rejected,
        '5' => CallResult.InvalidNumber,
        '6' => CallResult.NoAnswer,
        _ => CallResult.Answered,
    };

    /// <summary>Somebody of the public calls in.</summary>
    /// <param name="from">Their address as a From says it, as in sip:+33612345678@127.0.0.1.</param>
    /// <returns>The status line that ends the INVITE, the moment that it arrives.</returns>
    public async Task<string> CallInAsync(int port, string called, string from)
    {
        string call = Guid.NewGuid().ToString("N");
        var answered = _callers[call] = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync(string.Join("\r\n",
            $"INVITE sip:{called}@127.0.0.1:{port} SIP/2.0", $"Via: SIP/2.0/UDP {EndPoint};branch=z9hG4bK{call}", "Max-Forwards: 70",
            $"From: <{from}>;tag={call}", $"To: <sip:{called}@127.0.0.1>", $"Call-ID: {call}", "CSeq: 1 INVITE", $"Contact: <sip:carrier@{EndPoint}>",
            "Content-Type: application/sdp", string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Sdp().Length}"), "", Sdp()), new IPEndPoint(IPAddress.Loopback, port));
        return await answered.Task;
    }

    private async Task ServeAsync()
    {
        while (!_end.IsCancellationRequested)
            try
            {
                var packet = await _socket.ReceiveAsync(_end.Token);
                await AnswerAsync(Encoding.UTF8.GetString(packet.Buffer), packet.RemoteEndPoint);
            }
            catch (SocketException)
            {
                // The dialer was killed: its port answers with ICMP.
            }
            catch (OperationCanceledException)
            {
                return;
            }
    }

    private async Task SwallowMediaAsync()
    {
        try
        {
            while (true)
                await _media.ReceiveAsync(_end.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The end of the test.
        }
    }

    private Task AnswerAsync(string message, IPEndPoint from)
    {
        string[] start = message.Split("\r\n", 2)[0].Split(' ');
        return start[0] switch
        {
            "INVITE" => InviteAsync(message, UserOf(start[1]), from),
            "CANCEL" => CancelAsync(message, from),
            "SIP/2.0" when start[1][0] != '1' => EndInvite(message),
            "BYE" or "OPTIONS" or "REGISTER" => SendAsync(Response(message, "200 OK"), from),
            _ => Task.CompletedTask,
        };
    }

    private Task EndInvite(string response)
    {
        if (_callers.TryRemove(Header(response, "Call-ID"), out var caller))
            caller.TrySetResult(response.Split("\r\n", 2)[0]);
        return Task.CompletedTask;
    }

    private async Task InviteAsync(string message, string number, IPEndPoint from)
    {
        if (!number.StartsWith('+'))
        {
            await SendAsync(Response(message, "200 OK", Sdp()), from); // an agent's phone, or a re-INVITE
            return;
        }
        string call = Header(message, "Call-ID");
        var answer = AnswerOf(number);
        if (!_invites.TryAdd(call, new LoggedInvite(number, call, DateTimeOffset.UtcNow, answer)))
            return;
        await SendAsync(Response(message, "100 Trying"), from);

        // A trunk on which nothing ever rings would be one that refuses everything, and the dialer would stop.
        if (answer is not (CallResult.InvalidNumber or CallResult.NoAnswer))
            await SendAsync(Response(message, "180 Ringing"), from);
        switch (answer)
        {
            case CallResult.Busy:
                await SendAsync(Response(message, "486 Busy Here"), from);
                break;
            case CallResult.Rejected:
                await SendAsync(Response(message, "603 Decline"), from);
                break;
            case CallResult.InvalidNumber:
                await SendAsync(Response(message, "404 Not Found"), from);
                break;
            case CallResult.NoAnswer:
                _ringing[call] = message;
                await SendAsync(Response(message, "180 Ringing"), from);
                break;
            default:
                await SendAsync(Response(message, "200 OK", Sdp()), from);
                _ = HangUpAsync(message, from);
                break;
        }
    }

    private async Task CancelAsync(string message, IPEndPoint from)
    {
        await SendAsync(Response(message, "200 OK"), from);
        if (_ringing.TryRemove(Header(message, "Call-ID"), out string? invite))
            await SendAsync(Response(invite, "487 Request Terminated"), from);
    }

    /// <summary>The called person has said enough.</summary>
    private async Task HangUpAsync(string invite, IPEndPoint to)
    {
        await Task.Delay(300);
        string target = Header(invite, "Contact").Split('<', '>')[1];
        await SendAsync(string.Join("\r\n",
            $"BYE {target} SIP/2.0", $"Via: SIP/2.0/UDP {EndPoint};branch=z9hG4bK{Guid.NewGuid():N}", "Max-Forwards: 70",
            $"From: {Header(invite, "To")};tag={TagOf(invite)}", $"To: {Header(invite, "From")}", $"Call-ID: {Header(invite, "Call-ID")}", "CSeq: 1 BYE", "Content-Length: 0", "", ""), to);
    }

    private string Response(string request, string status, string body = "")
    {
        var lines = new List<string> { "SIP/2.0 " + status };
        foreach (string line in request.Split("\r\n\r\n", 2)[0].Split("\r\n").Skip(1))
            if (line.StartsWith("Via:", StringComparison.OrdinalIgnoreCase) || line.StartsWith("v:", StringComparison.Ordinal) || line.StartsWith("Record-Route:", StringComparison.OrdinalIgnoreCase))
                lines.Add(line);
        string to = Header(request, "To");
        lines.Add("From: " + Header(request, "From"));
        lines.Add("To: " + (to.Contains("tag=", StringComparison.Ordinal) || status.StartsWith("100", StringComparison.Ordinal) ? to : $"{to};tag={TagOf(request)}"));
        lines.Add("Call-ID: " + Header(request, "Call-ID"));
        lines.Add("CSeq: " + Header(request, "CSeq"));
        lines.Add($"Contact: <sip:carrier@{EndPoint}>");
        if (body.Length > 0)
            lines.Add("Content-Type: application/sdp");
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}"));
        return string.Join("\r\n", lines) + "\r\n\r\n" + body;
    }

    private string Sdp() => string.Create(CultureInfo.InvariantCulture,
        $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {((IPEndPoint)_media.Client.LocalEndPoint!).Port} RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\na=sendrecv\r\n");

    private static string Header(string message, string name)
    {
        foreach (string line in message.Split("\r\n"))
            if (line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
                return line[(name.Length + 1)..].Trim();
        throw new UnreachableException($"no {name} in {message}");
    }

    private static string TagOf(string message) => string.Create(CultureInfo.InvariantCulture, $"c{string.GetHashCode(Header(message, "Call-ID"), StringComparison.Ordinal):x8}");

    private static string UserOf(string uri) => Uri.UnescapeDataString(uri.Split(':', 2)[1].Split('@')[0].Split(';')[0]);

    private async Task SendAsync(string message, IPEndPoint to) => await _socket.SendAsync(Encoding.UTF8.GetBytes(message), to);

    public void Dispose()
    {
        _end.Cancel();
        _serving.GetAwaiter().GetResult();
        _listening.GetAwaiter().GetResult();
        _socket.Dispose();
        _media.Dispose();
        _end.Dispose();
    }
}
