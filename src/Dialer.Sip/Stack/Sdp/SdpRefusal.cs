namespace Dialer.Sip.Stack.Sdp;

public enum SdpRefusal : byte
{
    None,

    /// <summary>No audio section, or each was refused with port 0.</summary>
    NoAudio,

    /// <summary>No codec in common.</summary>
    NoCommonCodec,

    /// <summary>The media address is a name, a multicast group, or of the other IP version than ours.</summary>
    NoUsableAddress,

    /// <summary>The transport (DTLS, for one) is none that we speak.</summary>
    UnsupportedTransport,

    /// <summary>SRTP is required here and not offered, or no suite is common, or the answer names a key that was not offered.</summary>
    NoCommonCrypto,

    /// <summary>The answer does not fit the offer.</summary>
    AnswerMismatch,
}
