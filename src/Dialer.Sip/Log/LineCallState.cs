namespace Dialer.Sip.Log;

/// <summary>Where a call of the line stands.</summary>
internal enum LineCallState : byte
{
    /// <summary>The INVITE is out, or the next trunk is being tried.</summary>
    Dialing = 0,

    /// <summary>The far end rings, or plays early media.</summary>
    Ringing,

    /// <summary>Inbound: told to the engine, which has not decided.</summary>
    Offered,

    /// <summary>Both directions stand.</summary>
    Answered,

    /// <summary>We cancelled, and wait for the far end to confirm.</summary>
    Ending,

    /// <summary>CallEnded or AgentLegDown was told. Nothing more is.</summary>
    Ended,
}
