namespace Dialer.Core.Compliance;

/// <summary>Whose list keeps a number from being called.</summary>
public enum DoNotCallKind : byte
{
    /// <summary>The company's own, and everybody who said no to it.</summary>
    Company,

    /// <summary>A register of the state.</summary>
    National,

    /// <summary>One campaign's own: others may call.</summary>
    Campaign,
}
