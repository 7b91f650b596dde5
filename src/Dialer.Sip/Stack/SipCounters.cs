namespace Dialer.Sip.Stack;

/// <summary>Counts since the start. Written by the reactor thread only; readable from anywhere, each value for itself.</summary>
public sealed class SipCounters
{
    private readonly long[] _refusals = new long[SipRefusals.Count];

    public long MessagesReceived { get; internal set; }

    public long MessagesSent { get; internal set; }

    /// <summary>Requests and responses sent again because nothing came back.</summary>
    public long Retransmissions { get; internal set; }

    /// <summary>Requests that came again and were answered from the transaction, and 2xx that came again.</summary>
    public long RetransmissionsReceived { get; internal set; }

    public long CallsStarted { get; internal set; }

    public long CallsEnded { get; internal set; }

    public long SendErrors { get; internal set; }

    /// <summary>Streams that broke, timed out or failed to open.</summary>
    public long StreamFailures { get; internal set; }

    /// <summary>Streams refused at a limit.</summary>
    public long StreamsRefused { get; internal set; }

    public int OpenStreams { get; internal set; }

    public int ClientTransactions { get; internal set; }

    public int ServerTransactions { get; internal set; }

    /// <summary>Work of other threads that found the queue full.</summary>
    public long PostsRefused { get; internal set; }

    /// <summary>What a handler last threw; null when none did.</summary>
    public Exception? LastFault { get; internal set; }

    public long Refused(SipRefusal refusal) => Volatile.Read(ref _refusals[(int)refusal]);

    /// <summary>Told of each refusal as it is counted.</summary>
    internal Action<SipRefusal>? Counted { get; init; }

    internal void Count(SipRefusal refusal)
    {
        _refusals[(int)refusal]++;
        Counted?.Invoke(refusal);
    }
}
