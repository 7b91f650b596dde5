namespace Dialer.Core.Engine.Log;

/// <summary>What the next bytes of a log were.</summary>
public enum LogRead : byte
{
    Record,

    /// <summary>Nothing is left.</summary>
    End,

    /// <summary>A record's beginning, and not all of it: a crash while writing, or more bytes are to come.</summary>
    Torn,
}
