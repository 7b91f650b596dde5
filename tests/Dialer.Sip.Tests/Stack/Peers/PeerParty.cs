using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Dialer.Sip.Stack;
using Dialer.Sip.Stack.Sdp;
using Xunit;

namespace Dialer.Sip.Tests.Stack.Peers;

/// <summary>One party of ours in a call with a program that nobody here wrote: it tells what it saw, and a test waits for that.</summary>
internal sealed class PeerParty : ISipCallHandler, ISipEndpointHandler, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _seen = new();
    private readonly SdpLocalAudio _audio;

    public PeerParty(SipEndpointOptions? options = null)
    {
        Media = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        _audio = new SdpLocalAudio { Address = IPAddress.Loopback, Port = ((IPEndPoint)Media.Client.LocalEndPoint!).Port };
        Endpoint = SipEndpoint.Start(options ?? new SipEndpointOptions(), this);
    }

    public SipEndpoint Endpoint { get; }

    /// <summary>Where our SDP says that we hear.</summary>
    public UdpClient Media { get; }

    /// <summary>The call that came in last.</summary>
    public SipCall? Incoming { get; private set; }

    /// <summary>Where the last request inside a dialog, or the INVITE, came from.</summary>
    public IPEndPoint? LastSource { get; private set; }

    public SdpLocalAudio Audio => _audio;

    public byte[] Offer(SdpDirection direction = SdpDirection.SendReceive) => SdpNegotiation.Offer(_audio with { Direction = direction }).ToBytes();

    public SipCall Invite(SipUri target, SipCredentials? credentials = null, string user = "alice") => Endpoint.Invite(
        new SipInvite
        {
            Target = target,
            From = new SipIdentity("", SipUri.ToUser(user, "127.0.0.1")),
            Body = Offer(),
            Credentials = credentials,
        },
        this);

    /// <summary>Waits until this was seen; what came before it is passed over.</summary>
    public async Task<string> SeesAsync(string start)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            while (true)
            {
                string seen = await _events.Reader.ReadAsync(patience.Token);
                if (seen.StartsWith(start, StringComparison.Ordinal))
                    return seen;
            }
        }
        catch (OperationCanceledException)
        {
            string all;
            lock (_seen)
                all = _seen.ToString();
            throw new TimeoutException($"'{start}' was never seen. Seen: {all} Fault: {Endpoint.Counters.LastFault}");
        }
    }

    public void Note(string seen)
    {
        lock (_seen)
            _seen.Append(seen).Append("; ");
        _events.Writer.TryWrite(seen);
    }

    private static string Media4(SipMessage message) =>
        SdpSession.TryParse(message.Sdp, out var sdp) && sdp.Media.Count > 0 ? $"{sdp.Media[0].Direction ?? sdp.Direction ?? SdpDirection.SendReceive}" : "none";

    private byte[] AnswerTo(SipMessage request)
    {
        Assert.True(SdpSession.TryParse(request.Sdp, out var offer));
        Assert.Equal(SdpRefusal.None, SdpNegotiation.Answer(offer, _audio, out var answer, out _));
        return answer.ToBytes();
    }

    public void OnIncomingCall(SipCall call, SipMessage invite)
    {
        Incoming = call;
        call.Handler = this;
        LastSource = invite.Source.EndPoint;
        call.Ring();
        call.Answer(AnswerTo(invite));
        Note("called");
    }

    public void OnAnswered(SipCall call, SipMessage response)
    {
        bool agreed = SdpSession.TryParse(response.Sdp, out var answer) && SdpNegotiation.Accept(answer, _audio, out _) == SdpRefusal.None;
        Note(agreed ? "answered" : "answered without media");
    }

    public void OnFailed(SipCall call, in SipFailure failure) => Note($"failed {failure.Cause} {failure.StatusCode}");

    public void OnAcknowledged(SipCall call, SipMessage ack) => Note("acknowledged");

    public void OnEnded(SipCall call, in SipCallEnd end) => Note($"ended {end.Cause}");

    public void OnOffer(SipCall call, SipMessage request)
    {
        LastSource = request.Source.EndPoint;
        call.AcceptOffer(AnswerTo(request));
        Note($"offer {Media4(request)}");
    }

    public void OnReInviteAnswered(SipCall call, SipMessage response) => Note($"reinvite answered {Media4(response)}");

    public void OnReInviteFailed(SipCall call, in SipFailure failure) => Note($"reinvite failed {failure.StatusCode}");

    public void OnInfo(SipCall call, SipMessage request) => Note($"info {Encoding.ASCII.GetString(request.Body).Split('\r')[0]}");

    public bool OnRefer(SipCall call, SipUri target, SipMessage request)
    {
        Note($"refer {target}");
        return true;
    }

    public void OnReferProgress(SipCall call, int statusCode) => Note($"progress {statusCode}");

    public void Dispose()
    {
        Endpoint.Dispose();
        Media.Dispose();
    }
}
