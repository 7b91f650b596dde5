namespace Dialer.Sip.Stack;

public enum SipCallEndCause : byte
{
    /// <summary>The far end sent BYE.</summary>
    RemoteBye,

    /// <summary>We sent BYE.</summary>
    LocalBye,

    /// <summary>Incoming, before an answer: the caller sent CANCEL.</summary>
    RemoteCancel,

    /// <summary>Incoming, before an answer: we rejected it.</summary>
    LocalReject,

    /// <summary>Incoming: our 2xx was never acknowledged within 64 x T1; the stack has sent BYE.</summary>
    AckTimeout,

    /// <summary>The session timer ran out without a refresh (RFC 4028); the stack has sent BYE.</summary>
    SessionExpired,

    /// <summary>A request inside the dialog got 481 or 408, or no answer: the far end does not know the call.</summary>
    DialogGone,

    /// <summary>The endpoint stopped.</summary>
    Stopped,
}
