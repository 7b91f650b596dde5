using System.Text;

namespace Dialer.Sip.Stack;

/// <summary>
/// The protocol machine: transactions, dialogs and their timers over bytes in and bytes out. It has one thread, no socket and no
/// clock of its own, so that a test drives it through hours in milliseconds.
/// </summary>
internal sealed partial class SipStack
{
    private readonly IMonotonicClock _clock;
    private readonly TimerWheel _wheel;
    private readonly ISipWire _wire;
    private readonly SipLocal?[] _locals = new SipLocal?[5];
    private readonly Dictionary<ulong, ClientTransaction> _clients = [];
    private readonly Dictionary<SipKey, ServerTransaction> _servers = [];
    private readonly Dictionary<SipKey, ServerTransaction> _merges = [];
    private readonly Dictionary<ulong, SipCall> _calls = [];
    private readonly SipMessage _received = new();
    private readonly SipMessage _scratch = new();
    private readonly ulong _hashKey0;
    private readonly ulong _hashKey1;
    private readonly SourceLimits _limits;
    private SipHop _source;

    public SipStack(SipEndpointOptions options, IMonotonicClock clock, ISipWire wire, ISipExecutor executor, SipIds ids, ISipResolver resolver)
    {
        Options = options;
        Executor = executor;
        Ids = ids;
        Resolver = resolver;
        _clock = clock;
        _wire = wire;
        _wheel = new TimerWheel(clock.NowMs);
        _hashKey0 = ids.Next();
        _hashKey1 = ids.Next();
        _limits = new SourceLimits(options);
        Counters = new SipCounters { Counted = refusal => StackLog.Refused(Options.Logger, refusal, _source) };
    }

    public SipEndpointOptions Options { get; }

    public ISipExecutor Executor { get; }

    public SipIds Ids { get; }

    public ISipResolver Resolver { get; }

    public SipCounters Counters { get; }

    public SipWriter Writer { get; } = new();

    public ISipEndpointHandler? Handler { get; set; }

    public long NowMs => _clock.NowMs;

    /// <summary>Milliseconds, since the start, in which this thread had work and was not run: another's silence in them proves nothing.</summary>
    public long LostMs { get; private set; }

    /// <summary>The thread that owns the stack was not run for so long.</summary>
    public void WasNotRun(long ms) => LostMs += ms;

    public int ActiveCalls => _calls.Count;

    public int TimerCount => _wheel.Count;

    /// <summary>Says what to write in Via and Contact for a transport; without it, the transport is not spoken.</summary>
    public void SetLocal(SipTransport transport, string host, int port) =>
        _locals[(int)transport] = SipLocal.Create(transport, host, port, Options);

    public SipLocal? Local(SipTransport transport) => _locals[(int)transport];

    public TimerHandle Schedule(long afterMs, ITimerTarget target, int kind) => _wheel.Schedule(NowMs + afterMs, target, kind);

    public void Cancel(ref TimerHandle handle) => _wheel.Cancel(ref handle);

    /// <summary>Fires each deadline that has passed. A handler's fault ends in a counter, not in the caller.</summary>
    public void AdvanceTimers()
    {
        long now = NowMs;
        while (!Guarded(static state => state.Stack._wheel.AdvanceTo(state.Now), (Stack: this, Now: now)))
        {
            // The deadline that threw is gone from the wheel; the others are still due.
        }
    }

    /// <summary>Milliseconds until something is due: 0 when it is, -1 when nothing is.</summary>
    public long UntilNextTimerMs()
    {
        long due = _wheel.NextDueMs();
        return due < 0 ? -1 : Math.Max(0, due - NowMs);
    }

    /// <summary>One message from the network. <paramref name="buffer"/> is scratch that the stack may change until this returns.</summary>
    public void Receive(byte[] buffer, int length, in SipHop source)
    {
        Counters.MessagesReceived++;
        _source = source;
        if (IsKeepAlive(buffer.AsSpan(0, length)))
            return;
        if (length > SipMessage.MaxLength)
        {
            Counters.Count(SipRefusal.MessageTooLong);
            return;
        }
        var message = _received;
        message.Source = source;
        var refusal = message.Read(buffer, length);
        Guarded(static state => state.Stack.Dispatch(state.Message, state.Refusal), (Stack: this, Message: message, Refusal: refusal));
    }

    /// <summary>A stream's framing was broken: answers what can be answered. The caller closes the stream.</summary>
    public void ReceiveBroken(SipMessage message, SipRefusal refusal)
    {
        _source = message.Source;
        Guarded(static state => state.Stack.Dispatch(state.Message, state.Refusal), (Stack: this, Message: message, Refusal: refusal));
    }

    private void Dispatch(SipMessage message, SipRefusal refusal)
    {
        if (refusal != SipRefusal.None)
        {
            Counters.Count(refusal);
            if (message.IsRequest && IsHeard(message.Source))
                RefuseStateless(message, refusal);
            return;
        }
        if (message.IsRequest)
            OnRequest(message);
        else
            OnResponse(message);
    }

    /// <summary>RFC 5626 section 4.4.1 pings by CR LF; some phones send zero bytes.</summary>
    private static bool IsKeepAlive(ReadOnlySpan<byte> datagram) => datagram.Length <= 8 && !datagram.ContainsAnyExcept("\r\n\0 "u8);

    /// <summary>Runs a turn. What a handler throws is a bug of its own and must not end the reactor.</summary>
    private bool Guarded<T>(Action<T> turn, T state)
    {
#pragma warning disable CA1031 // The wall: a handler's bug is counted and costs one message, not the line.
        try
        {
            turn(state);
            return true;
        }
        catch (Exception fault)
        {
            Counters.Count(SipRefusal.HandlerFault);
            Counters.LastFault = fault;
            StackLog.HandlerFault(Options.Logger, fault);
            return false;
        }
#pragma warning restore CA1031
    }

    private void OnResponse(SipMessage response)
    {
        var via = TopVia(response);
        ulong key = 0;
        bool ours = via.Branch.Length == 23 && via.HasUniqueBranch && SipSyntax.TryParseHex64(via.Branch[7..], out key);
        if (ours && response.CSeqMethod == SipMethod.Cancel)
            key |= CancelBit;
        if (!ours || !_clients.TryGetValue(key, out var transaction) || transaction.Method != response.CSeqMethod)
        {
            Counters.Count(SipRefusal.ResponseNotOurs);
            return;
        }
        transaction.OnResponse(response);
    }

    /// <summary>The top Via; empty when it cannot be read.</summary>
    private static SipViaView TopVia(SipMessage message)
    {
        var vias = message.Header(SipHeader.Via);
        if (!SipSyntax.NextListItem(ref vias, out var top))
            return default;
        return SipViaView.TryParse(top, out var via) ? via : default;
    }

    /// <summary>Sends bytes as they are. False when the transport refused them at once.</summary>
    public bool SendRaw(in SipHop hop, ReadOnlySpan<byte> bytes, ulong clientKey)
    {
        Counters.MessagesSent++;
        if (_wire.Send(hop, bytes, clientKey))
            return true;
        Counters.SendErrors++;
        return false;
    }

    /// <summary>A send that was taken earlier failed: its connection could not be opened or broke.</summary>
    public void OnSendFailed(ulong clientKey)
    {
        Counters.SendErrors++;

        // One that has returned to UDP meanwhile has nothing more to do with the stream.
        if (clientKey != 0 && _clients.TryGetValue(clientKey, out var transaction) && transaction.Hop.IsReliable)
        {
            Guarded(static t => t.Fail(TransactionFailure.Transport), transaction);
        }
    }

    /// <summary>The connection that carried this request ended: what had no answer at all will get none.</summary>
    public void OnConnectionLost(ulong clientKey)
    {
        if (!_clients.TryGetValue(clientKey, out var transaction))
            return;
        if (transaction.State is ClientState.Calling or ClientState.Trying)
            OnSendFailed(clientKey);
    }

    public void Forget(ClientTransaction transaction)
    {
        _clients.Remove(transaction.Key);
        Counters.ClientTransactions = _clients.Count;
    }

    public void Forget(ServerTransaction transaction)
    {
        _servers.Remove(transaction.Key);
        if (transaction.MergeKey is { } merge)
            _merges.Remove(merge);
        Counters.ServerTransactions = _servers.Count;
    }

    public void Add(SipCall call)
    {
        _calls[call.Id] = call;
        Counters.CallsStarted++;
    }

    public void Remove(SipCall call)
    {
        if (_calls.Remove(call.Id))
            Counters.CallsEnded++;
    }

    /// <summary>A stream was refused, or gave way to another.</summary>
    public void RefuseStream(in SipHop remote)
    {
        Counters.StreamsRefused++;
        _source = remote;
        Counters.Count(SipRefusal.TooManyStreams);
    }

    public bool TrustsStream(in SipHop remote) => Registrar is not null || _limits.Trusts(remote);

    public bool Reaches(in SipHop hop) => _wire.Reaches(hop);

    /// <summary>The hops of a URI, best first; at once when its host is an address.</summary>
    public void Resolve(SipUri target, Action<IReadOnlyList<SipHop>> done)
    {
        if (SipTargets.TryNumericHop(Utf8(target.ToString()), out var hop))
        {
            NoteServerName(target.Host, [hop]);
            done([hop]);
            return;
        }
        Resolver.Resolve(target, hops =>
        {
            NoteServerName(target.Host, hops);
            done(AvoidedLast(hops));
        });
    }

    private const long AvoidMs = 30_000;
    private const int MaxAvoided = 1024;

    /// <summary>Servers that kept silent, and until when others go first. At the limit it begins anew.</summary>
    private readonly Dictionary<SipHop, long> _avoided = [];

    public void Avoid(in SipHop hop)
    {
        if (_avoided.Count >= MaxAvoided)
            _avoided.Clear();
        _avoided[hop] = NowMs + AvoidMs;
    }

    private IReadOnlyList<SipHop> AvoidedLast(IReadOnlyList<SipHop> hops)
    {
        if (_avoided.Count == 0 || hops.Count < 2)
            return hops;
        long now = NowMs;
        return [.. hops.OrderBy(hop => _avoided.GetValueOrDefault(hop) > now)];
    }

    /// <summary>Names that a server's certificate must be made out to, by address. At the limit it begins anew.</summary>
    private const int MaxServerNames = 1024;

    private readonly Dictionary<SipHop, string> _serverNames = [];

    private void NoteServerName(string host, IReadOnlyList<SipHop> hops)
    {
        foreach (var hop in hops)
        {
            if (hop.Transport is SipTransport.Udp or SipTransport.Tcp)
                continue;
            if (_serverNames.Count >= MaxServerNames)
                _serverNames.Clear();
            _serverNames[hop] = host;
        }
    }

    /// <summary>The host under which this hop was looked up; null when it is only known by its address.</summary>
    public string? ServerNameOf(in SipHop hop) => _serverNames.GetValueOrDefault(hop with { Connection = 0 });

    public bool HasRoomForCall => _calls.Count < Options.MaxCalls;

    /// <summary>Whether a request of ours still waits for its final answer. Looks at each transaction: for the stop only.</summary>
    public bool WaitsForAnswers
    {
        get
        {
            foreach (var client in _clients.Values)
            {
                if (client.State is ClientState.Calling or ClientState.Trying or ClientState.Proceeding)
                    return true;
            }
            return false;
        }
    }

    public void RunGuarded(Action work) => Guarded(static w => w(), work);

    /// <summary>Ends each call as Stopped.</summary>
    public void Stop()
    {
        foreach (var call in _calls.Values.ToArray())
            Guarded(static c => c.OnStop(), call);
    }

    internal static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
