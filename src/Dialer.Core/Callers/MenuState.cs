namespace Dialer.Core.Callers;

/// <summary>Where a caller is within a menu's node.</summary>
public enum MenuState : byte
{
    /// <summary>The prompt plays; a key interrupts it.</summary>
    Prompting = 0,

    /// <summary>A key is awaited.</summary>
    Listening,

    /// <summary>The company's system is asked.</summary>
    Asking,

    /// <summary>What it answered is said; then the next step.</summary>
    Saying,

    /// <summary>The menu is behind them.</summary>
    Left,
}
