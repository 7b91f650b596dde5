namespace Dialer.Sip.Stack;

internal enum FrameStep : byte
{
    /// <summary>The bytes so far are no whole message.</summary>
    NeedMore,

    /// <summary>A whole message was cut off.</summary>
    Message,

    /// <summary>The far end asks whether we are there (two CR LF, RFC 5626 section 4.4.1).</summary>
    Ping,

    /// <summary>Where the next message begins cannot be told any more: answer what can be answered, then close.</summary>
    Broken,
}
