namespace Dialer.Server.Running;

/// <summary>What the engine said to one command: null where it did as told, else why not.</summary>
public readonly record struct CommandReply(string? Refusal)
{
    public bool IsAccepted => Refusal is null;
}
