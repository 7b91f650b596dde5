namespace Dialer.Sip.Stack;

internal enum TransactionFailure : byte
{
    /// <summary>Timer B or F: no final answer within 64 x T1.</summary>
    Timeout,

    /// <summary>The socket or the connection refused the request.</summary>
    Transport,
}
