using System.Net;
using System.Text.Json;
using Dialer.Server.Running;
using Dialer.Simulation.Public;
using Dialer.Testing;
using Xunit;
using static Dialer.Testing.LoopbackDialer;

namespace Dialer.Server.Tests.Running;

/// <summary>Each dial mode from the configuration file to the real line, as an operator sees it by HTTP and events.</summary>
[Collection(TelephoneLineCollection.Name)]
public sealed class DialModeTests
{
    [Fact]
    public async Task Preview_that_times_out_to_dialing_calls_the_lead_shown_for_the_agent_who_saw_it()
    {
        await using var dialer = await StartAsync(1, [Preview("dialLead")], Talks());
        await dialer.ReadyAsync(1);
        await dialer.DoAsync("/v1/campaigns/renewals/start");
        var shown = await dialer.EventAsync("previewOffered");
        Assert.True(shown.GetProperty("lead").GetProperty("fields").TryGetProperty("Prénom", out _));
        Assert.Equal(0, dialer.Count("dialing"));
        var connected = await dialer.EventAsync("connected");
        var dialing = Assert.Single(dialer.Events, said => Is(said, "type", "dialing"));
        Assert.Equal((Party(shown), Party(shown)), (Party(dialing), Party(connected)));
        Assert.Equal(1, connected.GetProperty("agent").GetInt32());
        Assert.True(Seconds(shown, dialing) >= 4.9, "dialed before the preview's time was over");
    }

    [Fact]
    public async Task Preview_that_times_out_to_skipping_shows_the_next_lead_and_dials_nobody()
    {
        await using var dialer = await StartAsync(1, [Preview("skipLead")], Talks());
        await dialer.ReadyAsync(1);
        await dialer.DoAsync("/v1/campaigns/renewals/start");
        var first = await dialer.EventAsync("previewOffered");
        var second = await dialer.EventAsync("previewOffered", nth: 2);
        Assert.NotEqual(Party(first), Party(second));
        Assert.InRange(Seconds(first, second), 4.9, 10);
        Assert.Equal(0, (await dialer.CampaignAsync("renewals")).GetProperty("attempts").GetInt32());
    }

    [Fact]
    public async Task Preview_that_times_out_to_a_pause_takes_the_agent_off_work_and_dials_nobody()
    {
        await using var dialer = await StartAsync(1, [Preview("agentNotReady")], Talks());
        await dialer.ReadyAsync(1);
        await dialer.DoAsync("/v1/campaigns/renewals/start");
        await dialer.EventAsync("previewOffered");
        await dialer.EventAsync("agentState", said => Is(said, "state", "notReady") && Is(said, "reason", "preview timed out"));
        Assert.Equal((1, 0), (dialer.Count("previewOffered"), dialer.Count("dialing")));
    }

    [Fact]
    public async Task Progressive_dials_one_line_for_each_free_agent_and_the_next_when_one_is_free_again()
    {
        await using var dialer = await StartAsync(2, ["""
            "name": "renewals", "mode": "progressive", "wrapUpSeconds": 0
            """], Talks());
        await dialer.ReadyAsync(1, 2);
        await dialer.DoAsync("/v1/campaigns/renewals/start");
        await dialer.EventAsync("connected", nth: 2);
        Assert.Equal((2, 2), (dialer.Count("dialing"), dialer.Events.Where(said => Is(said, "type", "connected")).Select(said => said.GetProperty("agent").GetInt32()).Distinct().Count()));
        await dialer.DoAsync("/v1/agents/a1/hang-up");
        await dialer.EventAsync("connected", said => Is(said, "agent", 1), nth: 2);
        Assert.Equal((3, 0), (dialer.Count("dialing"), dialer.Count("abandoned")));
    }

    [Fact]
    public async Task Ratio_keeps_its_number_of_lines_for_each_free_agent_and_a_change_of_it_holds_at_once()
    {
        await using var dialer = await StartAsync(2, ["""
            "name": "renewals", "mode": "ratio", "ratio": 2
            """], Nobody);
        await dialer.ReadyAsync(1, 2);
        await dialer.DoAsync("/v1/campaigns/renewals/start");
        await dialer.EventAsync("ringing", nth: 4);
        Assert.Equal(4, dialer.Count("dialing"));
        await dialer.DoAsync("/v1/campaigns/renewals/mode", new { ratio = 3.5 });
        await dialer.EventAsync("ringing", nth: 7);
        Assert.Equal(7, dialer.Count("dialing"));
        var row = await dialer.CampaignAsync("renewals");
        Assert.Equal((7, 3.5), (row.GetProperty("ringing").GetInt32(), row.GetProperty("dialing").GetProperty("ratio").GetDouble()));
    }

    [Fact]
    public async Task Agentless_plays_the_message_and_a_key_reaches_an_agent_or_objects()
    {
        await using var dialer = await StartAsync(1, ["""
            "name": "renewals", "mode": "agentless", "message": "said.wav", "transferKey": "5", "optOutKey": "*"
            """], Talks(), leads: 3);
        await dialer.DoAsync("/v1/campaigns/renewals/start");
        for (int i = 1; i <= 3; i++)
            await dialer.EventAsync("answered", nth: i);
        string[] numbers = [.. dialer.Events.Where(said => Is(said, "type", "dialing")).Select(Party)];

        dialer.Carrier.Press(numbers[0], "15");
        var queued = await dialer.EventAsync("queued");
        Assert.Equal(numbers[0], Party(queued));
        dialer.Carrier.Press(numbers[1], "*");
        var objected = await dialer.EventAsync("attemptClosed", said => Is(said, "party", numbers[1]));
        Assert.Equal("opted-out", objected.GetProperty("disposition").GetString());
        await dialer.EventAsync("attemptClosed", said => Is(said, "party", numbers[2]));

        await dialer.ReadyAsync(1);
        var connected = await dialer.EventAsync("connected");
        Assert.Equal(numbers[0], Party(connected));
        Assert.Equal((0, 1), (dialer.Count("abandoned"), dialer.Count("connected")));
        Assert.True(dialer.Dialer.Store.Flush(Patience));
        Assert.Contains(numbers[1], dialer.Dialer.Store.DoNotCall());
    }

    [Fact]
    public async Task Callback_dials_the_appointment_at_its_time_for_the_agent_who_made_it_and_nobody_else()
    {
        await using var dialer = await StartAsync(2, ["""
            "name": "renewals", "mode": "progressive", "wrapUpSeconds": 30
            """], Talks());
        await dialer.ReadyAsync(1);
        await dialer.DoAsync("/v1/campaigns/renewals/start");
        var first = await dialer.EventAsync("connected");
        await dialer.DoAsync("/v1/campaigns/renewals/mode", new { mode = "callback" });
        var promised = DateTimeOffset.UtcNow.AddSeconds(4);
        await dialer.DoAsync("/v1/agents/a1/disposition", new { interaction = first.GetProperty("interaction").GetInt64(), code = "later", callBackAt = promised });
        await dialer.DoAsync("/v1/agents/a1/hang-up");
        await dialer.ReadyAsync(2);
        var again = await dialer.EventAsync("dialing", nth: 2);
        Assert.Equal(Party(first), Party(again));
        Assert.InRange((again.GetProperty("at").GetDateTimeOffset() - promised).TotalSeconds, 0, 10);
        var connected = await dialer.EventAsync("connected", nth: 2);
        Assert.Equal(1, connected.GetProperty("agent").GetInt32());
        Assert.Equal(2, dialer.Count("dialing"));
    }

    /// <summary>Of 60 conversations; the shares of the engine itself are tested to the point in virtual time.</summary>
    [Theory]
    [InlineData("\"weight\": 3", "\"weight\": 1", 0.6, 0.9)]
    [InlineData("\"priority\": 1", "\"priority\": 0", 0.95, 1)]
    public async Task Two_campaigns_share_agents_by_weight_and_by_priority(string first, string second, double least, double most)
    {
        string[] campaigns = ["\"name\": \"first\", \"mode\": \"progressive\", \"wrapUpSeconds\": 0, " + first, "\"name\": \"second\", \"mode\": \"progressive\", \"wrapUpSeconds\": 0, " + second];
        await using var dialer = await StartAsync(4, campaigns, Talks(seconds: 0.2), leads: 100);
        await dialer.DoAsync("/v1/campaigns/first/start");
        await dialer.DoAsync("/v1/campaigns/second/start");
        await dialer.ReadyAsync(1, 2, 3, 4);
        await dialer.EventAsync("connected", nth: 60);
        int ofFirst = dialer.Events.Where(said => Is(said, "type", "connected")).Take(60).Count(said => Is(said, "campaign", 1));
        Assert.InRange(ofFirst / 60.0, least, most);
    }

    [Fact]
    public async Task An_agent_kept_for_callers_is_not_dialed_for_and_takes_the_caller_at_once()
    {
        await using var dialer = await StartAsync(2, ["""
            "name": "renewals", "mode": "progressive", "inboundReserve": 1
            """], Talks());
        await dialer.ReadyAsync(1, 2);
        await dialer.DoAsync("/v1/campaigns/renewals/start");
        var outbound = await dialer.EventAsync("connected");
        dialer.Carrier.PlaceInbound(dialer.Dialer.SipEndPoint, "+33199001234", "+33600000001");
        var inbound = await dialer.EventAsync("connected", said => Is(said, "party", "+33600000001"));
        Assert.NotEqual(outbound.GetProperty("agent").GetInt32(), inbound.GetProperty("agent").GetInt32());
        Assert.Equal((1, 0), (dialer.Count("dialing"), dialer.Count("queued")));
    }

    [Fact]
    public async Task A_running_campaign_goes_through_the_modes_by_http_and_its_recording_replays()
    {
        await using var dialer = await StartAsync(1, ["""
            "name": "renewals", "mode": "preview", "preview": { "seconds": 3600, "onTimeOut": "skipLead" }
            """], Talks());
        await dialer.ReadyAsync(1);
        await dialer.DoAsync("/v1/campaigns/renewals/start");
        await dialer.EventAsync("previewOffered");

        // The preview on the screen stays; the agent takes it, and that is the only call.
        await dialer.DoAsync("/v1/campaigns/renewals/mode", new { mode = "predictive", maxLinesPerAgent = 2, preview = new { seconds = 20, onTimeOut = "dialLead" } });
        var changed = (await dialer.EventAsync("dialMode")).GetProperty("dialing");
        Assert.Equal(("predictive", 2.0, 20.0, "dialLead"), (changed.GetProperty("mode").GetString(), changed.GetProperty("maxLinesPerAgent").GetDouble(),
            changed.GetProperty("preview").GetProperty("seconds").GetDouble(), changed.GetProperty("preview").GetProperty("onTimeOut").GetString()));
        Assert.Equal(0, dialer.Count("dialing"));
        await dialer.DoAsync("/v1/agents/a1/preview/accept");
        await dialer.EventAsync("connected");
        var pacing = (await dialer.EventAsync("pacing")).GetProperty("pacing");
        foreach (string number in new[] { "expectedFreeAgents", "expectedAnswers", "chanceOfNoAgent", "chanceAllowed", "allowanceLeft", "dialLevel" })
            Assert.True(pacing.TryGetProperty(number, out _), $"the pacing event does not tell {number}");

        using var refused = await dialer.PostAsync("/v1/campaigns/renewals/mode", new { mode = "agentless" });
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("agentless plays the campaign's message, and it has none", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("predictive", (await dialer.CampaignAsync("renewals")).GetProperty("dialing").GetProperty("mode").GetString());

        await dialer.StopAsync();
        var replayed = EngineReplay.Run(await File.ReadAllBytesAsync(dialer.RecordedTo, TestContext.Current.CancellationToken));
        var (digest, outputs) = dialer.Dialer.Recorded!.Value;
        Assert.Equal((outputs, EngineReplay.Text(digest)), (replayed.Outputs, replayed.Digest));
    }

    private static string Preview(string onTimeOut) => $$"""
        "name": "renewals", "mode": "preview", "preview": { "seconds": 5, "onTimeOut": "{{onTimeOut}}" }
        """;

    /// <summary>Everybody answers, and hangs up after having talked for so long.</summary>
    private static Func<string, int, CalledParty?> Talks(double seconds = 600) => (_, _) => new CalledParty
    {
        Kind = CalledPartyKind.Live,
        After = TimeSpan.FromMilliseconds(100),
        Talk = TimeSpan.FromSeconds(seconds),
        Patience = TimeSpan.MaxValue,
    };

    private static CalledParty? Nobody(string number, int attempt) => new CalledParty { Kind = CalledPartyKind.NoAnswer, After = TimeSpan.FromSeconds(60) };

    private static string Party(JsonElement said) => said.GetProperty("party").GetString()!;

    private static double Seconds(JsonElement from, JsonElement to) => (to.GetProperty("at").GetDateTimeOffset() - from.GetProperty("at").GetDateTimeOffset()).TotalSeconds;
}
