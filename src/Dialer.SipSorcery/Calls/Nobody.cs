using Dialer.Sip.Stack;
using Dialer.SipSorcery.Signalling;

namespace Dialer.SipSorcery.Calls;

/// <summary>Whose a dialog is that its call has left.</summary>
internal sealed class Nobody : IDialogUser
{
    public static readonly Nobody One = new();

    public void Provisional(int status, string tag, string session)
    {
    }

    public void Answered(string tag, string session, string? identity)
    {
    }

    public void Failed(in SipFailure failure)
    {
    }

    public void Acknowledged(string session)
    {
    }

    public string? Offered(string session) => null;

    public void OfferAnswered(string session)
    {
    }

    public void Refreshed(string? identity)
    {
    }

    public void Informed(string type, string body)
    {
    }

    public void Over(DialogEnd end, int cause)
    {
    }
}
