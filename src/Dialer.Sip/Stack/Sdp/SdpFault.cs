namespace Dialer.Sip.Stack.Sdp;

/// <summary>Why a description was refused.</summary>
public enum SdpFault : byte
{
    None,
    Empty,
    TooManyLines,
    BadLine,
    BadVersion,
    BadOrigin,
    BadConnection,
    BadMedia,
    TooManyMedia,
    TooManyFormats,
    BadAttribute,
    ConnectionMissing,
}
