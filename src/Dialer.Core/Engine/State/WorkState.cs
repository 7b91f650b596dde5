namespace Dialer.Core.Engine.State;

/// <summary>Where a piece of work stands that is no call.</summary>
internal enum WorkState : byte
{
    Waiting,

    /// <summary>An agent was chosen, and has not accepted it yet.</summary>
    Offered,
    Accepted,
    Closed,
}
