using System.Text;

namespace Dialer.Sip.Stack;

/// <summary>A binding that is kept alive: refreshed before it ends, tried again with growing pauses when it fails (RFC 3261 section 10.2).</summary>
public sealed class SipRegistration : IClientTransactionUser, ITimerTarget
{
    private const int RefreshTimer = 1;

    private readonly SipStack _stack;
    private readonly SipRegistrationOptions _options;
    private readonly Action<SipRegistration, SipRegistrationChange> _changed;
    private readonly DigestClient? _digest;
    private readonly byte[] _callId;
    private readonly byte[] _from;
    private readonly byte[] _to;
    private IReadOnlyList<SipHop> _hops = [];
    private ClientTransaction? _transaction;
    private OutgoingRequest? _request;
    private TimerHandle _timer;
    private int _cseq;
    private int _tries;
    private int _retrySeconds;
    private int _askedExpires;
    private int _hopIndex;
    private bool _stopping;

    internal SipRegistration(SipStack stack, SipRegistrationOptions options, Action<SipRegistration, SipRegistrationChange> changed, ulong id)
    {
        _stack = stack;
        _options = options;
        _changed = changed;
        _digest = options.Credentials is { } credentials ? new DigestClient(credentials) : null;
        string name = id.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
        _callId = SipStack.Utf8(name);
        _to = SipStack.Utf8($"<{options.AddressOfRecord}>");
        _from = SipStack.Utf8($"<{options.AddressOfRecord}>;tag={name}");
        _retrySeconds = options.FirstRetrySeconds;
        _askedExpires = options.ExpiresSeconds;
    }

    public SipRegistrationState State { get; private set; }

    public SipRegistrationOptions Options => _options;

    /// <summary>Removes the binding (Expires: 0) and ends.</summary>
    public void Stop()
    {
        if (_stack.Executor.IsCurrent)
            StopNow();
        else
            _stack.Executor.Execute(StopNow);
    }

    internal void Start()
    {
        _stack.Resolve(_options.OutboundProxy ?? _options.Registrar, OnResolved);
    }

    internal void StopNow()
    {
        if (_stopping)
            return;
        _stopping = true;
        _stack.Cancel(ref _timer);
        bool bound = State == SipRegistrationState.Registered;
        if (bound && _hops.Count > 0)
            Send(0);
        Change(SipRegistrationState.Unregistered, 0, "", 0, 0);
    }

    private void OnResolved(IReadOnlyList<SipHop> hops)
    {
        if (_stopping)
            return;
        _hops = hops;
        _hopIndex = 0;
        if (hops.Count == 0)
            OnFailed(0, "Unresolvable", null);
        else
            Send(_askedExpires);
    }

    private void Send(int expires)
    {
        var hop = _hops[_hopIndex];
        _tries = 0;
        _request = new OutgoingRequest
        {
            Method = SipMethod.Register,
            RequestUri = SipStack.Utf8(_options.Registrar.ToString()),
            Routes = _options.OutboundProxy is { } proxy ? SipStack.Utf8($"Route: <{proxy.LooseRoute}>\r\n") : [],
            From = _from,
            To = _to,
            CallId = _callId,
            CSeq = ++_cseq,
            Contact = ContactFor(hop),
            Extra = SipStack.Utf8($"Expires: {expires}\r\n"),
        };
        SendRequest(hop);
    }

    private byte[] ContactFor(in SipHop hop)
    {
        if (_stack.Local(hop.Transport) is not { } local)
            return [];
        string user = _options.ContactUser ?? _options.AddressOfRecord.User ?? "";
        string line = Encoding.UTF8.GetString(local.ContactFor(SipStack.Utf8(_options.Registrar.ToString())));
        int start = line.IndexOf(':', line.IndexOf('<', StringComparison.Ordinal)) + 1;
        int at = line.IndexOf('@', start);
        return SipStack.Utf8($"{line[..start]}{user}{line[at..]}");
    }

    private void SendRequest(in SipHop hop)
    {
        _transaction = _stack.Send(_request!, hop, this);
        if (_transaction is null)
            OnFailed(0, "Overloaded", null);
    }

    void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipMessage response)
    {
        if (transaction != _transaction || response.StatusCode < 200)
            return;
        if (response.StatusCode is 401 or 407 && TryAuthorize(response))
            return;
        if (_stopping)
            return;
        if (response.StatusCode < 300)
            OnAccepted(response);
        else if (response.StatusCode == 423 && TryLongerInterval(response))
            Send(_askedExpires);
        else
            OnFailed(response.StatusCode, response.ReasonText, response.RetryAfterSeconds);
    }

    private bool TryAuthorize(SipMessage response)
    {
        string cnonce = _stack.Ids.Next().ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
        string? line = _digest?.Answer(response, SipMethod.Register, _options.Registrar.ToString(), _tries, cnonce);
        if (line is null)
            return false;
        _tries++;
        _request!.Authorization = line;
        _request.CSeq = ++_cseq;
        SendRequest(_hops[_hopIndex]);
        return true;
    }

    private bool TryLongerInterval(SipMessage response)
    {
        bool longer = SipSyntax.TryParseNumber(response.Header(SipHeader.MinExpires), 604_800, out long minimum) && minimum > _askedExpires;
        if (longer)
            _askedExpires = (int)minimum;
        return longer;
    }

    private void OnAccepted(SipMessage response)
    {
        int expires = GrantedSeconds(response);
        _retrySeconds = _options.FirstRetrySeconds;
        long refreshMs = Math.Max(1_000L, Math.Max(expires - 10, expires * 8 / 10) * 1000L);
        _timer = _stack.Schedule(refreshMs, this, RefreshTimer);
        Change(SipRegistrationState.Registered, response.StatusCode, response.ReasonText, expires, 0);
    }

    /// <summary>
    /// What was granted to our own Contact (RFC 3261 section 10.2.4). A NAT or a proxy on the way may have rewritten it past
    /// recognition: then the least that was granted to any, since to refresh too early costs nothing. Without a parameter the
    /// Expires field counts, else what we asked for.
    /// </summary>
    private int GrantedSeconds(SipMessage response)
    {
        ReadOnlySpan<byte> own = _request!.Contact.AsSpan();
        int open = own.IndexOf((byte)'<');
        own = own[(open + 1)..own.IndexOf((byte)'>')];
        int unnamed = SipSyntax.TryParseNumber(response.Header(SipHeader.Expires), int.MaxValue, out long all) ? (int)all : _askedExpires;
        int? least = null;
        for (int i = response.IndexOf(SipHeader.Contact); i >= 0; i = response.IndexOf(SipHeader.Contact, i + 1))
        {
            var rest = response.ValueAt(i);
            while (SipSyntax.NextListItem(ref rest, out var item))
            {
                if (!SipAddressView.TryParse(item, out var address))
                    continue;
                int granted = unnamed;
                if (address.TryGetParameter("expires"u8, out var text) && SipSyntax.TryParseNumber(text.Trim((byte)'"'), int.MaxValue, out long seconds))
                    granted = (int)seconds;
                if (SipUriComparison.AreSame(address.Uri, own))
                    return granted;
                least = Math.Min(least ?? granted, granted);
            }
        }
        return least ?? unnamed;
    }

    void IClientTransactionUser.OnFailure(ClientTransaction transaction, TransactionFailure failure)
    {
        if (transaction != _transaction || _stopping)
            return;
        if (_hopIndex + 1 < _hops.Count)
        {
            _hopIndex++;
            Send(_askedExpires);
            return;
        }
        OnFailed(0, failure == TransactionFailure.Timeout ? "No Answer" : "Transport Error", null);
    }

    private void OnFailed(int status, string phrase, int? retryAfterSeconds)
    {
        if (_stopping)
            return;
        int pause = Math.Clamp(Math.Max(_retrySeconds, retryAfterSeconds ?? 0), 1, Math.Max(_options.MaxRetrySeconds, retryAfterSeconds ?? 0));
        _retrySeconds = Math.Min(_retrySeconds * 2, _options.MaxRetrySeconds);
        _timer = _stack.Schedule(pause * 1000L, this, RefreshTimer);
        Change(SipRegistrationState.Failed, status, phrase, 0, pause);
    }

    void ITimerTarget.OnTimer(int kind)
    {
        // Ask for the address again: it may have moved since.
        if (!_stopping)
            Start();
    }

    private void Change(SipRegistrationState state, int status, string phrase, int expires, int retry)
    {
        State = state;
        _changed(this, new SipRegistrationChange(state, status, phrase, expires, retry));
    }
}
