using System.Net;

namespace Dialer.Sip.Stack;

/// <summary>
/// A SIP user agent on the network: sockets, transactions, dialogs and timers, all owned by one reactor thread. Other
/// threads post to it; handlers run on it. Nothing that arrives throws past it.
/// </summary>
public sealed partial class SipEndpoint : IDisposable
{
    /// <summary>Binds and starts. Throws <see cref="System.Net.Sockets.SocketException"/> if the port is taken.</summary>
    public static SipEndpoint Start(SipEndpointOptions options, ISipEndpointHandler? handler = null) => throw new NotImplementedException();

    /// <summary>The bound UDP address.</summary>
    public IPEndPoint LocalEndPoint => throw new NotImplementedException();

    /// <summary>The address in Via and Contact.</summary>
    public IPEndPoint AdvertisedEndPoint => throw new NotImplementedException();

    /// <summary>Counts of messages, refusals, transactions and calls.</summary>
    public SipCounters Counters => throw new NotImplementedException();

    public bool IsOnReactorThread => throw new NotImplementedException();

    /// <summary>Runs <paramref name="work"/> on the reactor thread. False: the queue is full or the endpoint stopped; nothing will run.</summary>
    public bool Post(Action work) => throw new NotImplementedException();

    /// <summary>
    /// Places a call. May be called from any thread; on the reactor thread the INVITE leaves in this turn. Failure of any kind is
    /// reported by <see cref="ISipCallHandler.OnFailed"/>, never from within this method on another thread.
    /// </summary>
    public SipCall Invite(SipInvite invite, ISipCallHandler handler) => throw new NotImplementedException();

    /// <summary>Registers, and keeps registered until <see cref="SipRegistration.Stop"/>.</summary>
    public SipRegistration Register(SipRegistrationOptions options, Action<SipRegistration, SipRegistrationChange> changed) => throw new NotImplementedException();

    /// <summary>One OPTIONS; <paramref name="done"/> runs on the reactor thread, at the latest after <paramref name="timeoutMs"/>.</summary>
    public void Ping(SipUri target, Action<SipPingResult> done, int timeoutMs = 2_000) => throw new NotImplementedException();

    /// <summary>Calls in progress (answered or not).</summary>
    public int ActiveCalls => throw new NotImplementedException();

    /// <summary>Ends each call as Stopped, tells the registrars, closes the sockets and joins the thread.</summary>
    public void Dispose() => throw new NotImplementedException();
}

/// <summary>A binding that is kept alive.</summary>
public sealed partial class SipRegistration
{
    public SipRegistrationState State => throw new NotImplementedException();

    /// <summary>Removes the binding (Expires: 0) and ends.</summary>
    public void Stop() => throw new NotImplementedException();
}
