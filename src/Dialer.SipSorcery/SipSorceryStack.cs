using Dialer.Core.Engine.Messages;
using Dialer.Line;
using Dialer.SipSorcery.Calls;
using Microsoft.Extensions.Logging;

namespace Dialer.SipSorcery;

/// <summary>What the program asks of this assembly, which it finds in its folder by name.</summary>
public static class SipSorceryStack
{
    /// <summary>A line over SIPSorcery that is not started yet.</summary>
    /// <param name="signal">Hears what happens on it, from the line's own threads; does not block.</param>
    /// <exception cref="ArgumentException">A prompt's file cannot be read: names the prompt and the file.</exception>
    public static ITelephoneLine Make(TelephoneLineOptions options, Action<EngineInput> signal, ILogger logger, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(signal);
        ArgumentNullException.ThrowIfNull(logger);
        ArgumentNullException.ThrowIfNull(time);
        return new SipSorceryLine(options, signal, logger, time);
    }

    /// <summary>What it cannot do of what is configured; empty: nothing.</summary>
    public static IReadOnlyList<LineShortfall> Lacking(TelephoneLineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Shortfalls.Of(options);
    }
}
