namespace Dialer.Sip.Trunks;

internal enum BreakerState : byte
{
    /// <summary>Calls go out.</summary>
    Closed = 0,

    /// <summary>No calls; the trunk is asked by OPTIONS whether it lives.</summary>
    Open,

    /// <summary>Calls go out to a trunk that never answered OPTIONS, after a back-off: the first of them shows whether it lives.</summary>
    Trial,
}
