namespace Dialer.Core.Ids;

/// <summary>A network leg: to a called person, from a caller, or an agent's nailed-up leg.</summary>
public readonly record struct CallId(long Value)
{
    public static readonly CallId None = new(0);

    /// <summary>Ids of calls that arrive are given by the line, from here up; the engine's own stay below.</summary>
    public const long FirstInbound = 1L << 48;
}
