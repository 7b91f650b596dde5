using Dialer.Core.Engine.Messages;
using Dialer.Line;
using Dialer.Sip.Calls;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dialer.Sip.Tests.Calls;

/// <summary>The line that the cases of this assembly are about: our own. Another assembly links the cases and has another line.</summary>
internal static class TestedLine
{
    public static ITelephoneLine Make(TelephoneLineOptions options, Action<EngineInput> signal) => new TelephoneLine(options, signal, NullLogger.Instance);

    /// <summary>Calls of all kinds that have not ended, and RTP legs that are open.</summary>
    public static (int Calls, int Legs) Open(ITelephoneLine line) => (Own(line).ActiveCalls, Own(line).OpenLegs);

    /// <summary>Another line may lack a setting that a case is about, and then says so before it starts.</summary>
    public static void Needs(string? setting) => _ = setting;

    public static TelephoneLine Own(ITelephoneLine line) => (TelephoneLine)line;
}
