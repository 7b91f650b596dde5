namespace Dialer.Sip.Stack;

/// <summary>The answer to an OPTIONS ping. <paramref name="StatusCode"/> 0: none. Any final status means that the far end lives.</summary>
public readonly record struct SipPingResult(bool Alive, int StatusCode, double RoundTripMs);
