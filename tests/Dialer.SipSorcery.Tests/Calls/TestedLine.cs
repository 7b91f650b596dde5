using Dialer.Core.Engine.Messages;
using Dialer.Line;
using Dialer.SipSorcery;
using Dialer.SipSorcery.Calls;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Dialer.Sip.Tests.Calls;

/// <summary>The line that the cases of this assembly are about: the one over SIPSorcery. The cases are linked from the tests of our own.</summary>
internal static class TestedLine
{
    public static ITelephoneLine Make(TelephoneLineOptions options, Action<EngineInput> signal) => new SipSorceryLine(options, signal, NullLogger.Instance, TimeProvider.System);

    /// <summary>Skips what the line lacks; a case that is skipped so must be about a setting that is refused by name before the line starts.</summary>
    public static void Needs(string? setting)
    {
        if (setting is null)
            return;
        Assert.Contains(Shortfalls.All, shortfall => shortfall.Setting == setting);
        Assert.Skip($"refused before it starts: {setting}");
    }

    /// <summary>Calls of all kinds that have not ended, and RTP legs that are open.</summary>
    public static (int Calls, int Legs) Open(ITelephoneLine line) => line is SipSorceryLine own ? (own.ActiveCalls, own.OpenLegs) : default;
}
