namespace Dialer.Core.Engine.State;

/// <summary>Where a handover stands.</summary>
internal enum HandoverState : byte
{
    /// <summary>Whoever is meant is being reached.</summary>
    Reaching,

    /// <summary>The agent who asks speaks with them; the person holds.</summary>
    Speaking,

    /// <summary>They hold; the agent is with the person.</summary>
    Aside,

    /// <summary>All three hear each other.</summary>
    Joined,

    /// <summary>A number at the PBX has the person; no agent does.</summary>
    Given,
    Over,
}
