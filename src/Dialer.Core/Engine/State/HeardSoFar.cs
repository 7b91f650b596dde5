namespace Dialer.Core.Engine.State;

/// <summary>How much of the way from a person's answer to the agent's ear was measured.</summary>
internal enum HeardSoFar : byte
{
    Nothing = 0,

    /// <summary>The agent's first packet.</summary>
    Agent,

    /// <summary>The agent's first packet, and the first with the person's voice.</summary>
    Customer,

    /// <summary>The person waited for an agent: the line's delay is not what they felt.</summary>
    Waited,
}
