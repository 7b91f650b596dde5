namespace Dialer.Sip.Stack;

/// <summary>What an endpoint tells its owner. Runs on the reactor thread.</summary>
public interface ISipEndpointHandler
{
    /// <summary>
    /// A new call. Set <see cref="SipCall.Handler"/>, then Ring, Progress, Answer or Reject, now or later; the stack sends
    /// 100 itself. Without a handler the call is refused with 480.
    /// </summary>
    void OnIncomingCall(SipCall call, SipMessage invite);
}
