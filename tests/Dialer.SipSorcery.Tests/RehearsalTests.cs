using Dialer.Core.Ids;
using Dialer.Store;
using Dialer.Testing;
using Dialer.Tools.Demo;
using Xunit;

namespace Dialer.SipSorcery.Tests;

/// <summary>The main job over this line: a list dialed, machines told from people, agents bridged, outcomes stored.</summary>
public sealed class RehearsalTests : IDisposable
{
    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public async Task A_list_is_dialed_machines_told_from_people_agents_bridged_and_everything_stored()
    {
        DemoRun? seen = null;
        var options = _rehearsal.Options(leads: 12, seconds: 300) with { Line = SipSorceryStack.Make };
        var (result, isOrderly) = await Rehearsal.RunAsync(options, (run, _) => seen = run);
        Assert.True(isOrderly);
        Assert.Equal(12, result.Leads);
        Assert.Equal(12, seen!.World.Carrier.CalledNumbers.Count);
        Assert.Equal(result.Attempts, seen.World.Carrier.Counts.Invites);
        Assert.True(result.Connected > 0);
        Assert.NotNull(result.Analysis);
        Assert.NotNull(result.FirstConversationSeconds);
        var report = StoreReader.Open(_rehearsal.Db).Report(new CampaignId(1));
        Assert.Equal((result.Attempts, result.OutcomesStored, 0), (report.Attempts, report.OutcomesStored, report.InFlight));
        Assert.InRange(report.Audio.Calls, result.Connected, result.Attempts);
    }
}
