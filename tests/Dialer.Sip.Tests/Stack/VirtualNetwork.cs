using System.Net;
using Dialer.Core.Time;
using Dialer.Sip.Stack;

namespace Dialer.Sip.Tests.Stack;

/// <summary>
/// Several stacks on one virtual clock, joined by a network that can lose, double and delay. Nothing here waits: time jumps
/// to the next thing that is due. A seed replays the run.
/// </summary>
internal sealed class VirtualNetwork : IMonotonicClock
{
    private readonly PriorityQueue<(SipHop From, SipHop To, byte[] Bytes), (long DueMs, long Order)> _flying = new();
    private readonly Dictionary<ushort, SipStack> _stacks = [];
    private readonly Dictionary<ushort, Action<SipHop, string>> _scripts = [];
    private readonly SeededRandom _random;
    private long _order;

    public VirtualNetwork(ulong seed = 1) => _random = new SeededRandom(seed);

    public long NowMs { get; private set; } = 1_000;

    public int DelayMs { get; set; } = 5;

    /// <summary>False: the datagram is lost. Sees each message that is sent.</summary>
    public Func<SipHop, SipHop, string, bool>? Passes { get; set; }

    public double Loss { get; set; }

    public double Duplication { get; set; }

    public int JitterMs { get; set; }

    /// <summary>The start line of each message that left, in order.</summary>
    public List<string> Log { get; } = [];

    public List<string> Messages { get; } = [];

    public SipStack AddStack(ushort port, SipEndpointOptions? options = null, ISipEndpointHandler? handler = null, ISipResolver? resolver = null, SipRegistrar? registrar = null)
    {
        var self = Hop(port);
        SipStack stack = new(options ?? new SipEndpointOptions(), this, new Wire(this, self), new Here(), new SipIds(_random.Fork(port)), resolver ?? new NoNames())
        {
            Handler = handler,
            Registrar = registrar,
        };
        stack.SetLocal(SipTransport.Udp, "127.0.0.1", port);
        _stacks.Add(port, stack);
        return stack;
    }

    /// <summary>A scripted peer: it sees what comes and answers by <see cref="Inject"/>.</summary>
    public void AddScript(ushort port, Action<SipHop, string> onMessage) => _scripts.Add(port, onMessage);

    public static SipHop Hop(ushort port) => SipHop.From(SipTransport.Udp, IPAddress.Loopback, port);

    public void Inject(ushort from, ushort to, string text) => Send(Hop(from), Hop(to), System.Text.Encoding.UTF8.GetBytes(text));

    private void Send(SipHop from, SipHop to, byte[] bytes)
    {
        string text = System.Text.Encoding.UTF8.GetString(bytes);
        Log.Add($"{from.Port}>{to.Port} {text[..text.IndexOf('\r', StringComparison.Ordinal)]}");
        Messages.Add(text);
        if (Passes is not null && !Passes(from, to, text))
            return;
        if (_random.NextDouble() < Loss)
            return;
        int copies = _random.NextDouble() < Duplication ? 2 : 1;
        for (int i = 0; i < copies; i++)
        {
            long due = NowMs + DelayMs + (JitterMs > 0 ? _random.Next(JitterMs) : 0);
            _flying.Enqueue((from, to, bytes), (due, _order++));
        }
    }

    /// <summary>Runs for this long, from event to event.</summary>
    public void RunFor(long ms) => RunTo(NowMs + ms);

    public void RunTo(long endMs)
    {
        while (true)
        {
            long next = endMs;
            if (_flying.TryPeek(out _, out var first))
                next = Math.Min(next, first.DueMs);
            foreach (var stack in _stacks.Values)
            {
                long wait = stack.UntilNextTimerMs();
                if (wait >= 0)
                    next = Math.Min(next, NowMs + wait);
            }
            NowMs = Math.Max(NowMs, next);
            foreach (var stack in _stacks.Values)
                stack.AdvanceTimers();
            while (_flying.TryPeek(out _, out first) && first.DueMs <= NowMs)
                Deliver(_flying.Dequeue());
            if (NowMs >= endMs && !(_flying.TryPeek(out _, out first) && first.DueMs <= NowMs))
                return;
        }
    }

    private void Deliver((SipHop From, SipHop To, byte[] Bytes) flight)
    {
        if (_scripts.TryGetValue(flight.To.Port, out var script))
            script(flight.From, System.Text.Encoding.UTF8.GetString(flight.Bytes));
        else if (_stacks.TryGetValue(flight.To.Port, out var stack))
            stack.Receive([.. flight.Bytes], flight.Bytes.Length, flight.From);
    }

    /// <summary>Places a call on a stack.</summary>
    public SipCall Invite(SipStack stack, ushort to, ISipCallHandler handler, Func<SipInvite, SipInvite>? with = null)
    {
        SipInvite invite = new()
        {
            Target = SipUri.ToUser("bob", "127.0.0.1", to),
            From = new SipIdentity("Alice", SipUri.ToUser("alice", "example.com")),
            Body = "v=0\r\n"u8.ToArray(),
        };
        ulong id = stack.Ids.Next();
        var call = SipCall.Outgoing(stack, with is null ? invite : with(invite), handler, id, $"{stack.Ids.Next():x16}@test");
        call.StartOutgoing();
        return call;
    }

    private sealed class Wire(VirtualNetwork network, SipHop self) : ISipWire
    {
        public bool Send(in SipHop to, ReadOnlySpan<byte> message, ulong clientKey)
        {
            network.Send(self, to, message.ToArray());
            return true;
        }
    }

    private sealed class Here : ISipExecutor
    {
        public bool IsCurrent => true;

        public void Execute(Action work) => work();
    }

    private sealed class NoNames : ISipResolver
    {
        public void Resolve(SipUri target, Action<IReadOnlyList<SipHop>> done) => done([]);
    }
}

/// <summary>Writes down what a call reports, and does what the test wants at each event.</summary>
internal sealed class CallScript : ISipCallHandler
{
    public List<string> Events { get; } = [];

    public SipFailure? Failure { get; private set; }

    public SipCallEnd? End { get; private set; }

    public Action<SipCall>? WhenProvisional { get; init; }

    public Action<SipCall>? WhenAnswered { get; init; }

    public Action<SipCall>? WhenAcknowledged { get; init; }

    public Action<SipCall>? WhenOffered { get; init; }

    public bool AcceptsRefer { get; init; }

    public ReadOnlyMemory<byte> EarlyAnswer { get; init; }

    public ReadOnlyMemory<byte> AnswerEarlyOffer(SipCall call, SipMessage response)
    {
        Events.Add("early offer");
        return EarlyAnswer;
    }

    public void OnPrackAnswer(SipCall call, SipMessage prack) => Events.Add($"prack answer {System.Text.Encoding.ASCII.GetString(prack.Sdp).TrimEnd()}");

    public void OnProvisional(SipCall call, SipMessage response)
    {
        Events.Add($"provisional {response.StatusCode}");
        WhenProvisional?.Invoke(call);
    }

    public void OnAnswered(SipCall call, SipMessage response)
    {
        Events.Add($"answered {response.StatusCode}");
        WhenAnswered?.Invoke(call);
    }

    public void OnFailed(SipCall call, in SipFailure failure)
    {
        Events.Add($"failed {failure.Cause} {failure.StatusCode}");
        Failure = failure;
    }

    public void OnAcknowledged(SipCall call, SipMessage ack)
    {
        Events.Add("acknowledged");
        WhenAcknowledged?.Invoke(call);
    }

    public void OnEnded(SipCall call, in SipCallEnd end)
    {
        Events.Add($"ended {end.Cause}");
        End = end;
    }

    public void OnOffer(SipCall call, SipMessage request)
    {
        Events.Add($"offer {request.Method}");
        if (WhenOffered is null)
            call.AcceptOffer("v=0\r\n"u8.ToArray());
        else
            WhenOffered(call);
    }

    public void OnReInviteAnswered(SipCall call, SipMessage response) => Events.Add("reinvite answered");

    public void OnReInviteFailed(SipCall call, in SipFailure failure) => Events.Add($"reinvite failed {failure.StatusCode}");

    public void OnInfo(SipCall call, SipMessage request) => Events.Add("info");

    public bool OnRefer(SipCall call, SipUri target, SipMessage request)
    {
        Events.Add($"refer {target}");
        return AcceptsRefer;
    }

    public void OnReferProgress(SipCall call, int statusCode) => Events.Add($"refer progress {statusCode}");
}

/// <summary>Hands each incoming call to a script made for it.</summary>
internal sealed class Answerer(Func<SipCall, ISipCallHandler?> take) : ISipEndpointHandler
{
    public List<SipCall> Calls { get; } = [];

    public void OnIncomingCall(SipCall call, SipMessage invite)
    {
        Calls.Add(call);
        call.Handler = take(call);
    }

    /// <summary>Takes each call with this handler and does <paramref name="act"/> in the same turn.</summary>
    public static Answerer With(ISipCallHandler handler, Action<SipCall> act) => new(call =>
    {
        call.Handler = handler;
        act(call);
        return handler;
    });
}
