namespace Dialer.Sip.Stack;

/// <summary>Finds the hops of a URI, best first (RFC 3263).</summary>
internal interface ISipResolver
{
    /// <summary>Calls <paramref name="done"/> on the stack's thread, at once when nothing needs to be asked; empty when there are none.</summary>
    void Resolve(SipUri target, Action<IReadOnlyList<SipHop>> done);
}
