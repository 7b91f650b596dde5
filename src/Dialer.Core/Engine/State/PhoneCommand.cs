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
}
