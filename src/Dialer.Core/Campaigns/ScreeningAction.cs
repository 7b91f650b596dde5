namespace Dialer.Core.Campaigns;

/// <summary>What is done where a service asks who calls, and why, before it lets the call through.</summary>
public enum ScreeningAction : byte
{
    /// <summary>An agent answers it.</summary>
    Agent,

    /// <summary>The prompt that says who calls is played, then the call goes to an agent as a person's does.</summary>
    SayWhoCalls,
    HangUp,
}
