namespace Dialer.Core.Agents;

/// <summary>What an agent is doing.</summary>
public enum AgentState : byte
{
    LoggedOut,

    /// <summary>Logged in and not to be given anything: a pause with its reason, or a phone leg that is not up yet.</summary>
    NotReady,
    Ready,

    /// <summary>Promised to one call that is being analysed, previewed or bridged.</summary>
    Reserved,
    Talking,
    OnHold,
    WrapUp,
}
