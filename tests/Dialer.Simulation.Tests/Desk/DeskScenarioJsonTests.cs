using System.Text;
using Dialer.Core.Channels;
using Dialer.Simulation.Public;
using Xunit;

namespace Dialer.Simulation.Tests.Desk;

public sealed class DeskScenarioJsonTests
{
    private const string Queue = """{ "name": "q", "perHour": 10, "talkSeconds": 60 }""";
    private const string Group = """{ "name": "a", "count": 2, "skills": { "fr": 6 } }""";

    [Fact]
    public void What_is_left_out_is_what_the_contract_says()
    {
        var read = Parse($$"""{ "queues": [ {{Queue}} ], "agentGroups": [ {{Group}} ] }""");
        Assert.Empty(read.Errors);
        var queue = Assert.Single(read.Scenario!.Queues);
        Assert.Equal((0, 0.8, TimeSpan.FromSeconds(20), Channel.Voice), (queue.Priority, queue.ServiceLevel.Share, queue.ServiceLevel.Within, queue.Channel));
        Assert.Null(queue.PatienceSeconds);
        Assert.Equal(0, read.Scenario.WrapUpSeconds.MeanSeconds);
        Assert.False(read.Scenario.HasOutbound);
    }

    [Theory]
    [InlineData("\"agents\": 5", "agents")]
    [InlineData("\"agentPlan\": [ { \"count\": 2 } ]", "agentPlan")]
    [InlineData("\"inboundPerHour\": 5", "inboundPerHour")]
    [InlineData("\"hours\": 1", "hours")]
    [InlineData("\"hours\": 25", "hours")]
    [InlineData("\"answer\": { \"live\": 0.3 }", "answer")]
    [InlineData("\"quueues\": 1", "quueues")]
    public void What_cannot_stand_beside_queues_is_refused(string beside, string field) =>
        Assert.Contains(Parse($$"""{ "queues": [ {{Queue}} ], "agentGroups": [ {{Group}} ], {{beside}} }""").Errors, error => error.Field == field);

    [Theory]
    [InlineData("""{ "perHour": 10, "talkSeconds": 60 }""", "queues[0].name")]
    [InlineData("""{ "name": "", "perHour": 10, "talkSeconds": 60 }""", "queues[0].name")]
    [InlineData("""{ "name": "q", "talkSeconds": 60 }""", "queues[0].perHour")]
    [InlineData("""{ "name": "q", "perHour": 10 }""", "queues[0].talkSeconds")]
    [InlineData("""{ "name": "q", "perHour": 10, "talkSeconds": 0 }""", "queues[0].talkSeconds")]
    [InlineData("""{ "name": "q", "perHour": -1, "talkSeconds": 60 }""", "queues[0].perHour")]
    [InlineData("""{ "name": "q", "perHour": 10, "byHour": [ 1 ], "talkSeconds": 60 }""", "queues[0].byHour")]
    [InlineData("""{ "name": "q", "byHour": [], "talkSeconds": 60 }""", "queues[0].byHour")]
    [InlineData("""{ "name": "q", "byHour": [ 1, -2 ], "talkSeconds": 60 }""", "queues[0].byHour[1]")]
    [InlineData("""{ "name": "q", "perHour": 10, "talkSeconds": 60, "priority": 101 }""", "queues[0].priority")]
    [InlineData("""{ "name": "q", "perHour": 10, "talkSeconds": 60, "priority": 1.5 }""", "queues[0].priority")]
    [InlineData("""{ "name": "q", "perHour": 10, "talkSeconds": 60, "serviceLevel": { "share": 1.2, "seconds": 20 } }""", "queues[0].serviceLevel.share")]
    [InlineData("""{ "name": "q", "perHour": 10, "talkSeconds": 60, "serviceLevel": { "share": 0.8, "seconds": 0 } }""", "queues[0].serviceLevel.seconds")]
    [InlineData("""{ "name": "q", "perHour": 10, "talkSeconds": 60, "serviceLevel": "80/10" }""", "queues[0].serviceLevel")]
    [InlineData("""{ "name": "q", "perHour": 10, "talkSeconds": 60, "skills": { "fr": 11 } }""", "queues[0].skills.fr")]
    [InlineData("""{ "name": "q", "perHour": 10, "talkSeconds": 60, "skills": { "fr": 2.5 } }""", "queues[0].skills.fr")]
    [InlineData("""{ "name": "q", "perHour": 10, "talkSeconds": 60, "skills": { "fr": 7 } }""", "queues[0].skills")]
    [InlineData("""{ "name": "q", "perHour": 10, "talkSeconds": 60, "skills": { "de": 1 } }""", "queues[0].skills")]
    [InlineData("""{ "name": "q", "perHour": 10, "talkSeconds": 60, "skills": "fr >=" }""", "queues[0].skills")]
    [InlineData("""{ "name": "q", "perHour": 10, "talkSeconds": 60, "channel": "pigeon" }""", "queues[0].channel")]
    [InlineData("""{ "name": "q", "perHour": 10, "talkSeconds": 60, "relax": [ { "skills": {} } ] }""", "queues[0].relax[0].afterSeconds")]
    [InlineData("""{ "name": "q", "perHour": 10, "talkSeconds": 60, "relax": [ { "afterSeconds": 9 }, { "afterSeconds": 9 } ] }""", "queues[0].relax[1].afterSeconds")]
    [InlineData("""{ "name": "q", "perHour": 10, "talkSeconds": 60, "weight": 1 }""", "queues[0].weight")]
    [InlineData("""{ "name": "q", "perHour": 10, "talkSeconds": 60 }, { "name": "q", "perHour": 10, "talkSeconds": 60 }""", "queues")]
    public void A_queue_that_makes_no_sense_names_its_field(string queue, string field) =>
        Assert.Contains(Parse($$"""{ "queues": [ {{queue}} ], "agentGroups": [ {{Group}} ] }""").Errors, error => error.Field == field);

    [Theory]
    [InlineData("""{ "count": 2 }""", "agentGroups[0].name")]
    [InlineData("""{ "name": "a" }""", "agentGroups[0].count")]
    [InlineData("""{ "name": "a", "count": 0 }""", "agentGroups")]
    [InlineData("""{ "name": "a", "count": 20001 }""", "agentGroups[0].count")]
    [InlineData("""{ "name": "a", "count": 2, "skills": { "fr": 0 } }""", "agentGroups[0].skills.fr")]
    [InlineData("""{ "name": "a", "count": 2, "skills": { "and": 1 } }""", "agentGroups[0].skills.and")]
    [InlineData("""{ "name": "a", "count": 2, "outbound": 1 }""", "agentGroups[0].outbound")]
    [InlineData("""{ "name": "a", "count": 2, "speed": 1 }""", "agentGroups[0].speed")]
    [InlineData("""{ "name": "a", "count": 1 }, { "name": "a", "count": 1 }""", "agentGroups")]
    public void A_group_that_makes_no_sense_names_its_field(string group, string field) =>
        Assert.Contains(Parse($$"""{ "queues": [ {{Queue}} ], "agentGroups": [ {{group}} ] }""").Errors, error => error.Field == field);

    [Theory]
    [InlineData("{ \"agentGroups\": [ { \"name\": \"a\", \"count\": 1 } ] }", "agentGroups")]
    [InlineData("{ \"queues\": [] , \"agentGroups\": [ { \"name\": \"a\", \"count\": 1 } ] }", "queues")]
    [InlineData("{ \"queues\": [ { \"name\": \"q\", \"perHour\": 1, \"talkSeconds\": 9 } ] }", "agentGroups")]
    [InlineData("{ \"queues\": 3, \"agentGroups\": [ { \"name\": \"a\", \"count\": 1 } ] }", "queues")]
    public void Queues_and_groups_come_together(string json, string field) => Assert.Contains(Parse(json).Errors, error => error.Field == field);

    [Fact]
    public void Outbound_beside_queues_is_by_the_groups_that_say_so()
    {
        var read = Parse($$"""{ "queues": [ {{Queue}} ], "answer": { "live": 0.3 }, "agentGroups": [ { "name": "a", "count": 2, "outbound": true } ] }""");
        Assert.Empty(read.Errors);
        Assert.True(read.Scenario!.HasOutbound);
    }

    private static ScenarioResult Parse(string json) => ScenarioJson.Parse(Encoding.UTF8.GetBytes(json));
}
