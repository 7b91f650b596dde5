using System.Net;
using Dialer.Simulation.Public;
using Dialer.Sip.Calls;
using Dialer.Sip.Media;
using Dialer.Sip.Stack;

namespace Dialer.Simulation.Loopback;

/// <summary>One called party on the line, or one caller. Lives on the carrier's SIP reactor, but for the media events, which post to it.</summary>
internal sealed class CarrierCall(LoopbackCarrier carrier, string number, int attempt, CalledParty party) : ISipCallHandler, IMediaLegObserver
{
    private static readonly TimeSpan RingForEver = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan OperatorRepeats = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan FaxGivesUp = TimeSpan.FromSeconds(15);

    private SipCall _sip = null!;
    private MediaLeg? _leg;
    private CallOffer? _offer;
    private static readonly TimeSpan HearsOut = TimeSpan.FromSeconds(3.5);
    private PartyAudio? _audio;
    private long _greetingId;
    private bool _ended;
    private volatile bool _answered;
    private volatile bool _spoken;
    private bool _talking;

    public CalledTruth Truth => new(number, attempt, party, _answered, _spoken);

    public void Incoming(SipCall sip, SipMessage invite)
    {
        _sip = sip;
        sip.Handler = this;
        if (!carrier.Sdp.TryReadOffer(invite, out _offer))
        {
            sip.Reject(488);
            return;
        }
        bool rings = party.Kind is not (CalledPartyKind.Busy or CalledPartyKind.Failure);
        if (rings)
            carrier.In(TimeSpan.FromMilliseconds(60), () =>
            {
                if (!_ended)
                    sip.Ring();
            });
        carrier.In(party.Kind == CalledPartyKind.NoAnswer ? RingForEver : party.After, Decide);
    }

    private void Decide()
    {
        if (_ended)
            return;
        switch (party.Kind)
        {
            case CalledPartyKind.Live: PickUp(Greeting(asMachine: false)); break;
            case CalledPartyKind.Machine: PickUp(Greeting(asMachine: true)); break;
            case CalledPartyKind.Fax: PickUp(carrier.Audio.Fax(party.Variation)); break;
            case CalledPartyKind.SpecialInformationTone: OperatorSpeaks(); break;
            case CalledPartyKind.Busy: _sip.Reject(486); break;
            case CalledPartyKind.Failure: _sip.Reject(party.SipStatus is >= 300 and < 700 ? party.SipStatus : 500); break;
            case CalledPartyKind.NoAnswer: _sip.Reject(480); break;
        }
    }

    private PartyAudio Greeting(bool asMachine)
    {
        if (carrier.Options.AudioByNumber.TryGetValue(number, out string? file))
            return carrier.Audio.FromFile(file, asMachine, party.Variation);
        return asMachine ? carrier.Audio.Machine(party.Variation) : carrier.Audio.Person(party.Variation);
    }

    // Half of the operators speak before the answer, as they should; the others answer first, as many do.
    private void OperatorSpeaks()
    {
        var audio = carrier.Audio.Operator(party.Variation);
        if ((party.Variation & 1) == 1)
        {
            PickUp(audio);
            return;
        }
        if (!OpenLeg())
            return;
        _audio = audio;
        _sip.Progress(carrier.Sdp.Answer(_leg!, _offer!));
        _greetingId = _leg!.Play(audio.Greeting);
        carrier.In(OperatorRepeats, () =>
        {
            if (!_ended && !_answered)
                _sip.Reject(404);
        });
    }

    private bool OpenLeg()
    {
        if (carrier.Media.TryOpen(carrier.Options.Address, out _leg, out _, new MediaLegOptions { Observer = this }))
        {
            if (_offer is not null)
                _leg.SetRemote(_offer.Remote);
            return true;
        }
        _sip.Reject(503);
        return false;
    }

    private void PickUp(PartyAudio audio)
    {
        if (!OpenLeg())
            return;
        _audio = audio;
        _answered = true;
        carrier.CountAnswer(inbound: false);
        _sip.Answer(carrier.Sdp.Answer(_leg!, _offer!));
        Speak();
    }

    private void Speak()
    {
        if (party.Kind == CalledPartyKind.Live)
            _leg!.AddTap(new VoiceEar(() => carrier.Post(SpokenTo)));
        _greetingId = _leg!.Play(_audio!.Greeting);
        carrier.In(_audio.Greeting.Duration + LimitAfterGreeting, () =>
        {
            if (!_ended && !_talking)
                _sip.Bye();
        });
    }

    private TimeSpan LimitAfterGreeting => party.Kind switch
    {
        CalledPartyKind.Live => party.Patience < carrier.Options.LongestWait ? party.Patience : carrier.Options.LongestWait,
        CalledPartyKind.Machine => carrier.Options.RecordingLimit,
        CalledPartyKind.Fax => FaxGivesUp,
        CalledPartyKind.SpecialInformationTone or CalledPartyKind.Busy or CalledPartyKind.NoAnswer or CalledPartyKind.Failure => OperatorRepeats,
    };

    void IMediaLegObserver.OnPlayEnded(MediaLeg leg, long playId, PlayEnd reason)
    {
        if (reason != PlayEnd.Finished)
            return;
        carrier.Post(() =>
        {
            if (_ended || playId != _greetingId || _talking)
                return;
            leg.Play(_audio!.Room, loop: true);
        });
    }

    // Somebody speaks: the conversation begins, and lasts as long as the draw says.
    private void SpokenTo()
    {
        _spoken = true;
        if (_ended || _talking)
            return;
        _talking = true;

        // Whoever is called hears out who calls before they reply.
        carrier.In(party.Talk < HearsOut ? TimeSpan.Zero : HearsOut, () =>
        {
            if (!_ended)
                _leg!.Play(carrier.Audio.Conversation(party.Variation), loop: true);
        });
        carrier.In(party.Talk, () =>
        {
            if (!_ended)
                _sip.Bye();
        });
    }

    public void Press(string digits)
    {
        if (!_ended && _answered)
            _leg!.SendDigits(digits);
    }

    public void CallIn(IPEndPoint dialer, string calledNumber)
    {
        if (!carrier.Media.TryOpen(carrier.Options.Address, out _leg, out _, new MediaLegOptions { Observer = this }))
        {
            Over();
            return;
        }
        _audio = carrier.Audio.Person(party.Variation);
        _sip = carrier.Endpoint.Invite(
            new SipInvite
            {
                Target = SipUri.ToUser(calledNumber, dialer),
                From = new SipIdentity("", SipUri.ToUser(number, carrier.SipEndPoint)),
                Body = carrier.Sdp.Offer(_leg),
                RingTimeoutMs = 60_000,
            },
            this);
    }

    void ISipCallHandler.OnAnswered(SipCall call, SipMessage response)
    {
        if (!carrier.Sdp.TryReadAnswer(response, out var remote))
        {
            call.Bye();
            return;
        }
        _answered = true;
        carrier.CountAnswer(inbound: true);
        _leg!.SetRemote(remote);
        Speak();
    }

    void ISipCallHandler.OnFailed(SipCall call, in SipFailure failure) => Over();

    void ISipCallHandler.OnEnded(SipCall call, in SipCallEnd end) => Over();

    void ISipCallHandler.OnOffer(SipCall call, SipMessage request)
    {
        if (_leg is null || !carrier.Sdp.TryReadOffer(request, out var offer))
        {
            call.RejectOffer(488);
            return;
        }
        _leg.SetRemote(offer.Remote);
        call.AcceptOffer(carrier.Sdp.Answer(_leg, offer));
    }

    private void Over()
    {
        if (_ended)
            return;
        _ended = true;
        _leg?.Dispose();
        carrier.CountEnd();
    }
}
