namespace Dialer.Core.CallProgress;

/// <summary>Why now is the moment to leave a message.</summary>
public enum MessageCause : byte
{
    None = 0,
    AfterBeep,
    AfterSilence,

    /// <summary>The cap: the greeting did not end in time.</summary>
    Cap,
}
