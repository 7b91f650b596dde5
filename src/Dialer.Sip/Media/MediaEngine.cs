using System.Diagnostics.CodeAnalysis;
using System.Net;
using Dialer.Line;

namespace Dialer.Sip.Media;

/// <summary>
/// The media of all calls: RTP legs over a pool of ports, spread over reactor threads. It knows nothing of SIP.
/// Thread-safe. Commands to a leg are carried out in the order they were given, in the turn in which they arrive.
/// </summary>
public sealed class MediaEngine : IDisposable
{
    private readonly MediaEngineOptions _options;
    private readonly PortPool _ports;
    private readonly MediaReactor[] _reactors;
    private int _next;
    private int _openLegs;
    private long _faults;
    private volatile bool _closing;

    public MediaEngine(MediaEngineOptions? options = null, TimeProvider? time = null)
    {
        _options = options ?? new();
        _ports = new(_options.FirstPort, _options.LastPort);
        var clock = new MediaClock(time ?? TimeProvider.System);
        int count = _options.Reactors > 0 ? _options.Reactors : Environment.ProcessorCount;
        _reactors = [.. Enumerable.Range(0, count).Select(i => new MediaReactor(this, i, CreateWire(), clock, _options.CommandCapacity))];
        foreach (var reactor in _reactors)
            reactor.Start();
        Clock = clock;
    }

    internal MediaClock Clock { get; }

    internal IReadOnlyList<MediaReactor> Reactors => _reactors;

    /// <summary>Legs open now.</summary>
    public int OpenLegs => Volatile.Read(ref _openLegs);

    /// <summary>Ports of the pool that no leg uses.</summary>
    public int FreePorts => _ports.Free;

    /// <summary>Packets that were paced since the start, and those of them that left 50 ms late or more.</summary>
    public (long All, long Late) PacedPackets()
    {
        (long all, long late) = (0, 0);
        foreach (var reactor in _reactors)
        {
            var counted = reactor.Lateness.Count();
            (all, late) = (all + counted.All, late + counted.Late);
        }
        return (all, late);
    }

    /// <summary>Exceptions thrown by observers, taps and sources. Each is a bug of theirs.</summary>
    public long ObserverFaults => Volatile.Read(ref _faults);

    /// <summary>The last of them, for the log.</summary>
    public Exception? LastFault { get; private set; }

    private IMediaWire CreateWire()
    {
        bool native = OperatingSystem.IsLinux() && Environment.Is64BitProcess;
        return _options.Transport switch
        {
            MediaTransport.Portable => new ManagedWire(_options.SocketBufferBytes),
            MediaTransport.PortPerLeg when native => RingWire.TryCreate(_options.SocketBufferBytes) ?? (IMediaWire)new EpollWire(_options.SocketBufferBytes),
            MediaTransport.PortPerLegPolled when native => new EpollWire(_options.SocketBufferBytes),
            MediaTransport.PortPerLeg or MediaTransport.PortPerLegPolled => new ManagedWire(_options.SocketBufferBytes),
            MediaTransport.SharedPort => native ? new SharedPortWire(_options.SocketBufferBytes) : new ManagedWire(_options.SocketBufferBytes),
        };
    }

    /// <summary>
    /// Opens a leg on a local address: its RTP port is bound when this returns, so that an SDP offer can name it. Until
    /// <see cref="MediaLeg.SetRemote"/> everything that arrives is dropped. The legs of one call are best opened beside each other (<paramref name="near"/>).
    /// </summary>
    public bool TryOpen(IPAddress local, [NotNullWhen(true)] out MediaLeg? leg, out MediaRefusal refusal, MediaLegOptions? options = null, MediaLeg? near = null)
    {
        ArgumentNullException.ThrowIfNull(local);
        leg = null;
        options ??= new();
        var reactor = near?.Core.Reactor ?? _reactors[(uint)Interlocked.Increment(ref _next) % (uint)_reactors.Length];
        if (_closing)
        {
            refusal = MediaRefusal.EngineBusy;
            return false;
        }
        refusal = reactor.Wire.Open(_ports, local, options.RtcpMux, out var sockets);
        if (refusal != MediaRefusal.None)
            return false;
        var opened = new MediaLeg(this, reactor, sockets!, local, options, _options);
        Interlocked.Increment(ref _openLegs);
        if (!reactor.Post(() => reactor.Add(opened.Core)))
        {
            Interlocked.Decrement(ref _openLegs);
            reactor.Wire.Release(sockets!, _ports);
            refusal = MediaRefusal.EngineBusy;
            return false;
        }
        leg = opened;
        return true;
    }

    /// <summary>
    /// Relays packets both ways between two legs, transcoding where the codecs differ. What was played to either ends. With a <paramref name="zip"/>
    /// tone, its first packet leaves towards <paramref name="agent"/> in the turn that carries this out.
    /// False when a reactor's queue is full; then nothing is bridged.
    /// </summary>
    /// <param name="notice">What the customer hears under the agent's first words, as the agent hears the zip; null: nothing.</param>
    public bool Bridge(MediaLeg customer, MediaLeg agent, Prompt? zip = null, Prompt? notice = null)
    {
        Own(customer);
        Own(agent);
        if (customer == agent)
            throw new ArgumentException("A leg cannot be bridged to itself.", nameof(agent));
        LegCore one = customer.Core, other = agent.Core;
        return other.Reactor.Post(() =>
        {
            other.Bridge(one, zip);
            if (one.Reactor == other.Reactor)
                one.Bridge(other, notice);
            else
                one.Reactor.PostAlways(() => one.Bridge(other, notice));
        });
    }

    /// <summary>Ends the bridge between two legs; both stay open and silent.</summary>
    public bool Unbridge(MediaLeg one, MediaLeg other)
    {
        Own(one);
        Own(other);
        one.Core.Reactor.PostAlways(() => one.Core.Unbridge(other.Core));
        other.Core.Reactor.PostAlways(() => other.Core.Unbridge(one.Core));
        return true;
    }

    /// <summary>Each of the legs hears all the others. Replaces any bridge among them. At 8 kHz.</summary>
    public void Conference(params ReadOnlySpan<MediaLeg> legs)
    {
        var all = legs.ToArray();
        foreach (var listener in all)
            Hear(listener, Array.FindAll(all, leg => leg != listener));
    }

    /// <summary>The supervisor hears both and is heard by the agent alone.</summary>
    public void Whisper(MediaLeg supervisor, MediaLeg agent, MediaLeg customer)
    {
        Hear(agent, [customer, supervisor]);
        Hear(customer, [agent]);
        Hear(supervisor, [agent, customer]);
    }

    /// <summary>The supervisor hears both and is heard by nobody. The bridge of the two stays as it is.</summary>
    public void Listen(MediaLeg supervisor, MediaLeg agent, MediaLeg customer) => Hear(supervisor, [agent, customer]);

    /// <summary>From now on the listener is sent the sum of what arrives from the sources, which ends its part in a bridge.</summary>
    public void Hear(MediaLeg listener, MediaLeg[] sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        Own(listener);
        foreach (var source in sources)
            Own(source);
        var publishers = Array.ConvertAll(sources, source => source.Published());
        listener.Core.Reactor.PostAlways(() => listener.Core.Mix(new LegMix(publishers)));
    }

    private void Own(MediaLeg leg)
    {
        ArgumentNullException.ThrowIfNull(leg);
        if (leg.Engine != this)
            throw new ArgumentException("The leg belongs to another engine.", nameof(leg));
    }

    internal void OnLegGone(LegCore leg)
    {
        leg.Reactor.Wire.Release(leg.Sockets, _ports);
        Interlocked.Decrement(ref _openLegs);
        leg.Handle.OnClosed();
    }

    internal void CountFault(Exception fault)
    {
        Interlocked.Increment(ref _faults);
        LastFault = fault;
    }

    /// <summary>Closes every leg and ends the reactor threads.</summary>
    public void Dispose()
    {
        if (_closing)
            return;
        _closing = true;
        foreach (var reactor in _reactors)
            reactor.Dispose();
    }
}
