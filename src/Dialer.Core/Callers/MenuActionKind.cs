namespace Dialer.Core.Callers;

/// <summary>What a menu asks for.</summary>
public enum MenuActionKind : byte
{
    /// <summary>Nothing: the input changes nothing here.</summary>
    None = 0,

    /// <summary>Play a prompt; its end is told.</summary>
    Play,

    /// <summary>Say what the company's system answered; its end is told.</summary>
    Say,

    /// <summary>Stop what plays, and wait for a key until the time-out.</summary>
    Listen,

    /// <summary>Ask the company's system; its answer or the time-out is told.</summary>
    Ask,

    /// <summary>The caller leaves the menu.</summary>
    Leave,
}
