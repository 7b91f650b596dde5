namespace Dialer.Core.CallProgress;

/// <summary>Whose greeting a remembered one is.</summary>
public enum MemoryScope : byte
{
    None = 0,

    /// <summary>The machine heard last at this number.</summary>
    Number,

    /// <summary>Shared by several numbers: an announcement of the network, or of a mailbox service.</summary>
    Network,
}
