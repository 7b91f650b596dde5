namespace Dialer.Core.Engine.State;

/// <summary>How an agent is counted in the campaign it serves.</summary>
internal enum BookedAs : byte
{
    Nothing,
    LoggedIn,
    Idle,
    Busy,
}
