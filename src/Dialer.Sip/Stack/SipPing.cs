namespace Dialer.Sip.Stack;

/// <summary>OPTIONS out of dialog, to learn whether a trunk lives: to the first few of its servers at once, and the first answer counts.</summary>
internal sealed class SipPing(SipStack stack, SipUri target, Action<SipPingResult> done, int timeoutMs) : IClientTransactionUser, ITimerTarget
{
    private const int MaxServers = 3;

    /// <summary>However often the process stalls, an answer is waited for so many times as long as usual.</summary>
    private const int MaxStretch = 10;

    private readonly List<ClientTransaction> _asked = [];
    private TimerHandle _timer;
    private long _startMs;
    private long _lostMs;
    private bool _finished;

    public void Start()
    {
        _startMs = stack.NowMs;
        _lostMs = stack.LostMs;
        _timer = stack.Schedule(timeoutMs, this, 1);
        stack.Resolve(target, OnResolved);
    }

    private void OnResolved(IReadOnlyList<SipHop> hops)
    {
        if (_finished)
            return;
        foreach (var hop in hops.Take(MaxServers))
        {
            if (Ask(hop) is { } transaction)
                _asked.Add(transaction);
        }
        if (_asked.Count == 0)
            Finish(0);
    }

    private ClientTransaction? Ask(in SipHop hop)
    {
        if (stack.Local(hop.Transport) is not { } local)
            return null;
        string id = stack.Ids.Next().ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
        string self = System.Text.Encoding.UTF8.GetString(local.SentBy);
        OutgoingRequest options = new()
        {
            Method = SipMethod.Options,
            RequestUri = SipStack.Utf8(target.ToString()),
            From = SipStack.Utf8($"<sip:{SipUri.Escape(stack.Options.ContactUser)}@{self}>;tag={id}"),
            To = SipStack.Utf8($"<{target.AsParty}>"),
            CallId = SipStack.Utf8(id),
            CSeq = 1,
        };
        return stack.Send(options, hop, this);
    }

    void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipMessage response)
    {
        if (response.StatusCode >= 200)
            Finish(response.StatusCode);
    }

    void IClientTransactionUser.OnFailure(ClientTransaction transaction, TransactionFailure failure)
    {
        _asked.Remove(transaction);
        if (_asked.Count == 0)
            Finish(0);
    }

    /// <summary>Time in which this process did not run is no time in which the other end was silent: it is given again.</summary>
    void ITimerTarget.OnTimer(int kind)
    {
        long lost = Math.Min(stack.LostMs - _lostMs, timeoutMs);
        _lostMs = stack.LostMs;
        if (lost > 0 && !_finished && stack.NowMs - _startMs < MaxStretch * timeoutMs)
            _timer = stack.Schedule(lost, this, 1);
        else
            Finish(0);
    }

    private void Finish(int status)
    {
        if (_finished)
            return;
        _finished = true;
        stack.Cancel(ref _timer);
        foreach (var asked in _asked)
            asked.Terminate();
        done(new SipPingResult(status != 0, status, stack.NowMs - _startMs));
    }
}
