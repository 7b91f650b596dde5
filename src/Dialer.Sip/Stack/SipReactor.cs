using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Dialer.Sip.Stack;

/// <summary>
/// The thread that owns a stack and its UDP socket. It sleeps in one select over the socket and a wake socket, until something
/// comes or a deadline is due; then it takes what came, what was posted and what is due, in turns of bounded length.
/// </summary>
internal sealed class SipReactor : ISipExecutor, ISipWire, IDisposable
{
    /// <summary>Datagrams, and posted works, taken before the other kind and the timers have their turn.</summary>
    private const int TurnLength = 64;

    /// <summary>After a stall: what a full socket buffer holds of usual messages.</summary>
    private const int CatchUpLength = 8_192;

    /// <summary>A turn or a sleep that lasts this much longer than it should is a stall.</summary>
    private const int LateMs = 100;

    /// <summary>A burst of this many bytes waits in the kernel while a turn runs.</summary>
    private const int SocketBufferBytes = 4 * 1024 * 1024;

    private readonly Socket _udp;
    private readonly Socket _wakeIn;
    private readonly Socket _wakeOut;
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly List<Socket> _waiting = new(2);
    private readonly byte[] _buffer = new byte[SipMessage.MaxLength + 1];
    private readonly byte[] _wakeBuffer = new byte[64];
    private readonly SocketAddress _from;
    private readonly SocketAddress _to;
    private readonly int _capacity;
    private readonly Thread _thread;
    private int _postedCount;
    private int _asleep;
    private long _late;
    private volatile bool _stopping;

    public SipReactor(SipEndpointOptions options)
    {
        _capacity = options.PostQueueCapacity;
        _udp = new Socket(options.BindAddress.AddressFamily, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveBufferSize = SocketBufferBytes,
            SendBufferSize = SocketBufferBytes,
        };
        try
        {
            if (options.BindAddress.Equals(IPAddress.IPv6Any))
                _udp.DualMode = true;
            _udp.Bind(new IPEndPoint(options.BindAddress, options.Port));
        }
        catch
        {
            _udp.Dispose();
            throw;
        }
        _from = new SocketAddress(_udp.AddressFamily);
        _to = new SocketAddress(_udp.AddressFamily);
        _wakeIn = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        _wakeIn.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _wakeOut = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        _wakeOut.Connect(_wakeIn.LocalEndPoint!);
        _wakeIn.Connect(_wakeOut.LocalEndPoint!);
        _thread = new Thread(Loop) { Name = "sip-reactor", IsBackground = true };
    }

    public IPEndPoint LocalEndPoint => (IPEndPoint)_udp.LocalEndPoint!;

    public SipStack? Stack { get; set; }

    /// <summary>Set when streams are spoken: sends what is not UDP.</summary>
    public ISipWire? Streams { get; set; }

    public bool IsCurrent => Environment.CurrentManagedThreadId == _thread.ManagedThreadId;

    public void Start() => _thread.Start();

    public bool TryPost(Action work)
    {
        if (_stopping || Volatile.Read(ref _postedCount) >= _capacity)
        {
            if (Stack is { } stack)
                stack.Counters.PostsRefused++;
            return false;
        }
        Execute(work);
        return true;
    }

    public void Execute(Action work)
    {
        if (_stopping && !IsCurrent)
            return;
        Interlocked.Increment(ref _postedCount);
        _posted.Enqueue(work);
        if (Interlocked.Exchange(ref _asleep, 0) == 1)
            Wake();
    }

    private void Wake()
    {
        try
        {
            _wakeOut.Send([1]);
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The reactor has stopped in between.
        }
    }

    public bool Reaches(in SipHop hop) => hop.Transport == SipTransport.Udp || (Streams?.Reaches(hop) ?? false);

    public bool Send(in SipHop to, ReadOnlySpan<byte> message, ulong clientKey)
    {
        if (to.Transport != SipTransport.Udp)
            return Streams?.Send(to, message, clientKey) ?? false;
        if (to.IsIPv6 && _udp.AddressFamily == AddressFamily.InterNetwork)
            return false;
        try
        {
            to.WriteTo(_to);
            _udp.SendTo(message, SocketFlags.None, _to);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Loop()
    {
        var stack = Stack!;
        while (!_stopping)
        {
            long began = stack.NowMs;
            bool busy = ReceiveTurn(stack, TurnLength) | PostedTurn();
            if (_late > 0)
                CatchUp(stack);
            stack.AdvanceTimers();
            NoteLate(stack.NowMs - began);
            if (!busy)
                Sleep(stack);
        }
        Drain(stack);
    }

    /// <summary>What this thread was late by counts for nobody's deadline before what came meanwhile is read.</summary>
    private void CatchUp(SipStack stack)
    {
        stack.WasNotRun(_late);
        _late = 0;
        ReceiveTurn(stack, CatchUpLength);
    }

    private void NoteLate(long ms)
    {
        if (ms >= LateMs)
            _late += ms;
    }

    private bool ReceiveTurn(SipStack stack, int most)
    {
        int taken = 0;
        while (taken < most && Available() > 0)
        {
            ReceiveOne(stack);
            taken++;
        }
        return taken > 0;
    }

    private int Available()
    {
        try
        {
            return _udp.Available;
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    private void ReceiveOne(SipStack stack)
    {
        try
        {
            int length = _udp.ReceiveFrom(_buffer, SocketFlags.None, _from);
            if (length > 0)
                stack.Receive(_buffer, length, SipHop.FromSocketAddress(_from));
        }
        catch (SocketException)
        {
            // An ICMP error for an earlier datagram, or one too long for the buffer: the sender's affair.
            stack.Counters.SendErrors++;
        }
    }

    private bool PostedTurn()
    {
        int taken = 0;
        while (taken < TurnLength && _posted.TryDequeue(out var work))
        {
            Interlocked.Decrement(ref _postedCount);
            Stack!.RunGuarded(work);
            taken++;
        }
        return taken > 0;
    }

    private void Sleep(SipStack stack)
    {
        Volatile.Write(ref _asleep, 1);
        Interlocked.MemoryBarrier();
        long waitMs = stack.UntilNextTimerMs();
        if (!_posted.IsEmpty || waitMs == 0)
        {
            Volatile.Write(ref _asleep, 0);
            return;
        }
        _waiting.Clear();
        _waiting.Add(_udp);
        _waiting.Add(_wakeIn);
        long began = stack.NowMs;
        int microseconds = waitMs < 0 ? -1 : (int)Math.Min(waitMs, 60_000) * 1000;
        try
        {
            Socket.Select(_waiting, null, null, microseconds);
        }
        catch (SocketException)
        {
            return;
        }
        Volatile.Write(ref _asleep, 0);
        if (waitMs >= 0)
            NoteLate(stack.NowMs - began - waitMs);
        foreach (var ready in _waiting)
        {
            if (ready == _wakeIn)
                ready.Receive(_wakeBuffer);
            else
                ReceiveOne(stack);
        }
    }

    /// <summary>After the stop: a short while for the BYEs and un-REGISTERs to be answered.</summary>
    private void Drain(SipStack stack)
    {
        while (PostedTurn())
        {
        }
        stack.Stop();
        long end = stack.NowMs + 500;
        while (stack.WaitsForAnswers && stack.NowMs < end)
        {
            if (_udp.Poll(10_000, SelectMode.SelectRead))
                ReceiveOne(stack);
            PostedTurn();
            stack.AdvanceTimers();
        }
    }

    public void Dispose()
    {
        if (_stopping)
            return;
        _stopping = true;
        Wake();
        if (_thread.IsAlive && !IsCurrent)
            _thread.Join();
        _udp.Dispose();
        _wakeIn.Dispose();
        _wakeOut.Dispose();
    }
}
