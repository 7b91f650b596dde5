using Microsoft.Extensions.Logging;

namespace Dialer.SipSorcery.Calls;

/// <summary>Numbers 2200-2219: what only this line has to say.</summary>
internal static partial class SorceryLog
{
    [LoggerMessage(2200, LogLevel.Warning, "Call {Call}: no media leg: {Refusal}")]
    public static partial void NoLeg(ILogger logger, long call, string refusal);

    [LoggerMessage(2201, LogLevel.Error, "Work of the line failed")]
    public static partial void WorkFailed(ILogger logger, Exception error);
}
