using Microsoft.Extensions.Logging;

namespace Dialer.Sip.Stack;

/// <summary>Numbers 2100-2199: the SIP stack.</summary>
internal static partial class StackLog
{
    [LoggerMessage(2100, LogLevel.Debug, "Refused: {Refusal}, from {Source}")]
    public static partial void Refused(ILogger logger, SipRefusal refusal, SipHop source);

    [LoggerMessage(2102, LogLevel.Debug, "Stream from {Source} ended: {Why}")]
    public static partial void StreamEnded(ILogger logger, SipHop source, string why);

    [LoggerMessage(2103, LogLevel.Warning, "Stream to {Target} failed: {Why}")]
    public static partial void StreamFailed(ILogger logger, SipHop target, string why);

    [LoggerMessage(2101, LogLevel.Error, "A handler of the stack's owner threw")]
    public static partial void HandlerFault(ILogger logger, Exception fault);
}
