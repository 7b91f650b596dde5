namespace Dialer.Sip.Stack;

/// <summary>A client transaction: RFC 3261 section 17.1 with RFC 6026. One method per state.</summary>
internal sealed class ClientTransaction(SipStack stack, ulong key, SipMethod method, SipHop hop, byte[] request, IClientTransactionUser user) : ITimerTarget
{
    private const int Retransmit = 1;
    private const int Timeout = 2;
    private const int Linger = 3;
    private const int Unsendable = 4;

    private byte[]? _request = request;
    private byte[]? _ack;
    private TimerHandle _retransmit;
    private TimerHandle _timeout;
    private int _intervalMs;

    public ulong Key { get; } = key;

    public SipMethod Method { get; } = method;

    public SipHop Hop { get; private set; } = hop;

    public IClientTransactionUser User { get; } = user;

    /// <summary>Sent over TCP for its length alone.</summary>
    public bool MayReturnToUdp { get; set; }

    /// <summary>The request that this transaction carries, for a retry with credentials.</summary>
    public OutgoingRequest? Origin { get; init; }

    public ClientState State { get; private set; } = method == SipMethod.Invite ? ClientState.Calling : ClientState.Trying;

    /// <summary>The bytes sent; empty once they are of no more use.</summary>
    public ReadOnlySpan<byte> Request => _request;

    public void Start()
    {
        _intervalMs = stack.Options.T1Ms;
        if (!Hop.IsReliable)
            _retransmit = stack.Schedule(_intervalMs, this, Retransmit);
        _timeout = stack.Schedule(64L * stack.Options.T1Ms, this, Timeout);
    }

    /// <summary>The first send was refused: reported in a turn of its own, so that the sender has its reference first.</summary>
    public void FailSoon()
    {
        stack.Cancel(ref _retransmit);
        _retransmit = stack.Schedule(0, this, Unsendable);
    }

    public void OnResponse(SipMessage response)
    {
        switch (State)
        {
            case ClientState.Calling:
            case ClientState.Proceeding when Method == SipMethod.Invite:
                InviteInProgress(response);
                break;
            case ClientState.Trying:
            case ClientState.Proceeding:
                RequestInProgress(response);
                break;
            case ClientState.Completed:
                AbsorbRepeat(response);
                break;
            case ClientState.Accepted:
                stack.Counters.RetransmissionsReceived++;
                if (response.StatusCode is >= 200 and < 300)
                    User.OnResponse(this, response);
                break;
            case ClientState.Terminated:
                break;
        }
    }

    private void InviteInProgress(SipMessage response)
    {
        stack.Cancel(ref _retransmit);
        if (response.StatusCode < 200)
        {
            // Timer B guards only the Calling state: a phone may ring for minutes.
            stack.Cancel(ref _timeout);
            State = ClientState.Proceeding;
            User.OnResponse(this, response);
            return;
        }
        stack.Cancel(ref _timeout);
        if (response.StatusCode < 300)
        {
            _request = null;
            EnterLinger(ClientState.Accepted, 64L * stack.Options.T1Ms);
            User.OnResponse(this, response);
            return;
        }
        _ack = stack.ComposeFailureAck(this, response);
        stack.SendRaw(Hop, _ack, Key);
        _request = null;
        EnterLinger(ClientState.Completed, Hop.IsReliable ? 0 : Math.Max(32_000, 64L * stack.Options.T1Ms));
        User.OnResponse(this, response);
    }

    private void RequestInProgress(SipMessage response)
    {
        if (response.StatusCode < 200)
        {
            State = ClientState.Proceeding;
            User.OnResponse(this, response);
            return;
        }
        stack.Cancel(ref _retransmit);
        stack.Cancel(ref _timeout);
        _request = null;
        EnterLinger(ClientState.Completed, Hop.IsReliable ? 0 : stack.Options.T4Ms);
        User.OnResponse(this, response);
    }

    private void AbsorbRepeat(SipMessage response)
    {
        stack.Counters.RetransmissionsReceived++;
        if (_ack is not null && response.StatusCode >= 300)
            stack.SendRaw(Hop, _ack, Key);
    }

    private void EnterLinger(ClientState state, long lingerMs)
    {
        State = state;
        if (lingerMs == 0)
            Terminate();
        else
            _timeout = stack.Schedule(lingerMs, this, Linger);
    }

    public void OnTimer(int kind)
    {
        switch (kind)
        {
            case Retransmit: SendAgain(); break;
            case Timeout: Fail(TransactionFailure.Timeout); break;
            case Linger: Terminate(); break;
            case Unsendable: Fail(TransactionFailure.Transport); break;
            default: throw new InvalidOperationException($"A client transaction has no timer {kind}.");
        }
    }

    private void SendAgain()
    {
        if (_request is null)
            return;
        stack.Counters.Retransmissions++;
        bool sent = stack.SendRaw(Hop, _request, Key);
        if (!sent)
        {
            Fail(TransactionFailure.Transport);
            return;
        }

        // Timer A doubles without bound; timer E doubles up to T2, and is T2 once a provisional came.
        int doubled = _intervalMs * 2;
        _intervalMs = Method == SipMethod.Invite ? doubled
            : State == ClientState.Proceeding ? stack.Options.T2Ms
            : Math.Min(doubled, stack.Options.T2Ms);
        _retransmit = stack.Schedule(_intervalMs, this, Retransmit);
    }

    public void Fail(TransactionFailure failure)
    {
        bool waiting = State is ClientState.Calling or ClientState.Trying or ClientState.Proceeding;
        if (!waiting || (failure == TransactionFailure.Transport && ReturnsToUdp()))
            return;
        Terminate();
        User.OnFailure(this, failure);
    }

    private bool ReturnsToUdp()
    {
        if (!MayReturnToUdp || Origin is null || State == ClientState.Proceeding)
            return false;
        MayReturnToUdp = false;
        Hop = Hop with { Transport = SipTransport.Udp, Connection = 0 };
        _request = stack.ComposeForUdp(Origin, Key);
        _retransmit = stack.Schedule(_intervalMs, this, Retransmit);
        if (!stack.SendRaw(Hop, _request, Key))
            FailSoon();
        return true;
    }

    /// <summary>Ends without a report: its user has no more interest and the far end's repeats may fall through.</summary>
    public void Terminate()
    {
        if (State == ClientState.Terminated)
            return;
        State = ClientState.Terminated;
        stack.Cancel(ref _retransmit);
        stack.Cancel(ref _timeout);
        _request = _ack = null;
        stack.Forget(this);
    }
}
