using System.Globalization;
using System.Net.Sockets;
using Dialer.Sip.Stack;
using SIPSorcery.SIP;
using SIPSorcery.SIP.App;

namespace Dialer.SipSorcery.Signalling;

/// <summary>
/// One call in SIP, over the library's user agents and transactions. Its methods are called on the line's thread; what the library tells
/// on threads of its own is posted there, and the end is told once.
/// </summary>
internal sealed class Dialog
{
    private readonly Endpoint _endpoint;
    private readonly SIPEndPoint? _proxy;
    private SIPClientUserAgent? _client;
    private UASInviteTransaction? _server;
    private SIPDialogue? _dialogue;
    private UACInviteTransaction? _asking;
    private bool _isOver, _isCancelled;

    private Dialog(Endpoint endpoint, string callId, SIPEndPoint? proxy)
    {
        _endpoint = endpoint;
        CallId = callId;
        _proxy = proxy;
    }

    public string CallId { get; }

    /// <summary>Who is told of what happens; named before anything does.</summary>
    public IDialogUser User { get; set; } = null!;

    // ---- Outgoing ----

    public static Dialog Invite(Endpoint endpoint, CallOrder order, IDialogUser user)
    {
        var dialog = new Dialog(endpoint, CallProperties.CreateNewCallId(), order.Proxy) { User = user };
        endpoint.Add(dialog);
        endpoint.Reach(order.Proxy is null ? order.Target : null, isFound => dialog.SendIf(isFound, order));
        return dialog;
    }

    private void SendIf(bool isFound, CallOrder order)
    {
        if (_isOver)
            return;
        if (isFound)
            Send(order);
        else
            Fail(new SipFailure(SipFailureCause.Unresolvable, 0, ""));
    }

    private void Send(CallOrder order)
    {
        var client = _client = new SIPClientUserAgent(_endpoint.Transport, order.Proxy) { AdjustInvite = invite => Adjusted(invite, order) };
        client.CallTrying += (_, response) => _endpoint.Post(() => Provisional(response));
        client.CallRinging += (_, response) => _endpoint.Post(() => Provisional(response));
        client.CallAnswered += (_, response) => _endpoint.Post(() => Final(response));
        client.CallFailed += (_, error, response) => _endpoint.Post(() => Failed(error, response));
        var descriptor = new SIPCallDescriptor(order.Account, order.Password, order.Target.ToString(), order.From.ToString(), order.Target.ToString(), null, null, order.User ?? order.Account,
            SIPCallDirection.Out, SDP, order.Session, null) { CallId = CallId };
        client.Call(descriptor);
    }

    private const string SDP = Endpoint.SessionType;

    private static SIPRequest Adjusted(SIPRequest invite, CallOrder order)
    {
        var header = invite.Header;
        header.From = new SIPFromHeader(order.FromName.Length > 0 ? order.FromName : null, order.From, header.From.FromTag);
        header.To = new SIPToHeader(null, order.Target.CopyOf(), null);
        header.UserAgent = Endpoint.Product;
        header.Supported = SIPExtensionHeaders.PRACK;
        if (order.Asserted is { } asserted)
            header.PassertedIdentity.Add(new SIPUriHeader(null, asserted));
        if (order.IsPrivate)
            header.UnknownHeaders.Add("Privacy: id");
        return invite;
    }

    private void Provisional(SIPResponse response)
    {
        if (!_isOver && !_isCancelled && _dialogue is null)
            User.Provisional(response.StatusCode, response.Header.To?.ToTag ?? "", response.Body ?? "");
    }

    // The library tells each final answer as an answer.
    private void Final(SIPResponse response)
    {
        if (_isOver || _dialogue is not null)
            return;
        if (response.StatusCode >= 300)
        {
            FailedWith(response);
            return;
        }
        _dialogue = _client!.SIPDialogue;
        if (_dialogue is null)
            return;
        User.Answered(response.Header.To?.ToTag ?? "", response.Body ?? "", Endpoint.IdentityOf(response.Header));
    }

    private void Failed(string error, SIPResponse? response)
    {
        if (_isOver || _dialogue is not null)
            return;
        if (_isCancelled)
            Fail(new SipFailure(SipFailureCause.Cancelled, 487, ""));
        else if (response is not null)
            FailedWith(response);
        else
            Fail(new SipFailure(CauseOf(error), 0, ""));
    }

    private static SipFailureCause CauseOf(string error) => error switch
    {
        nameof(SocketError.TimedOut) => SipFailureCause.NoResponse,
        nameof(SocketError.HostNotFound) or nameof(SocketError.HostUnreachable) => SipFailureCause.Unresolvable,
        nameof(SocketError.TooManyOpenSockets) => SipFailureCause.Overloaded,
        _ => SipFailureCause.TransportError,
    };

    private void FailedWith(SIPResponse response)
    {
        (int cause, string? text) = Reasons.Q850(response.Header.Reason);
        int? retryAfter = int.TryParse(response.Header.RetryAfter?.Split(';', ' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) ? seconds : null;
        SipUri? moved = response.StatusCode < 400 && response.Header.Contact is [{ ContactURI: { } contact }, ..] && SipUri.TryParse(contact.ToString(), out var to) ? to : null;
        var why = response.StatusCode is 401 or 407 ? SipFailureCause.AuthenticationFailed : SipFailureCause.Refused;
        Fail(new SipFailure(why, response.StatusCode, response.ReasonPhrase ?? "", cause, retryAfter, RedirectTarget: moved, ReasonText: text));
    }

    private void Fail(in SipFailure failure)
    {
        if (End())
            User.Failed(failure);
    }

    /// <summary>Ends a call that is not answered; <see cref="IDialogUser.Failed"/> follows. An answer that crosses it is hung up by the library.</summary>
    public void Cancel()
    {
        if (_isOver || _isCancelled)
            return;
        _isCancelled = true;
        if (_client is { } client)
            client.Cancel();
        else
            _endpoint.Post(() => Fail(new SipFailure(SipFailureCause.Cancelled, 487, "")));
    }

    // ---- Incoming ----

    /// <summary>A call that comes; on the library's thread, so that a CANCEL finds it. Its user is named on the line's.</summary>
    public static Dialog Incoming(Endpoint endpoint, UASInviteTransaction transaction)
    {
        var dialog = new Dialog(endpoint, transaction.TransactionRequest.Header.CallId, null) { _server = transaction };
        transaction.UASInviteTransactionCancelled += (_, _) => endpoint.Post(() => dialog.EndedBy(DialogEnd.RemoteCancel, 0));
        transaction.UASInviteTransactionFailed += (_, _) => endpoint.Post(dialog.NotAcknowledged);
        transaction.OnAckReceived += (_, _, _, ack) =>
        {
            endpoint.Post(() => dialog.GotAck(ack));
            return Task.FromResult(SocketError.Success);
        };
        endpoint.Add(dialog);
        _ = transaction.SendProvisionalResponse(SIPResponse.GetResponse(transaction.TransactionRequest, SIPResponseStatusCodesEnum.Trying, null));
        return dialog;
    }

    public void Ring()
    {
        var ringing = SIPResponse.GetResponse(_server!.TransactionRequest, SIPResponseStatusCodesEnum.Ringing, null);
        ringing.Header.To.ToTag = _server.LocalTag;
        ringing.Header.Contact = [SIPContactHeader.GetDefaultSIPContactHeader(SIPSchemesEnum.sip)];
        _ = _server.SendProvisionalResponse(ringing);
    }

    public void Answer(string session)
    {
        var ok = _server!.GetOkResponse(SDP, session);
        ok.Header.Supported = SIPExtensionHeaders.PRACK;
        ok.Header.Server = Endpoint.Product;
        _server.SendFinalResponse(ok);
        _dialogue = new SIPDialogue(_server);
    }

    /// <summary>Nothing is told of a call that is refused here.</summary>
    public void Reject(int status, string phrase = "")
    {
        if (!End() || _server is null)
            return;
        Refuse(_server, status, phrase);
    }

    private static void Refuse(UASInviteTransaction transaction, int status, string phrase)
    {
        var refusal = SIPResponse.GetResponse(transaction.TransactionRequest, (SIPResponseStatusCodesEnum)status, phrase.Length > 0 ? phrase : null);
        refusal.Header.To.ToTag = transaction.LocalTag;
        transaction.SendFinalResponse(refusal);
    }

    private void GotAck(SIPRequest ack)
    {
        if (!_isOver)
            User.Acknowledged(ack.Body ?? "");
    }

    private void NotAcknowledged()
    {
        if (_isOver || _dialogue is null)
            return;
        SendBye(null);
        EndedBy(DialogEnd.Gone, 0);
    }

    // ---- In the call ----

    /// <summary>Hangs up. Nothing more is told of the call.</summary>
    public void Bye(int cause, string text)
    {
        if (End())
            SendBye(string.Create(CultureInfo.InvariantCulture, $"Q.850;cause={cause};text=\"{text}\""));
    }

    private void SendBye(string? reason)
    {
        var bye = Within(SIPMethodsEnum.BYE);
        bye.Header.Reason = reason;
        new SIPNonInviteTransaction(_endpoint.Transport, bye, _proxy).SendRequest();
    }

    private SIPRequest Within(SIPMethodsEnum method)
    {
        var request = _dialogue!.GetInDialogRequest(method);
        request.Header.UserAgent = Endpoint.Product;
        return request;
    }

    /// <summary>Offers a session within the call; <see cref="IDialogUser.OfferAnswered"/> or <see cref="IDialogUser.Over"/> follows, or nothing.</summary>
    public void Offer(string session)
    {
        if (_isOver || _asking is not null)
            return;
        var invite = Within(SIPMethodsEnum.INVITE);
        invite.Header.Contact = [SIPContactHeader.GetDefaultSIPContactHeader(SIPSchemesEnum.sip)];
        invite.Header.ContentType = SDP;
        invite.Body = session;
        var asking = _asking = new UACInviteTransaction(_endpoint.Transport, invite, _proxy);
        asking.UACInviteTransactionFinalResponseReceived += (_, _, _, response) =>
        {
            _endpoint.Post(() => OfferAnswered(response));
            return Task.FromResult(SocketError.Success);
        };
        asking.UACInviteTransactionFailed += (_, _) => _endpoint.Post(() => _asking = null);
        asking.SendInviteRequest();
    }

    private void OfferAnswered(SIPResponse response)
    {
        _asking = null;
        if (_isOver)
            return;
        if (response.StatusCode is 481 or 408)
            EndedBy(DialogEnd.Gone, 0);
        else
            User.OfferAnswered(response.StatusCode < 300 ? response.Body ?? "" : "");
    }

    /// <summary>A request within the call, on the line's thread.</summary>
    public void Take(SIPRequest request)
    {
        if (_dialogue is { } dialogue)
            dialogue.RemoteCSeq = Math.Max(dialogue.RemoteCSeq, request.Header.CSeq);
        switch (request.Method)
        {
            case SIPMethodsEnum.BYE:
                _endpoint.Respond(request, SIPResponseStatusCodesEnum.Ok);
                EndedBy(DialogEnd.RemoteBye, Reasons.Q850(request.Header.Reason).Cause);
                break;
            case SIPMethodsEnum.INFO:
                _endpoint.Respond(request, SIPResponseStatusCodesEnum.Ok);
                User.Informed(request.Header.ContentType ?? "", request.Body ?? "");
                break;
            case SIPMethodsEnum.UPDATE:
                Update(request);
                break;
            case SIPMethodsEnum.OPTIONS or SIPMethodsEnum.NOTIFY:
                _endpoint.Respond(request, SIPResponseStatusCodesEnum.Ok);
                break;
            case SIPMethodsEnum.REFER:
                _endpoint.Respond(request, SIPResponseStatusCodesEnum.Decline);
                break;
            default:
                _endpoint.Respond(request, SIPResponseStatusCodesEnum.MethodNotAllowed);
                break;
        }
    }

    // RFC 3311: an offer without an acknowledgement.
    private void Update(SIPRequest request)
    {
        string offered = request.Body ?? "";
        string? session = offered.Length == 0 || _asking is not null ? null : User.Offered(offered);
        var status = session is not null || offered.Length == 0 ? SIPResponseStatusCodesEnum.Ok : _asking is null ? SIPResponseStatusCodesEnum.NotAcceptableHere : SIPResponseStatusCodesEnum.RequestPending;
        _endpoint.Respond(request, status, session);
        User.Refreshed(Endpoint.IdentityOf(request.Header));
    }

    /// <summary>An INVITE within the call, on the line's thread.</summary>
    public void TakeOffer(UASInviteTransaction transaction)
    {
        var request = transaction.TransactionRequest;
        if (_dialogue is null || _isOver || _asking is not null)
        {
            Refuse(transaction, _asking is null ? 488 : 491, "");
            return;
        }
        _dialogue.RemoteCSeq = Math.Max(_dialogue.RemoteCSeq, request.Header.CSeq);
        if (request.Header.Contact is [{ ContactURI: { } contact }, ..])
            _dialogue.RemoteTarget = contact.CopyOf();
        if (User.Offered(request.Body ?? "") is not { } session)
        {
            Refuse(transaction, 488, "");
            return;
        }
        transaction.OnAckReceived += (_, _, _, ack) =>
        {
            if (string.IsNullOrEmpty(request.Body))
                _endpoint.Post(() => GotAck(ack));
            return Task.FromResult(SocketError.Success);
        };
        var ok = transaction.GetOkResponse(SDP, session);
        ok.Header.Supported = SIPExtensionHeaders.PRACK;
        ok.Header.Server = Endpoint.Product;
        transaction.SendFinalResponse(ok);
        User.Refreshed(Endpoint.IdentityOf(request.Header));
    }

    private void EndedBy(DialogEnd end, int cause)
    {
        if (End())
            User.Over(end, cause);
    }

    private bool End()
    {
        if (_isOver)
            return false;
        _isOver = true;
        _endpoint.Remove(this);
        return true;
    }
}
