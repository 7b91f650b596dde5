namespace Dialer.Sip.Stack;

/// <summary>One OPTIONS out of dialog, to learn whether a trunk lives.</summary>
internal sealed class SipPing(SipStack stack, SipUri target, Action<SipPingResult> done, int timeoutMs) : IClientTransactionUser, ITimerTarget
{
    private ClientTransaction? _transaction;
    private TimerHandle _timer;
    private long _startMs;
    private bool _finished;

    public void Start()
    {
        _startMs = stack.NowMs;
        _timer = stack.Schedule(timeoutMs, this, 1);
        stack.Resolve(target, OnResolved);
    }

    private void OnResolved(IReadOnlyList<SipHop> hops)
    {
        if (_finished) return;
        if (hops.Count == 0 || stack.Local(hops[0].Transport) is not { } local)
        {
            Finish(0);
            return;
        }
        string id = stack.Ids.Next().ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
        string self = System.Text.Encoding.UTF8.GetString(local.SentBy);
        _transaction = stack.Send(
            new OutgoingRequest
            {
                Method = SipMethod.Options,
                RequestUri = SipStack.Utf8(target.ToString()),
                From = SipStack.Utf8($"<sip:{SipUri.Escape(stack.Options.ContactUser)}@{self}>;tag={id}"),
                To = SipStack.Utf8($"<{target}>"),
                CallId = SipStack.Utf8(id),
                CSeq = 1,
            },
            hops[0],
            this);
        if (_transaction is null) Finish(0);
    }

    void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipMessage response)
    {
        if (response.StatusCode >= 200) Finish(response.StatusCode);
    }

    void IClientTransactionUser.OnFailure(ClientTransaction transaction, TransactionFailure failure) => Finish(0);

    void ITimerTarget.OnTimer(int kind) => Finish(0);

    private void Finish(int status)
    {
        if (_finished) return;
        _finished = true;
        stack.Cancel(ref _timer);
        if (status == 0) _transaction?.Terminate();
        done(new SipPingResult(status != 0, status, stack.NowMs - _startMs));
    }
}
