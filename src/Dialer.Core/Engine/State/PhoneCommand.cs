namespace Dialer.Core.Engine.State;

internal enum PhoneCommand : byte
{
    /// <summary>Not complete yet, or no command.</summary>
    None,
    Ready,
    Pause,
    HangUp,
    Disposition,
    LeaveMessage,

    /// <summary>Hold; from hold back; with somebody asked, from one to the other.</summary>
    HoldOrBack,

    /// <summary>Ask a number; without one let go of whoever is asked.</summary>
    Consult,
    Conference,

    /// <summary>Hand on to a number; without one to whoever is asked.</summary>
    HandOn,

    /// <summary>Park; with a place pick up who is parked there.</summary>
    Park,
}
