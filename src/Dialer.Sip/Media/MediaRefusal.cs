namespace Dialer.Sip.Media;

/// <summary>Why a leg was not opened.</summary>
public enum MediaRefusal : byte
{
    None = 0,

    /// <summary>All ports of the pool are in use by our legs.</summary>
    NoPortFree,

    /// <summary>Ports are free in the pool, and the system refused each one that was tried.</summary>
    PortsTakenByOthers,

    /// <summary>The local address is not one of this machine.</summary>
    AddressNotLocal,

    /// <summary>The system gives no more sockets (file descriptors, memory).</summary>
    NoSocket,

    /// <summary>The reactor's queue is full, or the engine is closing.</summary>
    EngineBusy,
}
