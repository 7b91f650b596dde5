using Dialer.Core.Campaigns;
using Dialer.Simulation.Public;
using Dialer.Simulation.Tests.Loopback;

namespace Dialer.Simulation.Tests.Lines;

/// <summary>Ours, over SIP and RTP on loopback, against the embedded carrier.</summary>
public sealed class SipLineTests : TelephoneLineContract
{
    private protected override Task<LineHarness> StartAsync(IReadOnlyDictionary<string, CalledParty> people, AnalysisMode analysis = AnalysisMode.Off, int agents = 2) => LineHarness.StartAsync(people, analysis, agents);
}
