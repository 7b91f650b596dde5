using Dialer.Sip.Media;

namespace Dialer.SipSorcery.Media;

/// <summary>The media clock: a thread that serves every leg each 20 ms, first what was received, then what is sent.</summary>
internal sealed class MediaPacer : IDisposable
{
    private const long FrameNs = 20_000_000;
    private const long LateNs = 50_000_000;

    /// <summary>A machine that stood still for longer does not send at once what it missed.</summary>
    private const int MostFramesAtOnce = 60;

    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private volatile SorceryLeg[] _legs = [];
    private long _paced, _late;

    public MediaPacer(TimeProvider time)
    {
        Clock = new MediaClock(time);
        _thread = new Thread(Run) { IsBackground = true, Name = "sipsorcery media", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    public MediaClock Clock { get; }

    public int Legs => _legs.Length;

    /// <summary>Packets that were paced, and those of them that left 50 ms late or more.</summary>
    public (long All, long Late) Paced => (Volatile.Read(ref _paced), Volatile.Read(ref _late));

    public void Add(SorceryLeg leg)
    {
        lock (_lock)
            _legs = [.. _legs, leg];
    }

    public void Remove(SorceryLeg leg)
    {
        lock (_lock)
            _legs = [.. _legs.Where(other => other != leg)];
    }

    private void Run()
    {
        long due = Clock.NowNs + FrameNs;
        while (!_stop.IsSet)
        {
            long wait = due - Clock.NowNs;
            if (wait > 0)
            {
                _stop.Wait(TimeSpan.FromMicroseconds(wait / 1_000.0));
                continue;
            }
            Serve(due);
            due += FrameNs;
            if (Clock.NowNs - due > MostFramesAtOnce * FrameNs)
                due = Clock.NowNs;
        }
    }

    private void Serve(long due)
    {
        var legs = _legs;
        foreach (var leg in legs)
            leg.HandOut();
        foreach (var leg in legs)
        {
            if (!leg.SendFrame())
                continue;
            _paced++;
            if (Clock.NowNs - due >= LateNs)
                _late++;
        }
    }

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }
}
