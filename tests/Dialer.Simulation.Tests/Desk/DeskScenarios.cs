using System.Globalization;
using System.Text;
using Dialer.Core.Time;
using Dialer.Simulation.Public;

namespace Dialer.Simulation.Tests.Desk;

/// <summary>Service desks that tests rehearse.</summary>
internal static class DeskScenarios
{
    public static Scenario ErlangC { get; } = Parse("""
        { "hours": 10, "queues": [ { "name": "q", "perHour": 180, "talkSeconds": { "exponential": { "mean": 180 } } } ],
          "agentGroups": [ { "name": "all", "count": 12 } ] }
        """);

    public static Scenario ErlangA { get; } = Parse("""
        { "hours": 10, "queues": [ { "name": "q", "perHour": 200, "talkSeconds": { "exponential": { "mean": 180 } }, "patienceSeconds": { "exponential": { "mean": 120 } } } ],
          "agentGroups": [ { "name": "all", "count": 10 } ] }
        """);

    /// <summary>Five specialists of gold, and seven who serve both.</summary>
    public static Scenario GoldAndBronze { get; } = Parse("""
        { "hours": 10, "queues": [
            { "name": "gold", "perHour": 60, "talkSeconds": { "exponential": { "mean": 240 } }, "patienceSeconds": { "exponential": { "mean": 180 } },
              "serviceLevel": { "share": 0.9, "seconds": 10 }, "skills": { "gold": 1 } },
            { "name": "bronze", "perHour": 120, "talkSeconds": { "exponential": { "mean": 180 } }, "patienceSeconds": { "exponential": { "mean": 120 } },
              "serviceLevel": { "share": 0.8, "seconds": 60 }, "skills": { "bronze": 1 } } ],
          "agentGroups": [ { "name": "g", "count": 5, "skills": { "gold": 9 } }, { "name": "gb", "count": 7, "skills": { "gold": 5, "bronze": 8 } } ] }
        """);

    /// <summary>Fifteen agents who lack one: no policy meets all targets.</summary>
    public static Scenario Languages { get; } = Parse("""
        { "hours": 10, "queues": [
            { "name": "fr", "perHour": 150, "talkSeconds": { "lognormal": { "mean": 200, "cv": 1.2 } }, "patienceSeconds": { "exponential": { "mean": 150 } }, "skills": { "fr": 1 } },
            { "name": "en", "perHour": 40, "talkSeconds": { "lognormal": { "mean": 240, "cv": 1.2 } }, "patienceSeconds": { "exponential": { "mean": 150 } }, "skills": { "en": 1 } },
            { "name": "loans", "perHour": 30, "talkSeconds": { "lognormal": { "mean": 420, "cv": 1.2 } }, "patienceSeconds": { "exponential": { "mean": 240 } },
              "serviceLevel": { "share": 0.8, "seconds": 30 }, "skills": { "loans": 1 } } ],
          "agentGroups": [ { "name": "f", "count": 6, "skills": { "fr": 8 } }, { "name": "fe", "count": 4, "skills": { "fr": 6, "en": 7 } },
            { "name": "fl", "count": 3, "skills": { "fr": 5, "loans": 9 } }, { "name": "fel", "count": 2, "skills": { "fr": 5, "en": 5, "loans": 6 } } ] }
        """);

    /// <summary>Two to five queues, staffed a little over or under what they need, agents with skills for some.</summary>
    public static Scenario Random(ulong seed)
    {
        var random = new SeededRandom(seed);
        int queues = 2 + random.Next(4);
        int groups = queues + random.Next(4);
        double[] load = new double[queues];
        var text = new StringBuilder("{ \"hours\": 10, \"queues\": [");
        for (int queue = 0; queue < queues; queue++)
        {
            int perHour = 10 * (3 + random.Next(16));
            int talk = 10 * (12 + random.Next(31));
            load[queue] = perHour * talk / 3600.0;
            string law = random.Next(2) == 0 ? $"{{ \"exponential\": {{ \"mean\": {talk} }} }}" : $"{{ \"lognormal\": {{ \"mean\": {talk}, \"cv\": 1.2 }} }}";
            text.Append(CultureInfo.InvariantCulture, $"{(queue > 0 ? "," : "")} {{ \"name\": \"q{queue}\", \"perHour\": {perHour}, \"talkSeconds\": {law}, \"patienceSeconds\": {{ \"exponential\": {{ \"mean\": {10 * (9 + random.Next(22))} }} }}, ")
                .Append(CultureInfo.InvariantCulture, $"\"serviceLevel\": {{ \"share\": 0.{7 + random.Next(3)}, \"seconds\": {new[] { 10, 20, 30, 60 }[random.Next(4)]} }}, \"skills\": {{ \"s{queue}\": 1 }} }}");
        }
        double staff = (load.Sum() * (0.95 + (0.17 * random.NextDouble()))) + 1;
        int[] own = [.. Enumerable.Range(0, groups).Select(group => group < queues ? group : random.Next(queues))];
        double[] weight = [.. own.Select(queue => load[queue] * (0.6 + (0.8 * random.NextDouble())))];
        text.Append(" ], \"agentGroups\": [");
        for (int group = 0; group < groups; group++)
        {
            var skills = Enumerable.Range(0, queues).Where(queue => queue == own[group] || random.Next(100) < 35).Select(queue => $"\"s{queue}\": {3 + random.Next(7)}");
            text.Append(CultureInfo.InvariantCulture, $"{(group > 0 ? "," : "")} {{ \"name\": \"g{group}\", \"count\": {Math.Max(1, (int)Math.Round(staff * weight[group] / weight.Sum()))}, \"skills\": {{ {string.Join(", ", skills)} }} }}");
        }
        return Parse(text.Append(" ] }").ToString());
    }

    public static Scenario Parse(string json)
    {
        var read = ScenarioJson.Parse(Encoding.UTF8.GetBytes(json));
        return read.Scenario ?? throw new InvalidOperationException(string.Join("; ", read.Errors));
    }
}
