using Dialer.Core.Ids;

namespace Dialer.Core.Leads;

/// <summary>What the network and the analysis said, as <see cref="TryResult"/>.</summary>
public static class TryResults
{
    /// <param name="reachedAgentOrWasAbandoned">A person, whatever the verdict.</param>
    public static TryResult Of(CallResult result, CpaVerdict verdict, bool reachedAgentOrWasAbandoned) => result switch
    {
        CallResult.Answered when reachedAgentOrWasAbandoned || verdict == CpaVerdict.LiveVoice => TryResult.Person,
        CallResult.Answered => TryResult.Machine,
        CallResult.Busy => TryResult.Busy,
        CallResult.NoAnswer => TryResult.NoAnswer,
        CallResult.Rejected or CallResult.InvalidNumber or CallResult.OperatorAnnouncement => TryResult.Refused,
        CallResult.None or CallResult.Congestion or CallResult.Failed or CallResult.Cancelled or CallResult.Interrupted => TryResult.Unknown,
    };
}
