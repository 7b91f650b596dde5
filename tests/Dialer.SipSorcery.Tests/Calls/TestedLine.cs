using Dialer.Core.Engine.Messages;
using Dialer.Line;
using Dialer.SipSorcery.Calls;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dialer.Sip.Tests.Calls;

/// <summary>The line that the cases of this assembly are about: the one over SIPSorcery. The cases are linked from the tests of our own.</summary>
internal static class TestedLine
{
    public static ITelephoneLine Make(TelephoneLineOptions options, Action<EngineInput> signal) => new SipSorceryLine(options, signal, NullLogger.Instance, TimeProvider.System);

    /// <summary>Calls of all kinds that have not ended, and RTP legs that are open.</summary>
    public static (int Calls, int Legs) Open(ITelephoneLine line) => line is SipSorceryLine own ? (own.ActiveCalls, own.OpenLegs) : default;
}
