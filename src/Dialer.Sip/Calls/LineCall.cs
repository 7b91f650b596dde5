using Dialer.Core.CallProgress;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Sip.Log;
using Dialer.Sip.Media;
using Dialer.Sip.Stack;
using Dialer.Sip.Trunks;

namespace Dialer.Sip.Calls;

/// <summary>
/// One call of the line, in SIP and in media. Every member is touched by the SIP reactor's thread alone, but for the
/// media observer's methods and <c>Heard...</c>, which post to it. One table of states, one door; the end is told once.
/// What it does for the ears lies in LineCall.Media.cs.
/// </summary>
internal sealed partial class LineCall : ISipCallHandler, IMediaLegObserver, ICallEars
{
    private const int MaxEarlyDialogs = 8;
    private const int MostReferred = 64;

    private readonly LineCore _line;
    private SipCall? _sip;
    private MediaLeg? _leg;
    private AnswerListener? _listener;
    private KeyListener? _keys;
    private AgentEar? _agentEar;
    private MediaLeg? _agentEarOn;
    private ReviewClip? _clip;
    private LineCall? _peer;
    private Dictionary<string, RemoteMedia>? _early;
    private CallRecording? _recording;
    private CallRecording? _message;
    private int _recordings;
    private bool _prefersOpus;
    private long _dialedAt;
    private long _answeredAt;
    private long _bridgedAt;
    private long _endingSince;
    private long _askedAt;
    private bool _doubted;
    private bool _wasHeard;
    private bool _silent;

    /// <summary>Who an agent's phone said that it is.</summary>
    private string? _identity;
    private bool _classified;

    /// <summary>Of what answered: that it was a machine, or none.</summary>
    private bool? _agentSaid;
    private long _ringingAt;
    private RingPattern _ring;
    private LineEvidence _evidence;
    private bool _weOfferedInAnswer;
    private long _promptId;
    private (CallResult Result, EndedBy By)? _endsAs;

    public LineCall(LineCore line, CallId id, LineCallKind kind, AgentId agent = default)
    {
        _line = line;
        Id = id;
        Kind = kind;
        Agent = agent;
        State = kind == LineCallKind.Inbound ? LineCallState.Offered : LineCallState.Dialing;
    }

    public CallId Id { get; }
    public LineCallKind Kind { get; }
    public AgentId Agent { get; }
    public LineCallState State { get; private set; }
    public Trunk? Trunk { get; private set; }
    public MediaLeg? Leg => _leg;
    public LineCall? Peer => _peer;

    /// <summary>Of an outbound call.</summary>
    public AttemptId Attempt { get; init; }

    /// <summary>Of a caller with an agent: the queue by whose rule they are recorded.</summary>
    public QueueId Queue { get; set; }

    /// <summary>What names the call in files: its attempt, or who is called.</summary>
    public string Reference { get; init; } = "";

    /// <summary>Our half of its offers and answers; outbound, the trunk's that is being tried.</summary>
    public CallSdp Sdp { get; set; } = null!;

    private bool MoveTo(LineCallState next, string why)
    {
        if (!LineCallStates.MayMove(State, next))
            return false;
        LineLog.Moved(_line.Logger, Id.Value, State, next, why);
        State = next;
        return true;
    }

    // ---- Inbound ----

    public void Offer(SipCall sip, Trunk trunk)
    {
        _sip = sip;
        Trunk = trunk;
        _dialedAt = _line.Timestamp;
        trunk.CallStarted();
        sip.Handler = this;
        sip.Ring();
    }

    /// <summary>Null: the caller sent no offer, so that our 200 carries it.</summary>
    public CallOffer? CallerOffer { get; set; }

    public void AnswerInbound()
    {
        if (State != LineCallState.Offered)
            return;
        if (!OpenLeg())
        {
            _sip!.Reject(503);
            return;
        }
        if (!MoveTo(LineCallState.Answered, "answered by order"))
            return;
        _answeredAt = _line.Timestamp;
        _weOfferedInAnswer = CallerOffer is null;
        if (CallerOffer is { } offer)
        {
            _leg!.SetRemote(offer.Remote);
            _sip!.Answer(Sdp.Answer(_leg, offer));
        }
        else
            _sip!.Answer(Sdp.Offer(_leg!));
        Comfort();
    }

    public void Refuse(int status)
    {
        if (State == LineCallState.Offered)
            _sip!.Reject(status is >= 400 and < 700 ? status : 486);
    }

    void ISipCallHandler.OnAcknowledged(SipCall call, SipMessage ack)
    {
        if (!_weOfferedInAnswer || _leg is null)
            return;
        _weOfferedInAnswer = false;
        bool isRead = Sdp.TryReadAnswer(ack, out var remote, out var reading);
        NoteSdp(reading, isRead);
        if (!isRead || remote is null)
        {
            call.Bye(SipReason.Q850(88));
            return;
        }
        _leg.SetRemote(remote);
        if (_peer is null && _promptId == 0)
            Comfort();
    }

    // ---- In the call ----

    /// <summary>An agent's leg that was transferred at the PBX or the phone is a stranger's from then on.</summary>
    void ISipCallHandler.OnRefreshRequest(SipCall call, SipMessage request)
    {
        if (Kind != LineCallKind.Agent || State != LineCallState.Answered || PartyIdentity.Of(request) is not { } now || now == _identity)
            return;
        LineLog.LegMoved(_line.Logger, Id.Value, _identity ?? "", now);
        _identity = now;
        _line.Signal(EngineInput.AgentLegMoved(Agent, Id, now));
    }

    void ISipCallHandler.OnOffer(SipCall call, SipMessage request)
    {
        if (State != LineCallState.Answered || _leg is null)
        {
            call.RejectOffer(488);
            return;
        }
        if (!request.HasBody)
        {
            _weOfferedInAnswer = true;
            call.AcceptOffer(Sdp.Offer(_leg));
            return;
        }
        bool isRead = Sdp.TryReadOffer(request, out var offer, out var reading);
        NoteSdp(reading, isRead);
        if (!isRead || offer is null)
        {
            call.RejectOffer(488);
            return;
        }
        _leg.SetRemote(offer.Remote);
        call.AcceptOffer(Sdp.Answer(_leg, offer));
    }

    private void NoteSdp(in SdpReading reading, bool isRead)
    {
        if (!isRead)
            LineLog.BadSdp(_line.Logger, Id.Value, reading.ToString());
        else if (reading.Oddities.Count > 0)
            _line.NoteOddSdp(Id, reading);
    }

    void ISipCallHandler.OnReInviteAnswered(SipCall call, SipMessage response)
    {
        _askedAt = 0;
        if (_leg is not null && Sdp.TryReadAnswer(response, out var remote, _prefersOpus))
            _leg.SetRemote(remote);
    }

    // Any answer means that the far end knows the call; one that does not is reported as its end.
    void ISipCallHandler.OnReInviteFailed(SipCall call, in SipFailure failure)
    {
        if (failure.StatusCode > 0)
            _askedAt = 0;
    }

    void ISipCallHandler.OnInfo(SipCall call, SipMessage request)
    {
        if (InfoDigit.TryRead(request, out char digit))
            Pressed(digit);
    }

    /// <summary>
    /// An agent's phone may ask, where that is configured; the engine decides whom it may mean. All others are declined: a far end would
    /// choose whom we call and pay for, past the dialing rules.
    /// </summary>
    bool ISipCallHandler.OnRefer(SipCall call, SipUri target, SipMessage request)
    {
        if (Kind == LineCallKind.Agent && State == LineCallState.Answered && _line.PhonesMayTransfer && !target.ToString().Contains("Replaces", StringComparison.OrdinalIgnoreCase))
        {
            string user = Uri.UnescapeDataString(target.UserText);
            _line.Signal(EngineInput.PhoneAsksTransfer(Agent, Id, _line.AgentAt(user), user.Length <= MostReferred ? user : ""));
            return true;
        }
        LineLog.TransferDeclined(_line.Logger, Id.Value, Kind, target.ToString());
        return false;
    }

    /// <summary>What came of the phone's wish: it may hang up by that, or go on (RFC 3515 section 2.4.5).</summary>
    public void AnswerTransfer(bool done)
    {
        if (State == LineCallState.Answered)
            _sip!.NotifyReferProgress(done ? 200 : 603, done ? "OK" : "Decline");
    }

    void ISipCallHandler.OnEnded(SipCall call, in SipCallEnd end)
    {
        if (call != _sip)
            return;
        Trunk?.CallStopped();
        Trunk = null;
        bool answered = _answeredAt != 0;
        (var result, var by) = _endsAs ?? end.Cause switch
        {
            SipCallEndCause.RemoteBye => (CallResult.Answered, FarParty),
            SipCallEndCause.LocalBye => (CallResult.Answered, EndedBy.Dialer),
            SipCallEndCause.RemoteCancel => (CallResult.Cancelled, FarParty),
            SipCallEndCause.LocalReject => (CallResult.Rejected, EndedBy.Dialer),
            SipCallEndCause.AckTimeout or SipCallEndCause.SessionExpired or SipCallEndCause.DialogGone => (CallResult.Answered, EndedBy.Network),
            SipCallEndCause.Stopped => (answered ? CallResult.Answered : CallResult.Cancelled, EndedBy.Dialer),
        };
        End(result, by, answered ? 200 : 0, end.Reason?.Q850Cause ?? 0, trunkFault: false, end.Cause.ToString());
    }

    private EndedBy FarParty => Kind is LineCallKind.Agent or LineCallKind.Supervisor ? EndedBy.Agent : EndedBy.CalledParty;

    // ---- Orders ----

    public void HangUp()
    {
        switch (State)
        {
            case LineCallState.Dialing when _waitsForSlot:
                EndUnsent();
                break;
            case LineCallState.Dialing or LineCallState.Ringing:
                _endingSince = _line.Timestamp;
                MoveTo(LineCallState.Ending, "ordered");
                _sip!.Cancel();
                break;
            case LineCallState.Offered:
                _sip!.Reject(480);
                break;
            case LineCallState.Answered:
                _sip!.Bye(SipReason.Q850(16, "Normal call clearing"));
                break;
            case LineCallState.Ending or LineCallState.Ended:
                break;
        }
    }

    // ---- Time ----

    private static readonly TimeSpan CancelLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AskLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan OfferLimit = TimeSpan.FromSeconds(180);

    /// <summary>A few times a second: ends what waits for a far end that will not answer.</summary>
    public void Tick(long timestamp)
    {
        switch (State)
        {
            case LineCallState.Dialing when !_doubted && !_waitsForSlot && Trunk is { } trunk && _line.Elapsed(_dialedAt, timestamp) >= Trunk.DoubtAfter:
                _doubted = true;
                trunk.Probe();
                break;
            case LineCallState.Ending when _line.Elapsed(_endingSince, timestamp) >= CancelLimit:
                Trunk?.CallStopped();
                Trunk = null;
                End(CallResult.Cancelled, EndedBy.Dialer, 0, 0, trunkFault: false, "CANCEL not confirmed");
                break;
            case LineCallState.Answered when _askedAt != 0 && _line.Elapsed(_askedAt, timestamp) >= AskLimit:
                _askedAt = 0;
                _endsAs = (CallResult.Answered, EndedBy.Network);
                _sip!.Bye(SipReason.Q850(27, "Media lost"));
                break;
            case LineCallState.Offered when _line.Elapsed(_dialedAt, timestamp) >= OfferLimit:
                _sip!.Reject(480);
                break;
            default:
                break;
        }
    }

    /// <summary>Ends the call now, without waiting for the far end: the line closes.</summary>
    public void Abort()
    {
        HangUp();
        if (State != LineCallState.Ended)
            End(_answeredAt != 0 ? CallResult.Answered : CallResult.Cancelled, EndedBy.Dialer, 0, 0, trunkFault: false, "line closes");
    }

    private void End(CallResult result, EndedBy by, int status, int cause, bool trunkFault, string why)
    {
        if (!MoveTo(LineCallState.Ended, why))
            return;
        LeaveConference();
        var peer = _peer;
        _peer = null;
        if (peer is not null)
            peer._peer = null;
        StopListeningToAgent();
        peer?.StopListeningToAgent();
        if (_listener is not null)
            _leg?.RemoveTap(_listener);
        EndClip();
        EndMessage();
        _recording?.Stop();
        TellQuality();
        TellAnswer();
        _leg?.Dispose();
        _line.Forget(this);
        peer?.Part();
        TellEnd(result, by, status, cause, trunkFault);
    }

    private void TellEnd(CallResult result, EndedBy by, int status, int cause, bool trunkFault)
    {
        switch (Kind)
        {
            case LineCallKind.Agent:
                _line.Supervision.Alone(Agent);
                _line.Signal(EngineInput.AgentLegDown(Agent, Id, status, _answeredAt != 0 ? null : PhoneRefusal.Describe(status, _phrase), by));
                break;
            case LineCallKind.Supervisor:
                _line.Supervision.End(this);
                break;
            case LineCallKind.Outbound or LineCallKind.Inbound:
                _line.Signal(EngineInput.CallEnded(Id, result, by, status, cause, trunkFault, _phrase, _reasonText, _servedBy));
                break;
        }
    }
}
