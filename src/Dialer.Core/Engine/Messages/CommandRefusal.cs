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

    // A promised call back that cannot be kept; the text says which rule, and the next moment that is allowed.
    CallBackInPast,

    /// <summary>More than a year ahead.</summary>
    CallBackTooFar,

    /// <summary>The hours at the person's place, holidays, limits, rests, consent, prefixes, the campaign's end.</summary>
    CallBackOutsideRules,

    /// <summary>The person objects to calls.</summary>
    CallBackToObjector,

    /// <summary>Given without an offset, and nobody knows the person's clock.</summary>
    CallBackClockUnknown,

    /// <summary>The queue names no campaign that calls back.</summary>
    CallBackWithoutCampaign,

    /// <summary>The caller showed no number.</summary>
    CallBackWithoutNumber,
}
