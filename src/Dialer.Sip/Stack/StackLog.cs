using Microsoft.Extensions.Logging;

namespace Dialer.Sip.Stack;

/// <summary>Numbers 2100-2199: the SIP stack.</summary>
internal static partial class StackLog
{
    [LoggerMessage(2100, LogLevel.Debug, "Refused: {Refusal}, from {Source}")]
    public static partial void Refused(ILogger logger, SipRefusal refusal, SipHop source);

    [LoggerMessage(2101, LogLevel.Error, "A handler of the stack's owner threw")]
    public static partial void HandlerFault(ILogger logger, Exception fault);
}
