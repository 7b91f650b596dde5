using Dialer.Sip.Media;
using Dialer.Sip.Stack.Sdp;

namespace Dialer.Sip.Calls;

/// <summary>An offer of the far end that we can take.</summary>
/// <param name="Remote">What it settles about the far end.</param>
public sealed record CallOffer(SdpSession Session, RemoteMedia Remote);
