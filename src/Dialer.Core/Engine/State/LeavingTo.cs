namespace Dialer.Core.Engine.State;

/// <summary>What an agent who is busy has asked to become afterwards.</summary>
internal enum LeavingTo : byte
{
    Stay,
    NotReady,
    LoggedOut,
}
