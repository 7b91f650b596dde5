namespace Dialer.Sip.Stack;

internal enum ServerState : byte
{
    /// <summary>The request came; no final answer was sent yet.</summary>
    Proceeding,

    /// <summary>A final answer was sent (INVITE: of 300 or more) and is repeated when asked (timers G, H, J).</summary>
    Completed,

    /// <summary>The ACK for a failure came; repeats of it are absorbed (timer I).</summary>
    Confirmed,

    /// <summary>A 2xx to an INVITE was sent; repeats of the INVITE are absorbed (RFC 6026 section 7.1, timer L).</summary>
    Accepted,

    Terminated,
}
