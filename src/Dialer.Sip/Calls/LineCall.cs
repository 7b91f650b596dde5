using System.Text;
using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.CallProgress;
using Dialer.Core.Engine;
using Dialer.Sip.Media;
using Dialer.Sip.Stack;
using Dialer.Sip.Trunks;
using Microsoft.Extensions.Logging;

namespace Dialer.Sip.Calls;

/// <summary>
/// One call of the line, in SIP and in media. Every member is touched by the SIP reactor's thread alone, but for the
/// media observer's methods and <c>Heard...</c>, which post to it. One table of states, one door; the end is told once.
/// What it does for the ears lies in LineCall.Media.cs.
/// </summary>
internal sealed partial class LineCall : ISipCallHandler, IMediaLegObserver
{
    private const int MaxEarlyDialogs = 8;

    private readonly LineCore _line;
    private SipCall? _sip;
    private MediaLeg? _leg;
    private AnswerListener? _listener;
    private LineCall? _peer;
    private Dictionary<string, RemoteMedia>? _early;
    private CallRecording? _recording;
    private int _recordings;
    private bool _prefersOpus;
    private IReadOnlyList<Trunk> _route = [];
    private int _routeIndex;
    private int _tries;
    private Trunk? _spaced;
    private bool _waitsForSlot;
    private OutboundTarget? _target;
    private long _dialedAt;
    private long _answeredAt;
    private long _bridgedAt;
    private long _endingSince;
    private long _askedAt;
    private bool _doubted;
    private bool _redirected;
    private bool _classified;
    private bool _weOfferedInAnswer;
    private long _promptId;
    private (CallResult Result, EndedBy By) _whyEnding;
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

    /// <summary>What names the call in files: its attempt, or who is called.</summary>
    public string Reference { get; init; } = "";

    /// <summary>Our half of its offers and answers; outbound, the trunk's that is being tried.</summary>
    public CallSdp Sdp { get; set; } = null!;

    private bool MoveTo(LineCallState next, string why)
    {
        if (!LineCallStates.MayMove(State, next)) return false;
        LineLog.Moved(_line.Logger, Id.Value, State, next, why);
        State = next;
        return true;
    }

    // ---- Dialing ----

    /// <summary>Dials by the first trunk that can take the call; ends the call at once if none can.</summary>
    /// <param name="spaced">The trunk whose rate is kept by who ordered the call; null: the line keeps the rate of each.</param>
    public void Dial(OutboundTarget target, IReadOnlyList<Trunk> route, Trunk? spaced)
    {
        _target = target;
        _route = route;
        _spaced = spaced;
        _routeIndex = -1;
        if (!OpenLeg())
        {
            End(CallResult.Failed, EndedBy.Network, 0, 0, trunkFault: true, "no media leg");
            return;
        }
        DialNext(0, 0);
    }

    private void DialNext(int lastStatus, int lastCause)
    {
        while (++_routeIndex < Math.Max(1, _route.Count))
        {
            Trunk? trunk = _route.Count == 0 ? null : _route[_routeIndex];

            // An agent's phone is tried in any case: it costs nobody a ring, and the PBX may serve it without our registration.
            if (trunk is not null && Kind == LineCallKind.Outbound && !CanTake(trunk)) continue;
            if (++_tries > TrunkRouting.MaxTries) break;
            if (trunk is null) Send(null, _target!.UriBy(null));
            else SendInTurn(trunk, _target!.UriBy(trunk));
            return;
        }
        CallEnding ending = lastStatus == 0 && lastCause == 0 ? CallEndings.NoAnswerFromTrunk : CallEndings.From(lastStatus, lastCause);
        End(ending.Result, EndedBy.Network, lastStatus, lastCause, ending.TrunkFault, "no trunk can take the call");
    }

    private bool CanTake(Trunk trunk) => trunk == _spaced ? trunk.CanTake : trunk.CanTakeInTime;

    /// <summary>Keeps the trunk's rate: the call leaves in its turn, a channel is taken at once.</summary>
    private void SendInTurn(Trunk trunk, SipUri uri)
    {
        TimeSpan wait = trunk == _spaced ? TimeSpan.Zero : trunk.UntilSlot;
        Trunk = trunk;
        trunk.CallStarted();
        if (wait == TimeSpan.Zero)
        {
            Send(trunk, uri);
            return;
        }
        _waitsForSlot = true;
        _line.After(wait, () =>
        {
            if (!_waitsForSlot) return;
            _waitsForSlot = false;
            Send(trunk, uri);
        });
    }

    /// <summary>Ended before its turn came: nothing has left yet.</summary>
    private void EndUnsent(CallResult result, EndedBy by)
    {
        _waitsForSlot = false;
        Trunk?.CallStopped();
        Trunk = null;
        End(result, by, 0, 0, trunkFault: false, "ended before it left");
    }

    private void Send(Trunk? trunk, SipUri uri)
    {
        _dialedAt = _line.Timestamp;
        _doubted = false;
        _early = null;
        Sdp = _line.SdpFor(_target!.MediaBy(trunk));
        _sip = _line.Endpoint.Invite(_target.InviteBy(trunk, uri, Sdp.Offer(_leg!)), this);
    }

    private bool OpenLeg()
    {
        bool behindNat = Trunk?.Options.MediaBehindNat ?? _route.Any(trunk => trunk.Options.MediaBehindNat);
        var options = new MediaLegOptions { Observer = this, RemoteBehindNat = behindNat };
        if (_line.Media.TryOpen(_line.MediaAddress, out _leg, out MediaRefusal refusal, options)) return true;
        LineLog.NoMediaLeg(_line.Logger, Id.Value, refusal);
        return false;
    }

    void ISipCallHandler.OnProvisional(SipCall call, SipMessage response)
    {
        Trunk?.Heard();
        if (call != _sip || State is not (LineCallState.Dialing or LineCallState.Ringing)) return;
        if (State == LineCallState.Dialing && MoveTo(LineCallState.Ringing, $"{response.StatusCode}") && Kind == LineCallKind.Outbound)
            _line.Signal(EngineInput.CallRinging(Id));
        if (!Sdp.TryReadAnswer(response, out RemoteMedia? remote)) return;

        // Early media: heard by the analyzer, and kept up by us for NATs on the way. A forked call has several early dialogs: the newest to
        // name its media is heard, and each is remembered, since its 200 need not name it again.
        _early ??= [];
        if (_early.Count < MaxEarlyDialogs) _early[TagOf(response)] = remote;
        _leg!.SetEarlyMedia(true);
        _leg.SetRemote(remote);
        Listen();
        Comfort();
    }

    private static string TagOf(SipMessage response) => Encoding.UTF8.GetString(response.ToTag);

    void ISipCallHandler.OnAnswered(SipCall call, SipMessage response)
    {
        long now = _line.Timestamp;
        Trunk?.Heard();
        if (call != _sip || !MoveTo(LineCallState.Answered, "200"))
        {
            call.HangUp();
            return;
        }
        _answeredAt = now;
        // RFC 3261 section 13.2.1: an answer may stand in the reliable provisional of the same dialog instead.
        RemoteMedia? early = _early?.GetValueOrDefault(TagOf(response));
        _early = null;
        if (!Sdp.TryReadAnswer(response, out RemoteMedia? remote) && (remote = early) is null)
        {
            LineLog.BadSdp(_line.Logger, Id.Value, "no session in the answer, or none that fits the offer");
            _endsAs = (CallResult.Failed, EndedBy.Network);
            call.Bye(SipReason.Q850(88, "Incompatible destination"));
            return;
        }
        _leg!.SetRemote(remote);
        _leg.SetEarlyMedia(false);
        TellAnswered();
        Listen();
        _listener?.Answered();
        Comfort();
        _line.Supervision.Apply(this);
    }

    private void TellAnswered()
    {
        if (Kind == LineCallKind.Agent) _line.Signal(EngineInput.AgentLegUp(Agent, Id));
        else if (Kind == LineCallKind.Outbound) _line.Signal(EngineInput.CallAnswered(Id));
    }

    void ISipCallHandler.OnFailed(SipCall call, in SipFailure failure)
    {
        if (call != _sip) return;
        LeaveTrunk(failure);
        if (State == LineCallState.Ending)
        {
            End(_whyEnding.Result, _whyEnding.By, failure.StatusCode, failure.Q850Cause, trunkFault: false, "cancelled");
            return;
        }
        if (failure.Cause == SipFailureCause.RingTimeout)
        {
            // No provisional in all that time: the trunk took the call nowhere.
            bool rang = State == LineCallState.Ringing;
            End(CallResult.NoAnswer, EndedBy.Dialer, failure.StatusCode, failure.Q850Cause, trunkFault: false, rang ? "rang out" : "never rang");
            return;
        }
        if (failure.Cause == SipFailureCause.Cancelled)
        {
            End(CallResult.Cancelled, EndedBy.Dialer, failure.StatusCode, failure.Q850Cause, trunkFault: false, "cancelled");
            return;
        }
        if (Follow(failure)) return;
        CallEnding ending = EndingOf(failure);
        bool beforeRinging = State == LineCallState.Dialing;
        if (ending.TryNextTrunk && beforeRinging && _routeIndex + 1 < _route.Count)
        {
            DialNext(failure.StatusCode, failure.Q850Cause);
            return;
        }
        EndedBy by = ending.Result is CallResult.Busy or CallResult.Rejected ? EndedBy.CalledParty : EndedBy.Network;
        End(ending.Result, by, failure.StatusCode, failure.Q850Cause, ending.TrunkFault, $"{failure.Cause} {failure.StatusCode}");
    }

    private static CallEnding EndingOf(in SipFailure failure) => failure.Cause switch
    {
        SipFailureCause.Refused or SipFailureCause.AuthenticationFailed when failure.StatusCode > 0 => CallEndings.From(failure.StatusCode, failure.Q850Cause),
        SipFailureCause.Refused or SipFailureCause.RingTimeout or SipFailureCause.Cancelled or SipFailureCause.NoResponse or SipFailureCause.TransportError
            or SipFailureCause.Unresolvable or SipFailureCause.AuthenticationFailed or SipFailureCause.Overloaded => CallEndings.NoAnswerFromTrunk,
    };

    private void LeaveTrunk(in SipFailure failure)
    {
        if (Trunk is not { } trunk) return;
        trunk.CallStopped();
        Trunk = null;
        bool ours = failure.Cause is SipFailureCause.RingTimeout or SipFailureCause.Cancelled;
        if (!ours && EndingOf(failure).TrunkFault) trunk.CallFailed(failure);
        else if (failure.StatusCode > 0) trunk.Heard();
    }

    // One redirect, and only back to the same trunk: a far end may not send our calls where it likes.
    private bool Follow(in SipFailure failure)
    {
        if (failure.StatusCode is < 300 or > 399 || _redirected || failure.RedirectTarget?.User is not { Length: > 0 } user) return false;
        Trunk? trunk = _route.Count > _routeIndex && _routeIndex >= 0 ? _route[_routeIndex] : null;
        if (trunk is null || trunk.Options.Redirect != RedirectRule.FollowSameTrunk || State != LineCallState.Dialing) return false;
        bool sameTrunk = string.Equals(failure.RedirectTarget.Host, trunk.Domain, StringComparison.OrdinalIgnoreCase)
            || string.Equals(failure.RedirectTarget.Host, trunk.Options.Address, StringComparison.OrdinalIgnoreCase);
        if (!sameTrunk) return false;
        _redirected = true;
        SendInTurn(trunk, trunk.UriOf(Uri.UnescapeDataString(user)));
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
        if (State != LineCallState.Offered) return;
        if (!OpenLeg())
        {
            _sip!.Reject(503);
            return;
        }
        if (!MoveTo(LineCallState.Answered, "answered by order")) return;
        _answeredAt = _line.Timestamp;
        _weOfferedInAnswer = CallerOffer is null;
        if (CallerOffer is { } offer)
        {
            _leg!.SetRemote(offer.Remote);
            _sip!.Answer(Sdp.Answer(_leg, offer));
        }
        else _sip!.Answer(Sdp.Offer(_leg!));
        Comfort();
    }

    public void Refuse(int status)
    {
        if (State == LineCallState.Offered) _sip!.Reject(status is >= 400 and < 700 ? status : 486);
    }

    void ISipCallHandler.OnAcknowledged(SipCall call, SipMessage ack)
    {
        if (!_weOfferedInAnswer || _leg is null) return;
        _weOfferedInAnswer = false;
        if (!Sdp.TryReadAnswer(ack, out RemoteMedia? remote))
        {
            call.Bye(SipReason.Q850(88));
            return;
        }
        _leg.SetRemote(remote);
        if (_peer is null && _promptId == 0) Comfort();
    }

    // ---- In the call ----

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
        if (!Sdp.TryReadOffer(request, out CallOffer? offer))
        {
            call.RejectOffer(488);
            return;
        }
        _leg.SetRemote(offer.Remote);
        call.AcceptOffer(Sdp.Answer(_leg, offer));
    }

    void ISipCallHandler.OnReInviteAnswered(SipCall call, SipMessage response)
    {
        _askedAt = 0;
        if (_leg is not null && Sdp.TryReadAnswer(response, out RemoteMedia? remote, _prefersOpus)) _leg.SetRemote(remote);
    }

    // Any answer means that the far end knows the call; one that does not is reported as its end.
    void ISipCallHandler.OnReInviteFailed(SipCall call, in SipFailure failure)
    {
        if (failure.StatusCode > 0) _askedAt = 0;
    }

    void ISipCallHandler.OnInfo(SipCall call, SipMessage request)
    {
        if (InfoDigit.TryRead(request, out char digit)) Pressed(digit);
    }

    void ISipCallHandler.OnEnded(SipCall call, in SipCallEnd end)
    {
        if (call != _sip) return;
        Trunk?.CallStopped();
        Trunk = null;
        bool answered = _answeredAt != 0;
        (CallResult result, EndedBy by) = _endsAs ?? end.Cause switch
        {
            SipCallEndCause.RemoteBye => (CallResult.Answered, FarParty),
            SipCallEndCause.LocalBye => (CallResult.Answered, EndedBy.Dialer),
            SipCallEndCause.RemoteCancel => (CallResult.Cancelled, FarParty),
            SipCallEndCause.LocalReject => (CallResult.Rejected, EndedBy.Dialer),
            SipCallEndCause.AckTimeout or SipCallEndCause.SessionExpired or SipCallEndCause.DialogGone => (CallResult.Answered, EndedBy.Network),
            SipCallEndCause.Stopped => (answered ? CallResult.Answered : CallResult.Cancelled, EndedBy.Dialer),
        };
        End(result, by, answered ? 200 : 0, end.Reason is { Protocol: "Q.850" } reason ? reason.Cause : 0, trunkFault: false, end.Cause.ToString());
    }

    private EndedBy FarParty => Kind is LineCallKind.Agent or LineCallKind.Supervisor ? EndedBy.Agent : EndedBy.CalledParty;

    // ---- Orders ----

    public void HangUp(CallResult unanswered = CallResult.Cancelled, EndedBy by = EndedBy.Dialer)
    {
        switch (State)
        {
            case LineCallState.Dialing when _waitsForSlot:
                EndUnsent(unanswered, by);
                break;
            case LineCallState.Dialing or LineCallState.Ringing:
                _whyEnding = (unanswered, by);
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

    private static readonly TimeSpan s_cancelLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_askLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_offerLimit = TimeSpan.FromSeconds(180);

    /// <summary>A few times a second: ends what waits for a far end that will not answer.</summary>
    public void Tick(long timestamp)
    {
        switch (State)
        {
            case LineCallState.Dialing when !_doubted && !_waitsForSlot && Trunk is { } trunk && _line.Elapsed(_dialedAt, timestamp) >= Trunk.DoubtAfter:
                _doubted = true;
                trunk.Probe();
                break;
            case LineCallState.Ending when _line.Elapsed(_endingSince, timestamp) >= s_cancelLimit:
                Trunk?.CallStopped();
                Trunk = null;
                End(_whyEnding.Result, _whyEnding.By, 0, 0, trunkFault: false, "CANCEL not confirmed");
                break;
            case LineCallState.Answered when _askedAt != 0 && _line.Elapsed(_askedAt, timestamp) >= s_askLimit:
                _askedAt = 0;
                _endsAs = (CallResult.Answered, EndedBy.Network);
                _sip!.Bye(SipReason.Q850(27, "Media lost"));
                break;
            case LineCallState.Offered when _line.Elapsed(_dialedAt, timestamp) >= s_offerLimit:
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
        if (!MoveTo(LineCallState.Ended, why)) return;
        LineCall? peer = _peer;
        _peer = null;
        if (peer is not null) peer._peer = null;
        if (_listener is not null) _leg?.RemoveTap(_listener);
        _recording?.Stop();
        TellQuality();
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
                _line.Signal(EngineInput.AgentLegDown(Agent, Id, status));
                break;
            case LineCallKind.Supervisor:
                _line.Supervision.End(this);
                break;
            case LineCallKind.Outbound or LineCallKind.Inbound:
                _line.Signal(EngineInput.CallEnded(Id, result, by, status, cause, trunkFault));
                break;
        }
    }
}
