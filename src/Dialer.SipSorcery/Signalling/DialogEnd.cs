namespace Dialer.SipSorcery.Signalling;

/// <summary>How a dialog ended.</summary>
internal enum DialogEnd : byte
{
    /// <summary>The far end hung up.</summary>
    RemoteBye = 0,

    /// <summary>The caller gave up before the answer.</summary>
    RemoteCancel,

    /// <summary>The far end does not know the call, or did not acknowledge our answer.</summary>
    Gone,
}
