namespace Dialer.Core.Engine.Messages;

/// <summary>Why a command was refused, where a program may have to tell it apart.</summary>
public enum CommandRefusal : byte
{
    /// <summary>Not possible now; the text says why.</summary>
    NotPossible = 0,

    /// <summary>The conversation named is over, is another agent's, or never was.</summary>
    StaleInteraction,

    /// <summary>No conversation is named, and the agent has just got a new one: it may be the last that is meant.</summary>
    AmbiguousInteraction,

    /// <summary>Nobody has spoken with this person yet.</summary>
    NotInConversation,
}
