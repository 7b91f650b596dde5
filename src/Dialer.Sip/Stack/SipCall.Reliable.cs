namespace Dialer.Sip.Stack;

/// <summary>Reliable provisional responses and PRACK, both ways (RFC 3262).</summary>
public sealed partial class SipCall
{
    /// <summary>Provisionals that wait for the PRACK of the one before; later ones are dropped.</summary>
    private const int MaxReliableWaiting = 8;

    private List<(byte[] Tag, long RSeq)>? _reliableSeen;
    private Queue<(int Status, ReadOnlyMemory<byte> Sdp)>? _reliableWaiting;
    private TimerHandle _reliableRepeat;
    private TimerHandle _reliableGiveUp;
    private byte[] _reliable = [];
    private long _rseq;
    private int _reliableIntervalMs;

    /// <summary>Acknowledges a reliable provisional. False when it is a repeat or out of order, so that nobody hears of it.</summary>
    private bool OnReliableProvisional(SipMessage response)
    {
        bool reliable = response.ListContains(SipHeader.Require, "100rel"u8)
            & SipSyntax.TryParseNumber(response.Header(SipHeader.RSeq), uint.MaxValue, out long rseq);
        if (!reliable || response.ToTag.IsEmpty)
            return true;
        _reliableSeen ??= [];
        for (int i = 0; i < _reliableSeen.Count; i++)
        {
            if (!response.ToTag.SequenceEqual(_reliableSeen[i].Tag))
                continue;
            if (rseq != _reliableSeen[i].RSeq + 1)
                return false;
            _reliableSeen[i] = (_reliableSeen[i].Tag, rseq);
            SendPrack(response, rseq);
            return true;
        }
        if (_reliableSeen.Count >= MaxForks)
            return false;
        _reliableSeen.Add((response.ToTag.ToArray(), rseq));
        SendPrack(response, rseq);
        return true;
    }

    private void SendPrack(SipMessage response, long rseq)
    {
        var branch = Branch(response);
        byte[] rack = SipStack.Utf8($"RAck: {rseq} {response.CSeqNumber} INVITE\r\n");

        // RFC 3262 section 5: an offer in a reliable provisional is answered in its PRACK.
        bool offered = _invite is { Body.IsEmpty: true } && !response.Sdp.IsEmpty;
        var answer = offered && Handler is not null ? Handler.AnswerEarlyOffer(this, response) : default;
        branch.SendInDialog(branch.NewRequest(SipMethod.Prack, answer, extra: rack));
        _localCSeq = branch._localCSeq;
    }

    /// <summary>The dialog of one branch of a forked call, as far as a request in it needs one. It reports to nobody.</summary>
    private SipCall Branch(SipMessage response)
    {
        SipCall branch = new(_stack, Id, SipCallDirection.Outgoing, null)
        {
            _invite = _invite,
            _inviteRequest = _inviteRequest,
            _callId = _callId,
            _localParty = _localParty,
            _localCSeq = _localCSeq,
            _remoteTarget = _remoteTarget,
            _hop = _hop,
            _reported = true,
            _isBranch = true,
            _dialogStands = true,
        };
        branch.EstablishDialog(response, SipHeader.To, response.ToTag);
        return branch;
    }

    /// <summary>True for what <see cref="Branch"/> made: closing it must not forget the call whose id it shares.</summary>
    private bool _isBranch;

    private bool WantsReliableProvisionals => _inviteMessage is { } request && request.ListContains(SipHeader.Require, "100rel"u8);

    private void SendReliable(int status, ReadOnlyMemory<byte> sdp)
    {
        if (_reliable.Length > 0)
        {
            _reliableWaiting ??= new Queue<(int, ReadOnlyMemory<byte>)>();
            if (_reliableWaiting.Count < MaxReliableWaiting)
                _reliableWaiting.Enqueue((status, sdp));
            return;
        }
        _rseq = _rseq == 0 ? _stack.Ids.Between(1, 1_000_000) : _rseq + 1;
        var writer = StartDialogResponse(status).Add("Require: 100rel\r\nRSeq: "u8).Add(_rseq).Line();
        Finish(_inviteServer!, writer, _inviteMessage!, status, sdp.Span);
        _reliable = _stack.Writer.Written.ToArray();
        _reliableIntervalMs = _stack.Options.T1Ms;
        _reliableRepeat = _stack.Schedule(_reliableIntervalMs, this, ReliableRepeatTimer);
        _reliableGiveUp = _stack.Schedule(64L * _stack.Options.T1Ms, this, ReliableGiveUpTimer);
    }

    private void RepeatReliable()
    {
        if (_reliable.Length == 0 || _inviteServer is null)
            return;
        _stack.Counters.Retransmissions++;
        _stack.SendRaw(_inviteServer.ReplyTo, _reliable, 0);
        _reliableIntervalMs *= 2;
        _reliableRepeat = _stack.Schedule(_reliableIntervalMs, this, ReliableRepeatTimer);
    }

    /// <summary>RFC 3262 section 3: a caller that never acknowledges gets a 5xx.</summary>
    private void OnPrackMissing()
    {
        if (_reliable.Length > 0)
            RejectNow(504, "PRACK Missing", []);
    }

    private void StopReliable()
    {
        _stack.Cancel(ref _reliableRepeat);
        _stack.Cancel(ref _reliableGiveUp);
        _reliable = [];
        _reliableWaiting = null;
    }

    private void OnPrack(SipMessage request, in SipKey key)
    {
        if (!AcknowledgesReliable(request.Header(SipHeader.RAck)))
        {
            Answer(request, key, 481);
            return;
        }
        Answer(request, key, 200);
        if (_inviteMessage is { } invite && invite.Sdp.IsEmpty && !request.Sdp.IsEmpty)
            Handler?.OnPrackAnswer(this, request);
        if (_reliable.Length == 0)
            return;
        var waiting = _reliableWaiting;
        StopReliable();
        if (waiting is null || !waiting.TryDequeue(out var next))
            return;
        SendReliable(next.Status, next.Sdp);
        _reliableWaiting = waiting;
    }

    /// <summary>RAck: response number, CSeq number, method.</summary>
    private bool AcknowledgesReliable(ReadOnlySpan<byte> rack)
    {
        if (_reliable.Length == 0 || _inviteMessage is null)
            return false;
        int blank = rack.IndexOf((byte)' ');
        if (blank <= 0 || !SipSyntax.TryParseNumber(rack[..blank], uint.MaxValue, out long rseq) || rseq != _rseq)
            return false;
        var rest = SipSyntax.Trim(rack[blank..]);
        int second = rest.IndexOf((byte)' ');
        return second > 0
            && SipSyntax.TryParseNumber(rest[..second], int.MaxValue, out long cseq)
            && cseq == _inviteMessage.CSeqNumber
            && SipSyntax.Trim(rest[second..]).SequenceEqual("INVITE"u8);
    }
}
