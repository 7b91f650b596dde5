namespace Dialer.Sip.Media;

/// <summary>
/// One thread that owns a share of the legs: takes what arrived, carries out commands, and keeps the 20 ms of its legs on
/// 20 slots of 1 ms. It sleeps to the next millisecond by absolute time, or until a command wakes it; without legs it only
/// waits for commands.
/// </summary>
internal sealed class MediaReactor : IDisposable
{
    /// <summary>Octets kept free before a datagram, for a header of our own.</summary>
    public const int Headroom = 64;

    /// <summary>The longest datagram that is taken; more than any Ethernet frame carries.</summary>
    public const int MaxDatagram = 1600;

    public const int PacketBufferBytes = 2048;

    /// <summary>The longest audio payload that is decoded: 120 ms of G.711.</summary>
    public const int MaxAudioBytes = 960;

    private const int Slots = 20;
    private const long TickNs = 1_000_000;
    private const int HousekeepingTicks = 500;
    private const int CommandsPerTurn = 1024;

    /// <summary>After a stall of the whole machine, how many missed milliseconds are made up for; the rest is skipped.</summary>
    private const int MaxCatchUpTicks = 60;

    private readonly MediaEngine _engine;
    private readonly CommandQueue _commands;
    private readonly List<LegCore>[] _slots = [.. Enumerable.Range(0, Slots).Select(_ => new List<LegCore>())];
    private readonly List<LegCore> _legs = [];
    private readonly Thread _thread;
    private volatile bool _stopping;
    private int _wakePending;
    private long _tick;
    private long _startNs;

    public MediaReactor(MediaEngine engine, int index, IMediaWire wire, MediaClock clock, int commandCapacity)
    {
        _engine = engine;
        Index = index;
        Wire = wire;
        Clock = clock;
        _commands = new(commandCapacity);
        Crossing = new(this);
        _thread = new Thread(Run) { IsBackground = true, Name = $"media {index}", Priority = ThreadPriority.AboveNormal };
    }

    public int Index { get; }
    public IMediaWire Wire { get; }
    public MediaClock Clock { get; }

    /// <summary>The instant of this turn.</summary>
    public long NowNs { get; private set; }

    /// <summary>Packets from legs of other reactors.</summary>
    public CrossingRing Crossing { get; }

    /// <summary>For packets that are built here.</summary>
    public byte[] Scratch { get; } = GC.AllocateArray<byte>(PacketBufferBytes, pinned: true);

    /// <summary>How late the paced packets left, against their millisecond.</summary>
    public LatenessHistogram Lateness { get; } = new();

    /// <summary>Legs attached.</summary>
    public int LegCount => Volatile.Read(ref _legCount);

    private int _legCount;

    public void Start() => _thread.Start();

    /// <summary>False when the queue is full or the engine closing: the command will not run.</summary>
    public bool Post(Action command)
    {
        if (_stopping || !_commands.TryPush(command))
            return false;
        WakeUp();
        return true;
    }

    /// <summary>For commands that give something back, and are bounded by the number of legs: always taken while the reactor lives.</summary>
    public void PostAlways(Action command)
    {
        _commands.Push(command);
        WakeUp();
    }

    private void WakeUp()
    {
        if (Thread.CurrentThread != _thread && Interlocked.Exchange(ref _wakePending, 1) == 0)
            Wire.Wake();
    }

    private void Run()
    {
        _startNs = Clock.NowNs;
        while (!_stopping)
        {
            Turn();
            Sleep();
        }
        while (_commands.HasAny)
            DrainCommands();
        foreach (var leg in _legs.ToArray())
            Remove(leg);
        while (_commands.HasAny)
            DrainCommands();
    }

    private void Turn()
    {
        NowNs = Clock.NowNs;
        Interlocked.Exchange(ref _wakePending, 0);
        DrainCommands();
        Crossing.Drain();
        if (_legs.Count > 0)
            Wire.Poll(this);
        RunDueTicks();
        Wire.Flush();
    }

    /// <summary>Carries out what other threads have ordered.</summary>
    public void DrainCommands()
    {
        for (int i = 0; i < CommandsPerTurn && _commands.TryPop(out var command); i++)
        {
            NowNs = Clock.NowNs;
            Guard(command);
        }
    }

    private void RunDueTicks()
    {
        NowNs = Clock.NowNs;
        long due = (NowNs - _startNs) / TickNs;
        if (due - _tick > MaxCatchUpTicks)
            _tick = due - MaxCatchUpTicks;
        while (_tick < due)
        {
            _tick++;
            RunSlot(_slots[_tick % Slots], _startNs + (_tick * TickNs));
            Housekeep();
        }
    }

    private void RunSlot(List<LegCore> slot, long dueNs)
    {
        for (int i = slot.Count - 1; i >= 0; i--)
        {
            if (i >= slot.Count)
                continue;
            var leg = slot[i];
            NowNs = Clock.NowNs;
            long sent = leg.Counters.PacketsSent;
            bool more = leg.Tick(NowNs);
            if (leg.Counters.PacketsSent != sent)
                Lateness.Add(NowNs - dueNs);
            if (!more)
                Unpace(leg);
        }
    }

    private void Housekeep()
    {
        for (int i = (int)(_tick % HousekeepingTicks); i < _legs.Count; i += HousekeepingTicks)
            _legs[i].Housekeep(NowNs);
    }

    private void Sleep()
    {
        if (_commands.HasAny || _stopping)
            return;
        if (_legs.Count == 0)
        {
            Wire.Wait(-1);
            return;
        }
        long wait = _startNs + ((_tick + 1) * TickNs) - Clock.NowNs;
        if (wait > 0)
            Wire.Wait(wait);
    }

    public void Add(LegCore leg)
    {
        if (_legs.Count == 0)
            _tick = (Clock.NowNs - _startNs) / TickNs;
        Wire.Attach(leg);
        leg.ListIndex = _legs.Count;
        _legs.Add(leg);
        Volatile.Write(ref _legCount, _legs.Count);
    }

    public void Remove(LegCore leg)
    {
        if (leg.Closed || leg.ListIndex < 0)
            return;
        leg.Close();
        Unpace(leg);
        Wire.Flush();
        Wire.Detach(leg);
        var last = _legs[^1];
        _legs[leg.ListIndex] = last;
        last.ListIndex = leg.ListIndex;
        _legs.RemoveAt(_legs.Count - 1);
        leg.ListIndex = -1;
        Volatile.Write(ref _legCount, _legs.Count);
        _engine.OnLegGone(leg);
    }

    /// <summary>Gives the leg a slot of the media clock: the one that passed last, so that a frame sent now is followed by the next 20 ms later.</summary>
    public void Pace(LegCore leg)
    {
        if (leg.Slot >= 0 || leg.Closed)
            return;
        leg.Slot = (int)(_tick % Slots);
        _slots[leg.Slot].Add(leg);
    }

    private void Unpace(LegCore leg)
    {
        if (leg.Slot < 0)
            return;
        var slot = _slots[leg.Slot];
        int index = slot.IndexOf(leg);
        slot[index] = slot[^1];
        slot.RemoveAt(slot.Count - 1);
        leg.Slot = -1;
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            _engine.CountFault(fault);
        }
    }

    /// <summary>Calls an observer, whose faults are counted and end here.</summary>
    public void Notify(LegCore leg, Action<IMediaLegObserver, MediaLeg, long> call)
    {
        if (leg.LegOptions.Observer is not { } observer)
            return;
        try
        {
            call(observer, leg.Handle, Clock.ToTimestamp(Clock.NowNs));
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            _engine.CountFault(fault);
        }
    }

    public void NotifyDigit(LegCore leg, char digit, int durationMs)
    {
        if (leg.LegOptions.Observer is { } observer)
            Guard(() => observer.OnDigit(leg.Handle, digit, durationMs));
    }

    public void NotifyLost(LegCore leg, TimeSpan silentFor)
    {
        if (leg.LegOptions.Observer is { } observer)
            Guard(() => observer.OnMediaLost(leg.Handle, silentFor));
    }

    public void NotifySecondSource(LegCore leg, System.Net.IPEndPoint source)
    {
        if (leg.LegOptions.Observer is { } observer)
            Guard(() => observer.OnSecondSource(leg.Handle, source));
    }

    public void NotifyPlayEnded(LegCore leg, long playId, PlayEnd reason)
    {
        if (leg.LegOptions.Observer is { } observer)
            Guard(() => observer.OnPlayEnded(leg.Handle, playId, reason));
    }

    public void CallTap(IAudioTap tap, MediaLeg leg, in AudioFrame frame)
    {
        try
        {
            tap.OnFrame(leg, frame);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            _engine.CountFault(fault);
        }
    }

    public bool CallSource(IAudioSource source, Span<short> samples)
    {
        try
        {
            return source.NextFrame(samples);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            _engine.CountFault(fault);
            return false;
        }
    }

    public void Dispose()
    {
        _stopping = true;
        Wire.Wake();
        if (_thread.IsAlive && Thread.CurrentThread != _thread)
            _thread.Join();
        Wire.Dispose();
    }
}
