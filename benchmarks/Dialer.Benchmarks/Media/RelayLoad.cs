using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Dialer.Sip.Media;

namespace Dialer.Benchmarks.Media;

internal readonly record struct LoadResult(long Sent, long Received, double P50Ms, double P99Ms, double MaxMs);

/// <summary>
/// A far end per leg, each with a socket: one thread sends 50 packets a second and leg, spread over 20 slots of 1 ms, each with
/// the instant of its sending in the payload; another receives what was relayed and reads how long it took.
/// </summary>
internal sealed unsafe class RelayLoad : IDisposable
{
    private const int Buckets = 20_001;
    private const int SocketTimestampNs = 35;
    private const int BucketNs = 10_000;
    private readonly Socket[] _sockets;
    private readonly long[] _counts = new long[Buckets];
    private readonly int _epoll;
    private readonly Thread _sender, _receiver;
    private volatile bool _stop;
    private long _sent, _received, _maxNs;

    public RelayLoad(int legs)
    {
        _sockets = new Socket[legs];
        RemotePorts = new int[legs];
        LocalPorts = new int[legs];
        _epoll = LinuxNative.epoll_create1(0);
        byte* entry = stackalloc byte[16];
        for (int i = 0; i < legs; i++)
        {
            _sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            _sockets[i].Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _sockets[i].SetRawSocketOption(1, SocketTimestampNs, [1, 0, 0, 0]);
            LocalPorts[i] = ((IPEndPoint)_sockets[i].LocalEndPoint!).Port;
            *(uint*)entry = LinuxNative.EpollIn;
            *(ulong*)(entry + LinuxNative.EpollDataOffset) = (ulong)i;
            _ = LinuxNative.epoll_ctl(_epoll, LinuxNative.EpollCtlAdd, (int)_sockets[i].Handle, entry);
        }
        _sender = new Thread(Send) { IsBackground = true, Name = "load out" };
        _receiver = new Thread(Receive) { IsBackground = true, Name = "load in" };
    }

    public int[] LocalPorts { get; }
    public int[] RemotePorts { get; }

    public void Start()
    {
        _sender.Start();
        _receiver.Start();
    }

    public void Reset()
    {
        Array.Clear(_counts);
        Interlocked.Exchange(ref _sent, 0);
        Interlocked.Exchange(ref _received, 0);
        Interlocked.Exchange(ref _maxNs, 0);
    }

    public LoadResult Take() => new(_sent, _received, Percentile(0.5), Percentile(0.99), _maxNs / 1e6);

    private double Percentile(double share)
    {
        long below = (long)(_counts.Sum() * share), sum = 0;
        for (int i = 0; i < Buckets; i++)
        {
            sum += _counts[i];
            if (sum >= below)
                return (i + 1) * BucketNs / 1e6;
        }
        return 0;
    }

    private void Send()
    {
        _ = LinuxNative.prctl(LinuxNative.SetTimerSlack, 1, 0, 0, 0);
        byte* packet = stackalloc byte[172];
        byte* address = stackalloc byte[28];
        new Span<byte>(packet, 172).Fill(0xD5);
        long start = Stopwatch.GetTimestamp();
        for (long tick = 0; !_stop; tick++)
        {
            long wait = start + (tick * 1_000_000) - Stopwatch.GetTimestamp();
            if (wait > 0)
            {
                var timeout = new LinuxNative.TimeSpec { Nanoseconds = (nint)wait };
                _ = LinuxNative.ppoll(null, 0, &timeout, null);
            }
            for (int leg = (int)(tick % 20); leg < _sockets.Length; leg += 20)
            {
                uint frame = (uint)(tick / 20);
                RtpHeader.Write(new Span<byte>(packet, 12), 8, false, (ushort)frame, frame * 160, (uint)leg + 1);
                BinaryPrimitives.WriteInt64LittleEndian(new Span<byte>(packet + 12, 8), RealTimeNs());
                int length = WireAddress.V4(0x7F000001, (ushort)RemotePorts[leg]).WriteLinuxSockaddr(new Span<byte>(address, 28), AddressFamily.InterNetwork);
                _ = LinuxNative.sendto((int)_sockets[leg].Handle, packet, 172, LinuxNative.DontWait, address, length);
                _sent++;
            }
        }
    }

    // The kernel stamps each packet as it reaches the socket, so that this thread may look once a millisecond: waking it for each packet would be
    // charged to the relay that sends.
    private void Receive()
    {
        byte* events = stackalloc byte[16 * 256];
        byte* packet = stackalloc byte[2048];
        byte* control = stackalloc byte[64];
        var vector = new LinuxNative.IoVector { Base = packet, Length = 2048 };
        while (!_stop)
        {
            int count = LinuxNative.epoll_wait(_epoll, events, 256, 0);
            for (int i = 0; i < count; i++)
            {
                int leg = (int)*(ulong*)(events + (i * LinuxNative.EpollEventBytes) + LinuxNative.EpollDataOffset);
                var message = new LinuxNative.MessageVector { Header = new() { Vectors = &vector, VectorCount = 1, Control = control, ControlLength = 64 } };
                if (LinuxNative.recvmmsg((int)_sockets[leg].Handle, &message, 1, LinuxNative.DontWait, null) != 1 || message.Received < 20)
                    continue;
                // struct cmsghdr (16 octets), then struct timespec.
                long arrivedNs = (*(long*)(control + 16) * 1_000_000_000) + *(long*)(control + 24);
                Count(arrivedNs - BinaryPrimitives.ReadInt64LittleEndian(new Span<byte>(packet + 12, 8)));
            }
            if (count == 256)
                continue;
            var pause = new LinuxNative.TimeSpec { Nanoseconds = 1_000_000 };
            _ = LinuxNative.ppoll(null, 0, &pause, null);
        }
    }

    private void Count(long tookNs)
    {
        if (tookNs < 0 || tookNs > 10_000_000_000)
            return;
        _counts[Math.Min(tookNs / BucketNs, Buckets - 1)]++;
        _received++;
        if (tookNs > _maxNs)
            _maxNs = tookNs;
    }

    private static long RealTimeNs() => (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) * 100;

    public void Dispose()
    {
        _stop = true;
        if (_sender.IsAlive)
            _sender.Join();
        if (_receiver.IsAlive)
            _receiver.Join();
        foreach (var socket in _sockets)
            socket.Dispose();
        _ = LinuxNative.close(_epoll);
    }
}
