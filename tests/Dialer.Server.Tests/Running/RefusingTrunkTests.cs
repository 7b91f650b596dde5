using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Sip.Stack;
using Dialer.Testing;
using Xunit;

namespace Dialer.Server.Tests.Running;

/// <summary>A carrier that lets nothing through, over SIP: what it costs, what is said, and what stays of it in the store.</summary>
[Collection(TelephoneLineCollection.Name)]
public sealed class RefusingTrunkTests
{
    [Theory]
    [InlineData(403)]
    [InlineData(603)]
    [InlineData(404)]
    [InlineData(488)]
    [InlineData(480)]
    public async Task Ten_numbers_are_dialed_the_campaign_pauses_and_the_list_is_as_before(int status)
    {
        await using var carrier = ScriptedTrunk.Refusing(status, "Not By Us", new SipExtraHeader("Reason", "Q.850;cause=57;text=\"no route for you\""));
        await using var desk = await TrunkDesk.StartAsync($$"""{ "name": "carrier", "address": "{{carrier.EndPoint}}", "channels": 50, "callsPerSecond": 40 }""");
        await desk.FactAsync(fact => fact.Kind == EngineOutputKind.CampaignStateChanged && fact.CampaignState == CampaignState.Paused);
        await desk.FactAsync(EngineOutputKind.LeadGivenBack, nth: 10);
        string warned = await desk.LoggedAsync("ended 10 calls in a row");
        Assert.Contains($"{status} Not By Us (Q.850 57: no route for you)", warned, StringComparison.Ordinal);
        Assert.Contains("Not By Us", desk.Dialer.View().Campaigns[0].Why, StringComparison.Ordinal);
        Assert.InRange(carrier.Invites.Count, 1, 10);
        Assert.All(desk.Facts.Where(said => said.Fact.Kind == EngineOutputKind.AttemptClosed).Select(said => (AttemptOutcome)said.Record!),
            outcome => Assert.Equal(("Not By Us", "no route for you", EndedBy.Network), (outcome.Phrase, outcome.ReasonText, outcome.EndedBy)));
        var stored = await desk.StopAsync();
        var leads = stored.Report(new CampaignId(1)).Leads;
        Assert.Equal((0, 0, 10, 190), (leads.Done, leads.Exhausted, leads.Waiting, leads.New));
    }

    [Fact]
    public async Task The_failover_takes_over_after_ten_and_reaches_people()
    {
        await using var carrier = ScriptedTrunk.Refusing(403, "Forbidden");
        await using var spare = ScriptedTrunk.Start((trunk, call, invite) => trunk.PickUp(call, invite));
        await using var desk = await TrunkDesk.StartAsync($$"""
            { "name": "carrier", "address": "{{carrier.EndPoint}}", "channels": 50, "callsPerSecond": 40, "failover": ["spare"] },
            { "name": "spare", "address": "{{spare.EndPoint}}", "channels": 50, "callsPerSecond": 40 }
            """);
        await desk.FactAsync(EngineOutputKind.InteractionConnected);
        Assert.Equal(10, carrier.Invites.Count);
        Assert.Contains("dialing goes on by trunk spare", await desk.LoggedAsync("ended 10 calls in a row"), StringComparison.Ordinal);
        Assert.Equal("running", desk.Dialer.View().Campaigns[0].State);
    }

    [Fact]
    public async Task Where_trunks_share_the_calls_the_one_that_refuses_everything_is_left_out()
    {
        await using var carrier = ScriptedTrunk.Refusing(603, "Decline");
        await using var other = ScriptedTrunk.Start((trunk, call, invite) =>
        {
            call.Ring();
            call.Reject(480);
        });
        await using var desk = await TrunkDesk.StartAsync($$"""
            { "name": "carrier", "address": "{{carrier.EndPoint}}", "channels": 50, "callsPerSecond": 40, "weights": { "carrier": 1, "other": 1 } },
            { "name": "other", "address": "{{other.EndPoint}}", "channels": 50, "callsPerSecond": 40 }
            """);
        await desk.FactAsync(EngineOutputKind.CallsRefused);
        await desk.FactAsync(EngineOutputKind.AttemptRinging, nth: 40);
        Assert.InRange(carrier.Invites.Count, 8, 11);
    }
}
