namespace Dialer.Line;

/// <summary>How sockets are laid out.</summary>
public enum MediaTransport : byte
{
    /// <summary>A port and a socket per leg: suits any peer. Linux io_uring where the kernel lets us, else <see cref="PortPerLegPolled"/>.</summary>
    PortPerLeg = 0,

    /// <summary>A port and a socket per leg on Linux epoll, two system calls a packet; without Linux <see cref="Portable"/>.</summary>
    PortPerLegPolled,

    /// <summary>A port and a socket per leg on .NET sockets alone, with no native call.</summary>
    Portable,

    /// <summary>
    /// One port for all the legs of a reactor; batches of packets per system call (Linux only, else <see cref="Portable"/>).
    /// A leg is found by the remote address, so each remote party must send from the address its SDP names.
    /// </summary>
    SharedPort,
}
