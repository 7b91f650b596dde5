namespace Dialer.Core.Campaigns;

/// <summary>What is done with an answer that analysis did not call a live voice.</summary>
public enum AnswerAction : byte
{
    Agent,
    HangUp,
    LeaveMessage,

    /// <summary>The abandoned-call announcement, then hang up.</summary>
    Announcement,
}
