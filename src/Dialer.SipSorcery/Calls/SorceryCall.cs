using Dialer.Core.CallProgress;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Line;
using Dialer.Sip.Calls;
using Dialer.Sip.Log;
using Dialer.Sip.Stack;
using Dialer.Sip.Trunks;
using Dialer.SipSorcery.Media;
using Dialer.SipSorcery.Signalling;

namespace Dialer.SipSorcery.Calls;

/// <summary>
/// One call of the line. Every member is touched by the line's thread alone, but for what the media tells, which is posted to it. The table of
/// states is that of our own line; the end is told once.
/// </summary>
internal sealed partial class SorceryCall : IDialogUser, ILegObserver, ICallEars
{
    private readonly SorceryCore _line;
    private Dialog? _dialog;
    private SorceryLeg? _leg;
    private bool _weOfferedInAnswer;
    private RingPattern _ring;
    private long _dialedAt, _ringingAt, _answeredAt, _endingSince, _askedAt;
    private bool _doubted;
    private string? _identity;
    private (CallResult Result, EndedBy By) _whyEnding;

    public SorceryCall(SorceryCore line, CallId id, LineCallKind kind, AgentId agent = default)
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
    public SorceryLeg? Leg => _leg;
    public SorceryCall? Peer { get; private set; }

    /// <summary>Of an outbound call.</summary>
    public AttemptId Attempt { get; init; }

    /// <summary>Of a caller with an agent: the queue by whose rule they are recorded.</summary>
    public QueueId Queue { get; private set; }

    /// <summary>What names the call in files: its attempt, or who is called.</summary>
    public string Reference { get; init; } = "";

    private bool IsConnected => _leg is { IsConnected: true };

    private bool MoveTo(LineCallState next, string why)
    {
        if (!LineCallStates.MayMove(State, next))
            return false;
        LineLog.Moved(_line.Logger, Id.Value, State, next, why);
        State = next;
        return true;
    }

    private bool OpenLeg(CallMedia media, bool behindNat)
    {
        _leg?.Dispose();
        _leg = null;
        try
        {
            _leg = _line.Open(this, media, behindNat);
            return true;
        }
#pragma warning disable CA1031 // The library throws one of several types where no port is free; the call is refused, whichever it was.
        catch (Exception refused)
#pragma warning restore CA1031
        {
            SorceryLog.NoLeg(_line.Logger, Id.Value, refused.Message);
            return false;
        }
    }

    // ---- Inbound ----

    public void Offer(Dialog dialog, Trunk trunk, SorceryLeg? leg)
    {
        _dialog = dialog;
        dialog.User = this;
        _leg = leg;
        Trunk = trunk;
        _dialedAt = _line.Timestamp;
        trunk.CallStarted();
        dialog.Ring();
    }

    public void AnswerInbound()
    {
        if (State != LineCallState.Offered)
            return;
        bool hasOffer = IsConnected;
        if (!hasOffer && !OpenLeg(Trunk!.Options.Media, Trunk.Options.MediaBehindNat))
        {
            Refuse(503);
            return;
        }
        if (!MoveTo(LineCallState.Answered, "answered by order"))
            return;
        _answeredAt = _line.Timestamp;
        _answeredAtNs = _leg!.NowNs;
        _weOfferedInAnswer = !hasOffer;
        _dialog!.Answer(hasOffer ? _leg.Answer() : _leg.Offer());
        Comfort();
    }

    public void Refuse(int status)
    {
        if (State != LineCallState.Offered)
            return;
        _dialog!.Reject(status is >= 400 and < 700 ? status : 486);
        End(CallResult.Rejected, EndedBy.Dialer, 0, 0, trunkFault: false, "refused by order");
    }

    void IDialogUser.Acknowledged(string session)
    {
        if (!_weOfferedInAnswer || _leg is null)
            return;
        _weOfferedInAnswer = false;
        if (!_leg.TryTake(session, isOffer: false, out string why))
        {
            LineLog.BadSdp(_line.Logger, Id.Value, why);
            Bye(88, "Incompatible destination", CallResult.Answered, EndedBy.Dialer);
            return;
        }
        if (Peer is null && _promptId == 0)
            Comfort();
    }

    // ---- In the call ----

    string? IDialogUser.Offered(string session)
    {
        if (State != LineCallState.Answered || _leg is null)
            return null;
        if (session.Length == 0)
        {
            _weOfferedInAnswer = true;
            return _leg.Offer();
        }
        if (_leg.TryTake(session, isOffer: true, out string why))
            return _leg.Answer();
        LineLog.BadSdp(_line.Logger, Id.Value, why);
        return null;
    }

    void IDialogUser.OfferAnswered(string session)
    {
        _askedAt = 0;
        if (session.Length > 0)
            _leg?.TryTake(session, isOffer: false, out _);
    }

    /// <summary>An agent's leg that was transferred at the PBX or the phone is a stranger's from then on.</summary>
    void IDialogUser.Refreshed(string? identity)
    {
        if (Kind != LineCallKind.Agent || State != LineCallState.Answered || identity is null || identity == _identity)
            return;
        LineLog.LegMoved(_line.Logger, Id.Value, _identity ?? "", identity);
        _identity = identity;
        _line.Signal(EngineInput.AgentLegMoved(Agent, Id, identity));
    }

    void IDialogUser.Informed(string type, string body)
    {
        if (InfoDigit.TryRead(type, body, out char digit))
            Pressed(digit);
    }

    void IDialogUser.Over(DialogEnd end, int cause)
    {
        bool answered = _answeredAt != 0;
        (var result, var by) = end switch
        {
            DialogEnd.RemoteBye => (CallResult.Answered, FarParty),
            DialogEnd.RemoteCancel => (CallResult.Cancelled, FarParty),
            DialogEnd.Gone => (CallResult.Answered, EndedBy.Network),
        };
        End(result, by, answered ? 200 : 0, cause, trunkFault: false, end.ToString());
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
                _whyEnding = (CallResult.Cancelled, EndedBy.Dialer);
                _endingSince = _line.Timestamp;
                MoveTo(LineCallState.Ending, "ordered");
                _dialog!.Cancel();
                break;
            case LineCallState.Offered:
                Refuse(480);
                break;
            case LineCallState.Answered:
                Bye(16, "Normal call clearing", CallResult.Answered, EndedBy.Dialer);
                break;
            case LineCallState.Ending or LineCallState.Ended:
                break;
        }
    }

    private void Bye(int cause, string text, CallResult result, EndedBy by)
    {
        _dialog!.Bye(cause, text);
        End(result, by, 200, 0, trunkFault: false, text);
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
            case LineCallState.Dialing or LineCallState.Ringing when !_waitsForSlot && _line.Elapsed(_dialedAt, timestamp) >= _target!.RingTimeout:
                RingOut();
                break;
            case LineCallState.Dialing when !_doubted && !_waitsForSlot && Trunk is { } trunk && _line.Elapsed(_dialedAt, timestamp) >= Trunk.DoubtAfter:
                _doubted = true;
                trunk.Probe();
                break;
            case LineCallState.Ending when _line.Elapsed(_endingSince, timestamp) >= CancelLimit:
                End(_whyEnding.Result, _whyEnding.By, 0, 0, trunkFault: false, "CANCEL not confirmed");
                break;
            case LineCallState.Answered when _askedAt != 0 && _line.Elapsed(_askedAt, timestamp) >= AskLimit:
                _askedAt = 0;
                Bye(27, "Media lost", CallResult.Answered, EndedBy.Network);
                break;
            case LineCallState.Answered:
                WatchMedia();
                break;
            case LineCallState.Offered when _line.Elapsed(_dialedAt, timestamp) >= OfferLimit:
                Refuse(480);
                break;
            default:
                break;
        }
    }

    /// <summary>Ends the call now, without waiting for the far end: the line closes, or an order about it failed.</summary>
    public void Abort()
    {
        HangUp();
        if (State == LineCallState.Ended)
            return;
        End(_answeredAt != 0 ? CallResult.Answered : CallResult.Cancelled, EndedBy.Dialer, 0, 0, trunkFault: false, "line closes");
    }

    private void LeaveTrunk()
    {
        Trunk?.CallStopped();
        Trunk = null;
    }

    private void End(CallResult result, EndedBy by, int status, int cause, bool trunkFault, string why)
    {
        if (!MoveTo(LineCallState.Ended, why))
            return;
        LeaveConference();
        var peer = Peer;
        Peer = null;
        if (peer is not null)
            peer.Peer = null;
        StopListeningToAgent();
        peer?.StopListeningToAgent();
        if (_listener is not null)
            _leg?.RemoveTap(_listener);
        EndClip();
        EndMessage();
        _recording?.Stop();
        TellQuality();
        TellAnswer();
        LeaveTrunk();
        if (_leg is not null)
            peer?._leg?.RelayTo(null);
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
