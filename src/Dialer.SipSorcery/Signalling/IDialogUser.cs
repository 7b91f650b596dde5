using Dialer.Sip.Stack;

namespace Dialer.SipSorcery.Signalling;

/// <summary>Who a dialog belongs to. On the line's thread; after <see cref="Failed"/> or <see cref="Over"/> nothing more is told.</summary>
internal interface IDialogUser
{
    /// <param name="tag">Of the early dialog: a forked call has several.</param>
    /// <param name="session">The session description in it; empty: none.</param>
    void Provisional(int status, string tag, string session);

    /// <param name="tag">Of the dialog that answers.</param>
    /// <param name="identity">Who the far end says that it is; null: it does not.</param>
    void Answered(string tag, string session, string? identity);

    /// <summary>An outgoing call came to nothing.</summary>
    void Failed(in SipFailure failure);

    /// <summary>The session that the far end gives in its ACK, where ours was offered in the answer.</summary>
    void Acknowledged(string session);

    /// <summary>The far end's offer within the call; null: refused. An empty one asks for ours.</summary>
    string? Offered(string session);

    /// <summary>Our own offer within the call was answered; empty: refused, by a far end that knows the call.</summary>
    void OfferAnswered(string session);

    void Refreshed(string? identity);

    void Informed(string type, string body);

    void Over(DialogEnd end, int cause);
}
