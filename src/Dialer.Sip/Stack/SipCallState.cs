namespace Dialer.Sip.Stack;

/// <summary>Where a call stands. One sentence each; see <see cref="SipCall"/> for who moves it.</summary>
public enum SipCallState : byte
{
    /// <summary>Outgoing: the INVITE left, or waits for a name to resolve. Incoming: the INVITE came, nothing was answered yet.</summary>
    Inviting,

    /// <summary>A provisional answer was received or sent.</summary>
    Early,

    /// <summary>A 2xx was received or sent; the dialog stands.</summary>
    Answered,

    /// <summary>We asked for the end (CANCEL or BYE) and the far end has not confirmed it yet.</summary>
    Ending,

    /// <summary>Over. Nothing more is reported.</summary>
    Ended,
}
