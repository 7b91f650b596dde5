using System.Globalization;
using System.Net;
using Dialer.Sip.Calls;
using Dialer.Sip.Media;
using Dialer.Sip.Stack;

namespace Dialer.Simulation.Loopback;

/// <summary>
/// Phones of simulated agents at one SIP address, on the loopback interface: each answers its call and speaks, with
/// pauses, all the time, as an agent does who has somebody on the line.
/// </summary>
public sealed class AgentPhones : ISipEndpointHandler, IAsyncDisposable
{
    private readonly AudioLibrary _audio;
    private readonly Prompt? _silence;
    private readonly MediaEngine _media;
    private readonly CallSdp _sdp;
    private readonly Phone[] _phones;
    private readonly IPAddress _address;
    private SipEndpoint _endpoint = null!;

    private AgentPhones(int count, AudioLibrary? audio, IPAddress address, int firstMediaPort, int lastMediaPort, bool silent)
    {
        _audio = audio ?? AudioLibrary.Generated(1000);
        _silence = silent ? Prompt.FromSamples(new short[8000], 8000, "silence") : null;
        _address = address;
        _sdp = new CallSdp(address);
        _media = new MediaEngine(new MediaEngineOptions { FirstPort = firstMediaPort, LastPort = lastMediaPort, Reactors = 1, MediaLostAfter = TimeSpan.Zero });
        _phones = [.. Enumerable.Range(0, count).Select(i => new Phone(this, i))];
    }

    /// <param name="silent">The agents say nothing; else each talks and pauses from the moment that the phone is up.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public static AgentPhones Start(int count, AudioLibrary? audio = null, IPAddress? address = null, int port = 0, int firstMediaPort = 40_000, int lastMediaPort = 44_999, bool silent = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var phones = new AgentPhones(count, audio, address ?? IPAddress.Loopback, firstMediaPort, lastMediaPort, silent);
        phones._endpoint = SipEndpoint.Start(new SipEndpointOptions { BindAddress = phones._address, Port = port, UserAgent = "Dialer agent phone", ContactUser = "agent" }, phones);
        return phones;
    }

    public int Count => _phones.Length;

    /// <summary>The SIP address of a phone, 0 first.</summary>
    public string UriOf(int phone) => SipUri.ToUser($"agent{phone.ToString(CultureInfo.InvariantCulture)}", _endpoint.LocalEndPoint).ToString();

    public AgentPhoneState StateOf(int phone) => _phones[phone].State;

    /// <summary>Presses keys.</summary>
    public void Press(int phone, string digits) => _phones[phone].Press(digits);

    /// <summary>The agent puts the receiver down.</summary>
    public void HangUp(int phone) => _phones[phone].HangUp();

    void ISipEndpointHandler.OnIncomingCall(SipCall call, SipMessage invite)
    {
        string user = invite.Target.UserText;
        bool known = user.StartsWith("agent", StringComparison.Ordinal)
            && int.TryParse(user.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < _phones.Length;
        if (known)
            _phones[int.Parse(user.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture)].Incoming(call, invite);
        else
            call.Reject(404);
    }

    public ValueTask DisposeAsync()
    {
        _endpoint.Dispose();
        _media.Dispose();
        return ValueTask.CompletedTask;
    }

    private sealed class Phone(AgentPhones phones, int index) : ISipCallHandler
    {
        private readonly VoiceEar _ear = new(null);
        private volatile SipCall? _sip;
        private volatile MediaLeg? _leg;
        private int _calls;
        private long _packetsBefore;

        public AgentPhoneState State => new(
            _sip is not null, Volatile.Read(ref _calls), Volatile.Read(ref _packetsBefore) + (_leg?.GetStatistics().PacketsReceived ?? 0), _ear.VoiceFrames * 0.02);

        public void Incoming(SipCall call, SipMessage invite)
        {
            if (_sip is not null)
            {
                call.Reject(486);
                return;
            }
            if (!phones._sdp.TryReadOffer(invite, out var offer) || !phones._media.TryOpen(phones._address, out var leg, out _))
            {
                call.Reject(488);
                return;
            }
            call.Handler = this;
            _sip = call;
            _leg = leg;
            Interlocked.Increment(ref _calls);
            leg.SetRemote(offer.Remote);
            leg.AddTap(_ear);
            call.Ring();
            call.Answer(phones._sdp.Answer(leg, offer));
            leg.Play(phones._silence ?? phones._audio.Conversation((ulong)index), loop: true);
        }

        void ISipCallHandler.OnOffer(SipCall call, SipMessage request)
        {
            if (_leg is not { } leg || !phones._sdp.TryReadOffer(request, out var offer))
            {
                call.RejectOffer(488);
                return;
            }
            leg.SetRemote(offer.Remote);
            call.AcceptOffer(phones._sdp.Answer(leg, offer));
        }

        void ISipCallHandler.OnEnded(SipCall call, in SipCallEnd end)
        {
            if (_leg is { } leg)
            {
                Interlocked.Add(ref _packetsBefore, leg.GetStatistics().PacketsReceived);
                _leg = null;
                leg.Dispose();
            }
            _sip = null;
        }

        public void Press(string digits) => _leg?.SendDigits(digits);

        public void HangUp() => _sip?.HangUp();
    }
}
