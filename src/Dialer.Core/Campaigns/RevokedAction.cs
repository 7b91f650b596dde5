namespace Dialer.Core.Campaigns;

/// <summary>What is done with a call whose live verdict is taken back while an agent has it.</summary>
public enum RevokedAction : byte
{
    /// <summary>The agent is told, and decides.</summary>
    Mark,

    /// <summary>The call is handed to the message, and the agent is free.</summary>
    LeaveMessage,
    HangUp,
}
