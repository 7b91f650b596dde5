using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Dialer.Line;
using Dialer.Sip.Stack;
using SIPSorcery.SIP;
using SIPSorcery.SIP.App;

namespace Dialer.SipSorcery.Signalling;

/// <summary>The library's transport with what this line needs of it: where hosts are, the dialogs by their Call-ID, OPTIONS and registrations.</summary>
internal sealed class Endpoint : ITrunkSignalling, IDisposable
{
    public const string Product = "Dialer";
    /// <summary>Of a host that has many places so many are asked in one question.</summary>
    private const int MostPlaces = 4;

    public const string SessionType = "application/sdp";

    private readonly TelephoneLineOptions _options;
    private readonly LineThread _thread;
    private readonly ConcurrentDictionary<string, Dialog> _dialogs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _silences = new(StringComparer.OrdinalIgnoreCase);
    private readonly IEndpointUser _user;

    public Endpoint(TelephoneLineOptions options, LineThread thread, IEndpointUser user)
    {
        _options = options;
        _thread = thread;
        _user = user;
        Transport = new SIPTransport { CanCreateMissingChannels = false };
        Transport.ResolveSIPUriFromCacheCallback = (uri, preferV6) => Known(uri) ?? SIPDns.ResolveFromCache(uri, preferV6);
        Transport.ResolveSIPUriCallbackAsync = (uri, preferV6, cancellation) => Known(uri) is { } known ? Task.FromResult(known) : SIPDns.ResolveAsync(uri, preferV6, cancellation);
        Transport.SIPTransportRequestReceived += OnRequest;
    }

    public SIPTransport Transport { get; }

    public IPEndPoint LocalEndPoint { get; private set; } = new(IPAddress.None, 0);

    /// <exception cref="SocketException">A port is taken.</exception>
    public void Start(IPAddress? contact)
    {
        var udp = new SIPUDPChannel(new IPEndPoint(_options.BindAddress, _options.SipPort));
        Transport.AddSIPChannel(udp);
        LocalEndPoint = new IPEndPoint(_options.BindAddress, udp.Port);
        if (_options.ListenTcp)
            Transport.AddSIPChannel(new SIPTCPChannel(new IPEndPoint(_options.BindAddress, udp.Port)));
        if (contact is not null)
            Transport.ContactHost = contact.ToString();
    }

    /// <summary>Runs work on the line's thread.</summary>
    public void Post(Action work) => _thread.Post(work);

    public void Add(Dialog dialog) => _dialogs[dialog.CallId] = dialog;

    public void Remove(Dialog dialog) => _dialogs.TryRemove(KeyValuePair.Create(dialog.CallId, dialog));

    public int Dialogs => _dialogs.Count;

    // ---- Where hosts are ----

    private SIPEndPoint? Known(SIPURI uri)
    {
        string name = uri.HostAddress;
        int port = int.TryParse(uri.HostPort, CultureInfo.InvariantCulture, out int written) ? written : 0;
        var protocol = uri.Scheme == SIPSchemesEnum.sips ? SIPProtocolsEnum.tls : uri.Protocol;
        if (IPAddress.TryParse(name.Trim('[', ']'), out var literal))
            return new SIPEndPoint(protocol, literal, port == 0 ? UsualPort(protocol) : port);
        if (!_options.Hosts.TryGetValue(name, out var places) || places.Count == 0)
            return null;
        var place = places[_silences.GetValueOrDefault(name) % places.Count];
        int at = place.Port != 0 ? place.Port : port != 0 ? port : UsualPort(protocol);
        return new SIPEndPoint(protocol, place.Address, at);
    }

    private static int UsualPort(SIPProtocolsEnum protocol) => protocol == SIPProtocolsEnum.tls ? 5061 : 5060;

    /// <summary>Where a trunk's requests come from and go to; empty: it cannot be found. Told on the line's thread.</summary>
    public void Locate(SIPURI uri, Action<SIPEndPoint?> done)
    {
        if (Known(uri) is { } known)
        {
            Post(() => done(known));
            return;
        }
        _ = LocateAsync(uri, done);
    }

    /// <summary>Whether a host can be found, before a call is sent there: the library only sends again and again. Null: nothing is to be found.</summary>
    public void Reach(SIPURI? uri, Action<bool> done)
    {
        if (uri is null || Known(uri) is not null)
            done(true);
        else if (_options.Hosts.ContainsKey(uri.HostAddress))
            Post(() => done(false));
        else
            _ = LocateAsync(uri, place => done(place is not null));
    }

    private async Task LocateAsync(SIPURI uri, Action<SIPEndPoint?> done)
    {
        SIPEndPoint? found = null;
        try
        {
            found = await Transport.ResolveSIPUriAsync(uri).ConfigureAwait(false);
        }
        catch (Exception unknown) when (unknown is SocketException or OperationCanceledException or ApplicationException)
        {
            // The last known place stays, and the probe says whether the trunk lives.
        }
        Post(() => done(found is null || found == SIPEndPoint.Empty ? null : found));
    }

    // ---- Requests that come; on the library's thread ----

    private Task OnRequest(SIPEndPoint local, SIPEndPoint remote, SIPRequest request)
    {
        if (request.Method == SIPMethodsEnum.ACK)
            return Task.CompletedTask;
        bool isWithin = !string.IsNullOrEmpty(request.Header.To?.ToTag);
        if (isWithin)
            Within(request);
        else if (request.Method == SIPMethodsEnum.INVITE)
            Invited(request);
        else
            Respond(request, request.Method == SIPMethodsEnum.OPTIONS ? SIPResponseStatusCodesEnum.Ok : SIPResponseStatusCodesEnum.MethodNotAllowed);
        return Task.CompletedTask;
    }

    private void Within(SIPRequest request)
    {
        if (!_dialogs.TryGetValue(request.Header.CallId, out var dialog))
            Respond(request, SIPResponseStatusCodesEnum.CallLegTransactionDoesNotExist);
        else if (request.Method == SIPMethodsEnum.INVITE)
        {
            var transaction = new UASInviteTransaction(Transport, request, null, noCDR: true);
            Post(() => dialog.TakeOffer(transaction));
        }
        else
            Post(() => dialog.Take(request));
    }

    private void Invited(SIPRequest request)
    {
        var dialog = Dialog.Incoming(this, new UASInviteTransaction(Transport, request, null, noCDR: true));
        Post(() => _user.Incoming(dialog, request));
    }

    public void Respond(SIPRequest request, SIPResponseStatusCodesEnum status, string? session = null)
    {
        var response = SIPResponse.GetResponse(request, status, null);
        response.Header.Server = Product;
        if (session is not null)
        {
            response.Header.Contact = [SIPContactHeader.GetDefaultSIPContactHeader(SIPSchemesEnum.sip)];
            response.Header.ContentType = SessionType;
            response.Body = session;
        }
        new SIPNonInviteTransaction(Transport, request, null).SendResponse(response);
    }

    /// <summary>P-Asserted-Identity (RFC 3325), else Remote-Party-ID: who the far end says that it is; null: it does not.</summary>
    public static string? IdentityOf(SIPHeader header)
    {
        if (header.PassertedIdentity is [{ URI.User.Length: > 0 } asserted, ..])
            return Uri.UnescapeDataString(asserted.URI.User);
        string? party = header.GetUnknownHeaderValue("Remote-Party-ID");
        if (party is null)
            return null;
        int from = party.IndexOf('<', StringComparison.Ordinal), to = party.IndexOf('>', StringComparison.Ordinal);
        return from >= 0 && to > from && SIPURI.TryParse(party[(from + 1)..to], out var uri) && uri.User is { Length: > 0 } user ? Uri.UnescapeDataString(user) : null;
    }

    // ---- What trunks ask ----

    public void Ping(SipUri target, Action<SipPingResult> done, int timeoutMs)
    {
        var uri = SIPURI.ParseSIPURI(target.ToString());
        int places = _options.Hosts.TryGetValue(uri.HostAddress, out var known) ? Math.Clamp(known.Count, 1, MostPlaces) : 1;
        Ask(uri, places, TimeSpan.FromMilliseconds(timeoutMs / places), done);
    }

    /// <summary>Asks one place after the other: one that does not answer leaves the turn to the next of its host.</summary>
    private void Ask(SIPURI uri, int places, TimeSpan patience, Action<SipPingResult> done)
    {
        bool told = false;
        var options = SIPRequest.GetRequest(SIPMethodsEnum.OPTIONS, uri.CopyOf());
        options.Header.UserAgent = Product;
        var asking = new SIPNonInviteTransaction(Transport, options, Known(uri));
        void Tell(bool alive, int status)
        {
            if (told)
                return;
            told = true;
            if (!alive)
                _silences.AddOrUpdate(uri.HostAddress, 1, (_, turns) => (turns + 1) & int.MaxValue);
            if (alive || places == 1)
                done(new SipPingResult(alive, status, 0));
            else
                Ask(uri, places - 1, patience, done);
        }
        asking.NonInviteTransactionFinalResponseReceived += (_, _, _, response) =>
        {
            Post(() => Tell(true, response.StatusCode));
            return Task.FromResult(SocketError.Success);
        };
        asking.NonInviteTransactionFailed += (_, _) => Post(() => Tell(false, 0));
        asking.SendRequest();
        _thread.After(patience, () => Tell(false, 0));
    }

    public Action KeepRegistered(SipRegistrationOptions options, Action<SipRegistrationChange> changed)
    {
        var registrar = SIPURI.ParseSIPURI(options.Registrar.ToString());
        var address = SIPURI.ParseSIPURI(options.AddressOfRecord.ToString());
        var contact = new SIPURI(address.Scheme, IPAddress.Any, 0) { User = address.User };
        var proxy = options.OutboundProxy is { } by ? Known(SIPURI.ParseSIPURI(by.ToString())) : null;
        string host = registrar.Protocol == SIPProtocolsEnum.udp ? registrar.Host : registrar.ToString();
        var agent = new SIPRegistrationUserAgent(
            Transport, proxy, address, options.Credentials?.UserName ?? address.User, options.Credentials?.Password, null, host, contact, options.ExpiresSeconds, null,
            maxRegistrationAttemptTimeout: 10, registerFailureRetryInterval: options.FirstRetrySeconds * 2, maxRegisterAttempts: 3, exitOnUnequivocalFailure: false) { UserAgent = Product };
        agent.RegistrationSuccessful += (_, response) => Post(() => changed(new(SipRegistrationState.Registered, response.StatusCode, response.ReasonPhrase ?? "", options.ExpiresSeconds, 0)));
        agent.RegistrationFailed += (_, response, _) => Refused(response);
        agent.RegistrationTemporaryFailure += (_, response, _) => Refused(response);
        void Refused(SIPResponse? response) =>
            Post(() => changed(new(SipRegistrationState.Failed, response?.StatusCode ?? 0, response?.ReasonPhrase ?? "", 0, options.FirstRetrySeconds)));
        agent.Start();
        return () => agent.Stop();
    }

    public void Dispose()
    {
        Transport.SIPTransportRequestReceived -= OnRequest;
        Transport.Shutdown();
        Transport.Dispose();
    }
}
