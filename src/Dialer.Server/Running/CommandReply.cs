using Dialer.Core.Engine.Messages;
using Dialer.Core.Time;

namespace Dialer.Server.Running;

/// <summary>What the engine said to one command.</summary>
/// <param name="Refusal">Null where it did as told, else why not.</param>
public readonly record struct CommandReply(string? Refusal)
{
    /// <summary>The refusal for programs.</summary>
    public CommandRefusal Code { get; init; }

    /// <summary>What the command promised is kept once the store has everything up to here.</summary>
    public long Stored { get; init; }

    /// <summary>The conversation named is open no more: what the store knows of it is wanted.</summary>
    public bool IsOver { get; init; }

    /// <summary>Done, and not on disk in time: it may still be lost.</summary>
    public bool IsUnstored { get; init; }

    /// <summary>When the call back that was promised will be; null: none was.</summary>
    public Instant? CallBackAt { get; init; }

    /// <summary>The work that was posted; 0: none was.</summary>
    public long Interaction { get; init; }

    public bool IsAccepted => Refusal is null;
}
