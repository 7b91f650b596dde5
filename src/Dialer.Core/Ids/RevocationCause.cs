namespace Dialer.Core.Ids;

/// <summary>Why a live verdict was taken back: it was a machine after all.</summary>
public enum RevocationCause : byte
{
    /// <summary>It stands.</summary>
    None = 0,

    /// <summary>The voice went on though nobody answered it, or over the agent's words.</summary>
    VoiceGoesOn,

    /// <summary>A mailbox's beep.</summary>
    Beep,

    /// <summary>More was said, nobody had answered, and the whole of it sounds recorded.</summary>
    GreetingEnd,

    /// <summary>The same greeting has been heard before, from a machine.</summary>
    Remembered,
}
