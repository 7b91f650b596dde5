using System.Text;
using Dialer.Core.Campaigns;
using Dialer.Simulation.Public;
using Xunit;

namespace Dialer.Simulation.Tests.Public;

public sealed class ScenarioJsonTests
{
    [Fact]
    public void An_empty_object_is_the_default_scenario()
    {
        var read = Parse("{}");
        Assert.Empty(read.Errors);
        Assert.Equal(Scenario.Default with { }, read.Scenario);
    }

    [Fact]
    public void The_documented_example_is_read_field_by_field()
    {
        var read = Parse("""
            { "name": "all", "hours": 8, "agents": 10,
              "agentPlan": [ { "from": 0.0, "to": 8.0, "count": 10, "breakAtHour": 2.0, "breakMinutes": 10 } ],
              "answer": { "live": 0.30, "machine": 0.32, "busy": 0.08, "byHour": [ 1.0, 0.8, 1.3 ], "failure": { "404": 0.02 } },
              "ringSeconds": { "live": { "gamma": { "mean": 12, "shape": 3, "min": 2 } }, "machine": { "normal": { "mean": 20, "sd": 3 } }, "timeout": 28 },
              "talkSeconds": { "lognormal": { "mean": 210, "cv": 0.947 } }, "wrapUpSeconds": { "lognormal": { "mean": 20, "cv": 0.5 } },
              "analysis": { "mode": "detect", "seconds": 0, "liveAsMachine": 0.0, "machineAsLive": 0.0, "agentSecondsPerMachine": 12 },
              "abandon": { "afterSeconds": 2, "from": "answer", "cap": 0.03, "window": "day", "countFalsePositives": false },
              "trunk": { "channels": 1000, "callsPerSecond": 100 }, "inboundPerHour": 0 }
            """);
        Assert.Empty(read.Errors);
        var scenario = read.Scenario!;
        Assert.Equal(new AgentGroup(0, 8, 10, 2, 10, 1), Assert.Single(scenario.AgentPlan));
        Assert.Equal([1.0, 0.8, 1.3], scenario.Answer.ByHour);
        Assert.Equal([new(404, 0.02)], scenario.Answer.Failures);
        Assert.Equal(Scenario.Default.Ring, scenario.Ring);
        Assert.Equal(Scenario.Default.TalkSeconds, scenario.TalkSeconds);
        Assert.Equal(AbandonRule.Default, scenario.Abandon);
    }

    [Fact]
    public void Every_error_is_reported_at_once_with_its_field()
    {
        var read = Parse("""
            { "agentts": 10, "hours": -1,
              "agentPlan": [ { "count": 2, "breakAtHour": 7.9, "breakMinutes": 60 }, { "from": 5, "to": 4 } ],
              "answer": { "live": 1.3, "machine": 0.5, "busy": "often", "failure": { "200": 0.1 } },
              "ringSeconds": { "live": { "weibull": { "mean": 3 } }, "timeout": 0 },
              "talkSeconds": { "lognormal": { "mean": -4 } },
              "abandon": { "cap": 0, "window": "week" } }
            """);
        Assert.Null(read.Scenario);
        string[] fields = [.. read.Errors.Select(error => error.Field)];
        string[] expected =
        [
            "agentts", "hours", "agentPlan[0].breakMinutes", "agentPlan[1].to", "answer.live", "answer.busy", "answer.failure.200",
            "ringSeconds.live.weibull", "ringSeconds.timeout", "talkSeconds.lognormal.mean", "abandon.cap", "abandon.window",
        ];
        Assert.All(expected, field => Assert.Contains(field, fields));
    }

    [Theory]
    [InlineData("""{ "answer": { "live": 0.7, "machine": 0.32 } }""", "answer.live")]
    [InlineData("""{ "answer": { "live": 0.5, "machine": 0.3, "byHour": [ 1, 2.5 ] } }""", "answer.byHour[1]")]
    [InlineData("""{ "answer": { "byHour": [] } }""", "answer.byHour")]
    [InlineData("""{ "answer": { "lists": [ { "share": 0.5, "live": 0.1 } ] } }""", "answer.lists")]
    [InlineData("""{ "answer": { "perNumber": { "beta": { "mean": 0.08, "sd": 0.28 } } } }""", "answer.perNumber.beta.sd")]
    [InlineData("""{ "answer": { "perNumber": { "never": 0.3 } } }""", "answer.perNumber.beta")]
    [InlineData("""{ "answer": { "perNumber": { "beta": { "mean": 0.1 }, "never": 1, "triesPerNumber": 0, "hour": 1 } } }""", "answer.perNumber.hour")]
    [InlineData("""{ "agents": 2.5 }""", "agents")]
    [InlineData("""{ "agents": 1, "agents": 2 }""", "agents")]
    [InlineData("""{ "analysis": { "mode": "psychic" } }""", "analysis.mode")]
    [InlineData("""{ "trunk": { "channels": 0 } }""", "trunk.channels")]
    [InlineData("""{ "talkSeconds": { "gamma": { "mean": 3, "shape": 1, "min": 5 } } }""", "talkSeconds.gamma.mean")]
    [InlineData("""{ "talkSeconds": { "mixture": [] } }""", "talkSeconds.mixture")]
    [InlineData("[]", "$")]
    [InlineData("{", "$")]
    [InlineData("", "$")]
    public void What_makes_no_sense_names_its_field(string json, string field) =>
        Assert.Contains(Parse(json).Errors, error => error.Field == field);

    [Fact]
    public void Numbers_that_differ_are_read_field_by_field() =>
        Assert.Equal(new NumberAnswers(0.08, 0.05, 0.3, 0.5, 4), Parse("""
            { "answer": { "perNumber": { "beta": { "mean": 0.08, "sd": 0.05 }, "never": 0.3, "hours": 0.5, "triesPerNumber": 4 } } }
            """).Scenario!.Answer.PerNumber);

    [Theory]
    [InlineData("30days")]
    [InlineData("thirtyDays")]
    public void The_window_of_30_days_goes_by_the_word_that_campaigns_use(string word) =>
        Assert.Equal(AbandonWindow.ThirtyDays, ScenarioJson.Parse(Encoding.UTF8.GetBytes($$"""{ "abandon": { "window": "{{word}}" } }""")).Scenario!.Abandon.Window);

    [Fact]
    public void A_break_without_its_hour_is_in_the_middle_of_the_shift() =>
        Assert.Equal((3.0, 15.0), ScenarioJson.Parse("{ \"agentPlan\": [ { \"from\": 2, \"to\": 4, \"breakMinutes\": 15 } ] }"u8.ToArray()).Scenario!.AgentPlan.Select(group => (group.BreakAtHour, group.BreakMinutes)).Single());

    [Fact]
    public void Talk_of_two_kinds_is_a_mixture()
    {
        var read = Parse("""{ "talkSeconds": { "mixture": [ { "weight": 3, "of": { "constant": { "seconds": 20 } } }, { "weight": 1, "of": { "exponential": { "mean": 600 } } } ] } }""");
        Assert.Empty(read.Errors);
        Assert.Equal(DistributionKind.Mixture, read.Scenario!.TalkSeconds.Kind);
    }

    [Fact]
    public void No_text_of_any_kind_throws()
    {
        var random = new Core.Time.SeededRandom(7);
        string[] words = ["{", "}", "[", "]", "\"answer\"", ":", ",", "0.3", "-1", "\"live\"", "null", "1e999", "\"talkSeconds\"", "\"mixture\"", "\"of\"", "\\u", "\"\\ud800\""];
        for (int text = 0; text < 5000; text++)
        {
            var json = new StringBuilder("{");
            for (int word = random.Next(20); word >= 0; word--)
                json.Append(words[random.Next(words.Length)]);
            var read = Parse(json.ToString());
            Assert.True(read.Scenario is not null || read.Errors.Count > 0);
        }
    }

    private static ScenarioResult Parse(string json) => ScenarioJson.Parse(Encoding.UTF8.GetBytes(json));
}
