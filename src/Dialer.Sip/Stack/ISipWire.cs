namespace Dialer.Sip.Stack;

/// <summary>Carries composed messages away. Called on the reactor thread only; must not block.</summary>
internal interface ISipWire
{
    /// <summary>False: this hop cannot be sent to. A failure that shows later is told by <see cref="SipStack.OnSendFailed"/> with the same key.</summary>
    bool Send(in SipHop to, ReadOnlySpan<byte> message, ulong clientKey);

    /// <summary>False: the hop names a connection that has ended.</summary>
    bool Reaches(in SipHop hop) => true;
}
