using Dialer.Core.CallProgress;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Line;
using Dialer.Sip.Calls;
using Dialer.Sip.Log;
using Dialer.Sip.Stack;
using Dialer.Sip.Trunks;
using Dialer.SipSorcery.Signalling;

namespace Dialer.SipSorcery.Calls;

/// <summary>A call on its way out: by which trunk, when, and what becomes of it there.</summary>
internal sealed partial class SorceryCall
{
    private const int MostWords = 200;
    private const int MaxEarlyDialogs = 8;

    private IReadOnlyList<Trunk> _route = [];
    private int _routeIndex, _tries;
    private Trunk? _spaced;
    private bool _waitsForSlot, _redirected;
    private CallTarget? _target;
    private Dictionary<string, string>? _early;

    /// <summary>At the last failure: which trunk had the call, and what it said.</summary>
    private TrunkId _servedBy;
    private string? _phrase, _reasonText;

    /// <summary>Dials by the first trunk that can take the call; ends the call at once if none can.</summary>
    /// <param name="spaced">The trunk whose rate is kept by who ordered the call; null: the line keeps the rate of each.</param>
    public void Dial(CallTarget target, IReadOnlyList<Trunk> route, Trunk? spaced)
    {
        _target = target;
        _route = route;
        _spaced = spaced;
        _routeIndex = -1;
        DialNext(0, 0);
    }

    private void DialNext(int lastStatus, int lastCause)
    {
        while (++_routeIndex < Math.Max(1, _route.Count))
        {
            var trunk = _route.Count == 0 ? null : _route[_routeIndex];

            // An agent's phone is tried in any case: it costs nobody a ring, and the PBX may serve it without our registration.
            if (trunk is not null && Kind == LineCallKind.Outbound && !CanTake(trunk))
                continue;
            if (++_tries > TrunkRouting.MaxTries)
                break;
            if (trunk is null)
                Send(null, _target!.UriBy(null));
            else
                SendInTurn(trunk, _target!.UriBy(trunk));
            return;
        }
        var ending = lastStatus == 0 && lastCause == 0 ? CallEndings.NoAnswerFromTrunk : CallEndings.From(lastStatus, lastCause);
        End(ending.Result, EndedBy.Network, lastStatus, lastCause, ending.TrunkFault, "no trunk can take the call");
    }

    private bool CanTake(Trunk trunk) => trunk == _spaced ? trunk.CanTake : trunk.CanTakeInTime;

    /// <summary>Keeps the trunk's rate: the call leaves in its turn, a channel is taken at once.</summary>
    private void SendInTurn(Trunk trunk, SipUri uri)
    {
        var wait = trunk == _spaced ? TimeSpan.Zero : trunk.UntilSlot;
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
            if (!_waitsForSlot)
                return;
            _waitsForSlot = false;
            Send(trunk, uri);
        });
    }

    /// <summary>The trunk was found dead before it said a word of this call: the next one is tried now, and not when the INVITE times out after 32 s.</summary>
    public void LeaveSilent(Trunk trunk)
    {
        if (State != LineCallState.Dialing || Trunk != trunk || _waitsForSlot || _dialog is not { } unheard)
            return;
        _dialog = null;
        unheard.User = Nobody.One;
        LeaveTrunk();
        unheard.Cancel();
        DialNext(0, 0);
    }

    /// <summary>Ended before its turn came: nothing has left yet.</summary>
    private void EndUnsent()
    {
        _waitsForSlot = false;
        End(CallResult.Cancelled, EndedBy.Dialer, 0, 0, trunkFault: false, "ended before it left");
    }

    private void Send(Trunk? trunk, SipUri uri)
    {
        _dialedAt = _line.Timestamp;
        _doubted = false;
        _early = null;
        if (!OpenLeg(_target!.MediaBy(trunk), trunk?.Options.MediaBehindNat ?? false))
        {
            End(CallResult.Failed, EndedBy.Network, 0, 0, trunkFault: true, "no media leg");
            return;
        }
        _dialog = Dialog.Invite(_line.Endpoint, _target.OrderBy(trunk, uri, _leg!.Offer(), _line.ProxyOf(trunk, isPhone: _target.Phone is not null)), this);
    }

    void IDialogUser.Provisional(int status, string tag, string session)
    {
        Trunk?.Heard();
        if (State is not (LineCallState.Dialing or LineCallState.Ringing) || status == 100)
            return;
        if (State == LineCallState.Dialing && MoveTo(LineCallState.Ringing, $"{status}") && Kind == LineCallKind.Outbound)
            _line.Signal(EngineInput.CallRinging(Id, TrunkId));
        if (_ringingAt == 0)
            (_ringingAt, _ring) = (_line.Timestamp, RingPattern.Ringing);
        if (session.Length == 0 || !_leg!.TryTake(session, isOffer: false, out _))
            return;

        // Early media: heard by the analyzer, and kept up by us for NATs on the way. A forked call has several early dialogs: the newest to
        // name its media is heard, and each is remembered, since its 200 need not name it again.
        _early ??= [];
        if (_early.Count < MaxEarlyDialogs)
            _early[tag] = session;
        _ring = RingPattern.EarlyMedia;
        _leg.SetEarly(true);
        Listen();
        Comfort();
    }

    void IDialogUser.Answered(string tag, string session, string? identity)
    {
        long now = _line.Timestamp;
        Trunk?.Heard();
        if (!MoveTo(LineCallState.Answered, "200"))
        {
            _dialog!.Bye(16, "Normal call clearing");
            return;
        }
        _answeredAt = now;
        _answeredAtNs = _leg!.NowNs;
        _identity = identity ?? _target?.Phone?.UserText;
        string why = "no session is described";

        // RFC 3261 section 13.2.1: an answer may stand in the provisional of the same dialog instead.
        string? agreed = session.Length > 0 ? session : _early?.GetValueOrDefault(tag);
        _early = null;
        bool isRead = agreed is not null && _leg.TryTake(agreed, isOffer: false, out why);
        if (!isRead)
        {
            LineLog.BadSdp(_line.Logger, Id.Value, why);
            Bye(88, "Incompatible destination", CallResult.Failed, EndedBy.Network);
            return;
        }
        _leg.SetEarly(false);
        TellAnswered();
        Listen();
        Listened();
        BeginClip();
        Comfort();
        _line.Supervision.Apply(this);
    }

    private void TellAnswered()
    {
        if (Kind == LineCallKind.Agent)
            _line.Signal(EngineInput.AgentLegUp(Agent, Id));
        else if (Kind == LineCallKind.Outbound)
            _line.Signal(EngineInput.CallAnswered(Id, TrunkId));
    }

    private void RingOut()
    {
        bool rang = State == LineCallState.Ringing;
        _whyEnding = (CallResult.NoAnswer, EndedBy.Dialer);
        _endingSince = _line.Timestamp;
        MoveTo(LineCallState.Ending, rang ? "rang out" : "never rang");
        _dialog!.Cancel();
    }

    void IDialogUser.Failed(in SipFailure failure)
    {
        _servedBy = TrunkId;
        _phrase = Kept(failure.ReasonPhrase);
        _reasonText = Kept(failure.ReasonText);
        LeaveFailed(failure);
        if (State == LineCallState.Ending)
        {
            End(_whyEnding.Result, _whyEnding.By, failure.StatusCode, failure.Q850Cause, trunkFault: false, "cancelled");
            return;
        }
        if (Follow(failure))
            return;
        var ending = EndingOf(failure);
        bool beforeRinging = State == LineCallState.Dialing;
        if (ending.TryNextTrunk && beforeRinging && _routeIndex + 1 < _route.Count)
        {
            DialNext(failure.StatusCode, failure.Q850Cause);
            return;
        }

        // Who declines has been rung: before that it is the network that refuses. A busy line is the called party's either way.
        bool byParty = ending.Result == CallResult.Busy || (ending.Result == CallResult.Rejected && !beforeRinging && failure.StatusCode != 403);
        var by = byParty ? EndedBy.CalledParty : EndedBy.Network;
        End(ending.Result, by, failure.StatusCode, failure.Q850Cause, ending.TrunkFault, $"{failure.Cause} {failure.StatusCode}");
    }

    private TrunkId TrunkId => Trunk?.Options.Id ?? default;

    /// <summary>Words of the network for the record: bounded, and null where there are none.</summary>
    private static string? Kept(string? words)
    {
        if (string.IsNullOrWhiteSpace(words))
            return null;
        string kept = words.Length <= MostWords ? words : words[..MostWords];
        return kept.Any(char.IsControl) ? string.Concat(kept.Select(letter => char.IsControl(letter) ? ' ' : letter)) : kept;
    }

    private static CallEnding EndingOf(in SipFailure failure) => failure.StatusCode > 0 ? CallEndings.From(failure.StatusCode, failure.Q850Cause) : CallEndings.NoAnswerFromTrunk;

    private void LeaveFailed(in SipFailure failure)
    {
        if (Trunk is not { } trunk)
            return;
        LeaveTrunk();
        if (failure.Cause != SipFailureCause.Cancelled && EndingOf(failure).TrunkFault)
            trunk.CallFailed(failure);
        else if (failure.StatusCode > 0 && failure.Cause != SipFailureCause.Cancelled)
            trunk.Heard();
    }

    // One redirect, and only to where the rule allows: a far end may not send our calls where it likes.
    private bool Follow(in SipFailure failure)
    {
        if (failure.StatusCode is < 300 or > 399 || _redirected || failure.RedirectTarget?.User is not { Length: > 0 } user)
            return false;
        var trunk = _route.Count > _routeIndex && _routeIndex >= 0 ? _route[_routeIndex] : null;
        if (trunk is null || State != LineCallState.Dialing)
            return false;
        var target = failure.RedirectTarget;
        var to = trunk.Options.Redirect switch
        {
            RedirectRule.Refuse => null,
            RedirectRule.FollowSameTrunk => trunk.IsNamed(target) ? trunk : null,
            RedirectRule.FollowTrunks => _line.TrunkNamed(target),
        };
        if (to is null || !to.CanTakeInTime)
            return false;
        _redirected = true;
        SendInTurn(to, to.UriOf(Uri.UnescapeDataString(user)));
        return true;
    }
}
