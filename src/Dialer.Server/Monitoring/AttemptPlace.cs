namespace Dialer.Server.Monitoring;

/// <summary>Where an attempt is, for the counts of the moment.</summary>
internal enum AttemptPlace : byte
{
    Ringing,
    Answering,
    Talking,

    /// <summary>The talk is over; the agent's wrap-up is not.</summary>
    WrappingUp,
}
