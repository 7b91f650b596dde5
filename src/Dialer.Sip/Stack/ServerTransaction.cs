namespace Dialer.Sip.Stack;

/// <summary>A server transaction: RFC 3261 section 17.2 with RFC 6026.</summary>
internal sealed class ServerTransaction(SipStack stack, SipKey key, bool isInvite, SipHop replyTo) : ITimerTarget
{
    private const int Retransmit = 1;
    private const int GiveUp = 2;
    private const int Linger = 3;

    private byte[]? _lastResponse;
    private TimerHandle _retransmit;
    private TimerHandle _linger;
    private int _intervalMs;

    public SipKey Key { get; } = key;

    /// <summary>Where RFC 3261 section 18.2.2 and RFC 3581 send the answers.</summary>
    public SipHop ReplyTo { get; } = replyTo;

    public ServerState State { get; private set; }

    /// <summary>The call of an INVITE; null once it has no more interest.</summary>
    public SipCall? Call { get; set; }

    /// <summary>The key under which a merged copy of this request would be found (RFC 3261 section 8.2.2.2).</summary>
    public SipKey? MergeKey { get; set; }

    public bool IsInvite { get; } = isInvite;

    public bool HasFinal => State != ServerState.Proceeding;

    /// <summary>The request came again.</summary>
    public void OnRepeat()
    {
        stack.Counters.RetransmissionsReceived++;
        bool answers = State is ServerState.Proceeding or ServerState.Completed;
        if (answers && _lastResponse is not null)
            stack.SendRaw(ReplyTo, _lastResponse, 0);
    }

    /// <summary>The ACK for a failure answer.</summary>
    public void OnAck()
    {
        if (State != ServerState.Completed)
            return;
        stack.Cancel(ref _retransmit);
        stack.Cancel(ref _linger);
        State = ServerState.Confirmed;
        _lastResponse = null;
        if (ReplyTo.IsReliable)
            Terminate();
        else
            _linger = stack.Schedule(stack.Options.T4Ms, this, Linger);
    }

    /// <summary>Sends what the writer holds as the answer with this status.</summary>
    public void Respond(int status, ReadOnlySpan<byte> response)
    {
        if (State != ServerState.Proceeding)
            return;
        if (status < 200)
        {
            _lastResponse = response.ToArray();
            stack.SendRaw(ReplyTo, response, 0);
            return;
        }
        stack.SendRaw(ReplyTo, response, 0);
        if (!IsInvite)
            CompleteRequest(response);
        else if (status < 300)
            Accept();
        else
            RefuseInvite(response);
    }

    private void CompleteRequest(ReadOnlySpan<byte> response)
    {
        State = ServerState.Completed;
        if (ReplyTo.IsReliable)
        {
            Terminate();
            return;
        }
        _lastResponse = response.ToArray();
        _linger = stack.Schedule(64L * stack.Options.T1Ms, this, Linger);
    }

    private void Accept()
    {
        State = ServerState.Accepted;
        _lastResponse = null;
        _linger = stack.Schedule(64L * stack.Options.T1Ms, this, Linger);
    }

    private void RefuseInvite(ReadOnlySpan<byte> response)
    {
        State = ServerState.Completed;
        _lastResponse = response.ToArray();
        _intervalMs = stack.Options.T1Ms;
        if (!ReplyTo.IsReliable)
            _retransmit = stack.Schedule(_intervalMs, this, Retransmit);
        _linger = stack.Schedule(64L * stack.Options.T1Ms, this, GiveUp);
    }

    public void OnTimer(int kind)
    {
        switch (kind)
        {
            case Retransmit: SendAgain(); break;
            case GiveUp:
            case Linger: Terminate(); break;
            default: throw new InvalidOperationException($"A server transaction has no timer {kind}.");
        }
    }

    private void SendAgain()
    {
        if (_lastResponse is null)
            return;
        stack.Counters.Retransmissions++;
        stack.SendRaw(ReplyTo, _lastResponse, 0);
        _intervalMs = Math.Min(_intervalMs * 2, stack.Options.T2Ms);
        _retransmit = stack.Schedule(_intervalMs, this, Retransmit);
    }

    public void Terminate()
    {
        if (State == ServerState.Terminated)
            return;
        State = ServerState.Terminated;
        stack.Cancel(ref _retransmit);
        stack.Cancel(ref _linger);
        _lastResponse = null;
        stack.Forget(this);
    }
}
