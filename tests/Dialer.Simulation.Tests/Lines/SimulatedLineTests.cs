using Dialer.Core.Campaigns;
using Dialer.Simulation.Public;
using Dialer.Simulation.Tests.Loopback;

namespace Dialer.Simulation.Tests.Lines;

/// <summary>The one without a network.</summary>
public sealed class SimulatedLineTests : TelephoneLineContract
{
    private protected override Task<LineHarness> StartAsync(IReadOnlyDictionary<string, CalledParty> people, AnalysisMode analysis = AnalysisMode.Off, int agents = 2) => LineHarness.StartSimulatedAsync(people, analysis, agents);
}
