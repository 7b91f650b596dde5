namespace Dialer.Core.Handovers;

/// <summary>What whoever is shown a step of a conversation should know of it.</summary>
public readonly record struct StepDetail
{
    /// <summary>The other party's number as shown, may be empty.</summary>
    public string Party { get; init; }

    /// <summary>What the agent who handed it on wrote for the next; null: nothing.</summary>
    public string? Note { get; init; }

    /// <summary>What was said of the conversation so far; null: nothing.</summary>
    public string? Disposition { get; init; }
    public string? SaidNote { get; init; }
}
