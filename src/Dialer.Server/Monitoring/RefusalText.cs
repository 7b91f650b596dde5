using Dialer.Core.Attempts;
using Dialer.Core.Ids;

namespace Dialer.Server.Monitoring;

/// <summary>A trunk that refuses everything, in words: what it said, what was done, and what to do.</summary>
internal static class RefusalText
{
    public static string Of(in RefusalPattern pattern, Func<TrunkId, string> nameOf)
    {
        string done = pattern.Failover is { } other ? $"dialing goes on by trunk {nameOf(other)}, and this one is asked again later" : "the campaign is paused: mend the trunk or its route, then start it again";
        return $"trunk {nameOf(pattern.Trunk)} ended {pattern.Leads} calls in a row at once with {Answer(pattern.Answer)}, and nobody was reached; their leads are given back; {done}. {Remedy(pattern.Answer.SipStatus)}";
    }

    /// <summary>As the network put it: 403 Forbidden (Q.850 21: call barred).</summary>
    public static string Answer(in NetworkAnswer answer)
    {
        string reason = (answer.Q850Cause, answer.ReasonText) switch
        {
            (0, null) => "",
            (0, { } text) => $" ({text})",
            ({ } cause, null) => $" (Q.850 {cause})",
            ({ } cause, { } text) => $" (Q.850 {cause}: {text})",
        };
        return $"{answer.SipStatus} {answer.Phrase}".TrimEnd() + reason;
    }

    private static string Remedy(int status) => status switch
    {
        401 or 403 or 407 or 603 or 607 or 608 => "Check with the carrier: the account, the caller id that it lets through, and the destinations that it allows.",
        404 or 410 or 484 or 604 => "Check the number format that the trunk expects (\"numbers\" of the trunk), and its routes.",
        415 or 488 or 606 => "Check the codecs and the encryption that the trunk expects.",
        _ => "Check the trunk's routes, and ask the carrier what this answer means.",
    };
}
