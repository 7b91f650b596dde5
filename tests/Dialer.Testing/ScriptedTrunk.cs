using System.Collections.Concurrent;
using System.Net;
using Dialer.Sip.Calls;
using Dialer.Sip.Media;
using Dialer.Sip.Stack;

namespace Dialer.Testing;

/// <summary>A carrier on loopback that does with each call what a test says, and remembers what it was sent. It answers OPTIONS.</summary>
internal sealed class ScriptedTrunk : ISipEndpointHandler, IAsyncDisposable
{
    private readonly Action<ScriptedTrunk, SipCall, SipMessage> _script;
    private readonly ConcurrentQueue<Invite> _invites = new();
    private readonly MediaEngine _media = new(new MediaEngineOptions { FirstPort = 30_000, LastPort = 39_999, MediaLostAfter = TimeSpan.Zero }, TimeProvider.System);
    private readonly SipEndpoint _endpoint;

    private ScriptedTrunk(Action<ScriptedTrunk, SipCall, SipMessage> script, SipEndpointOptions options)
    {
        _script = script;
        _endpoint = SipEndpoint.Start(options, this);
    }

    /// <summary>What an INVITE said.</summary>
    public sealed record Invite(string Called, string From, string Text);

    public static ScriptedTrunk Start(Action<ScriptedTrunk, SipCall, SipMessage> script, int port = 0) =>
        new(script, new SipEndpointOptions { BindAddress = IPAddress.Loopback, Port = port, UserAgent = "scripted trunk", ContactUser = "trunk" });

    /// <summary>Every call is refused with this, before anything rings.</summary>
    public static ScriptedTrunk Refusing(int status, string phrase = "", params SipExtraHeader[] headers) => Start((_, call, _) => call.Reject(status, phrase, headers));

    public IPEndPoint EndPoint => _endpoint.LocalEndPoint;

    public SipEndpoint Endpoint => _endpoint;

    public IReadOnlyList<Invite> Invites => [.. _invites];

    /// <summary>Rings and picks up, with audio that is not listened to.</summary>
    public void PickUp(SipCall call, SipMessage invite)
    {
        var sdp = new CallSdp(IPAddress.Loopback);
        if (!sdp.TryReadOffer(invite, out var offer) || !_media.TryOpen(IPAddress.Loopback, out var leg, out _))
            throw new InvalidOperationException("The offer was not understood, or there is no port left.");
        leg.SetRemote(offer.Remote);
        call.Handler = new Nothing();
        call.Ring();
        call.Answer(sdp.Answer(leg, offer));
    }

    void ISipEndpointHandler.OnIncomingCall(SipCall call, SipMessage invite)
    {
        string from = invite.TryGetAddress(SipHeader.From, out var party) ? party.Uri.UserText : "";
        _invites.Enqueue(new Invite(invite.Target.UserText, from, invite.ToString()));
        call.Handler = new Nothing();
        _script(this, call, invite);
    }

    public ValueTask DisposeAsync()
    {
        _endpoint.Dispose();
        _media.Dispose();
        return ValueTask.CompletedTask;
    }

    private sealed class Nothing : ISipCallHandler;
}
