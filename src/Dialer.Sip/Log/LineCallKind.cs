namespace Dialer.Sip.Log;

internal enum LineCallKind : byte
{
    /// <summary>To a called person.</summary>
    Outbound = 0,

    /// <summary>To an agent's phone; nailed up.</summary>
    Agent,

    /// <summary>From a caller.</summary>
    Inbound,

    /// <summary>To a supervisor's phone. The engine knows nothing of it.</summary>
    Supervisor,
}
