namespace Dialer.Core.Routing;

internal enum WaitingFor : byte
{
    /// <summary>The row is free.</summary>
    Nothing,
    PreferredAgent,
    AnyAgent,

    /// <summary>An agent holds it.</summary>
    ItsEnd,
}
