namespace Dialer.Core.CallProgress;

/// <summary>What the network told before the answer.</summary>
public enum RingPattern : byte
{
    /// <summary>Nothing: answered at once, as mailboxes of switched-off phones are on some networks.</summary>
    None = 0,

    /// <summary>It rang.</summary>
    Ringing,

    /// <summary>With sound before the answer.</summary>
    EarlyMedia,
}
