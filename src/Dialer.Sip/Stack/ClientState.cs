namespace Dialer.Sip.Stack;

internal enum ClientState : byte
{
    /// <summary>INVITE sent, nothing back yet: timers A and B run (RFC 3261 section 17.1.1.2).</summary>
    Calling,

    /// <summary>Another request sent, nothing back yet: timers E and F run (section 17.1.2.2).</summary>
    Trying,

    /// <summary>A provisional answer came.</summary>
    Proceeding,

    /// <summary>The final answer came; repeats of it are absorbed (timers D and K).</summary>
    Completed,

    /// <summary>A 2xx to an INVITE came; further ones go to the dialog (RFC 6026 section 7.2, timer M).</summary>
    Accepted,

    Terminated,
}
