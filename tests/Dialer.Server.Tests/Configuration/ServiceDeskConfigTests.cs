using Dialer.Core.Callers;
using Dialer.Core.Routing;
using Dialer.Server.Configuration;
using Dialer.Testing;
using Xunit;

namespace Dialer.Server.Tests.Configuration;

/// <summary>Opening hours, doors of queues, menus and the rules of callers, as files write them.</summary>
public sealed class ServiceDeskConfigTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dialer-desk-config");

    public ServiceDeskConfigTests() => File.Copy(Repository.File("samples", "announcement.wav"), Path.Combine(_folder.FullName, "said.wav"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_sample_desk_is_good()
    {
        var reading = ConfigFile.Read(Repository.File("samples", "service-desk.sample.json"));
        Assert.Empty(reading.Errors);
        var config = reading.Config!;
        Assert.Equal(["rule all others", "rule gold", "rule the night"], config.CallerRules.Where(rule => rule.Name is "the night" or "gold" or "all others").Select(rule => "rule " + rule.Name).Order());
        var orders = config.Queues.Single(queue => queue.Settings.Name == "orders").Settings.Door;
        Assert.Equal(
            (20, TimeSpan.FromSeconds(180), CallerTarget.Queue("level2"), CallerTarget.Queue("level2"), CallerTargetKind.Voicemail),
            (orders.MaxWaiting, orders.MaxWait, orders.WhenFull, orders.WhenTooLong, orders.WhenClosed.Kind));
        var menu = Assert.Single(config.Menus);
        Assert.Equal((4, CallerTarget.Queue("level2")), (menu.Nodes.Count, menu.Person));
        Assert.Contains("voicemail/orders", config.PromptFiles.Keys);
        Assert.Equal(["+32", ""], config.CallerRules.Single(rule => rule.Name == "from Belgium").CallerPrefixes);
    }

    [Fact]
    public void A_plain_entry_is_a_rule_for_its_number()
    {
        var config = Read("""{ "trunks": [ { "name": "a", "address": "a.example" } ], "inbound": [ { "number": "0199001234" }, { } ] }""").Config!;
        Assert.Equal([(CallerTarget.Queue("default"), "0199001234"), (CallerTarget.Queue("default"), "")], config.CallerRules.Select(rule => (rule.Target, string.Join(",", rule.Called))));
    }

    [Fact]
    public void What_a_queue_asks_relaxes_and_its_group_has_a_policy()
    {
        var config = Read("""
            {
              "trunks": [ { "name": "a", "address": "a.example" } ],
              "queueGroups": [ { "name": "desk", "routing": "mostSkilled", "preferredAgentSeconds": 15 } ],
              "queues": [
                { "name": "fr", "group": "desk", "skills": "french >= 5 and (loans >= 3 or senior)", "relax": [ { "afterSeconds": 20, "skills": { "french": 5 } }, { "afterSeconds": 60 } ], "serviceLevel": "nf345", "ageingAfterSeconds": 300 },
                { "name": "en", "skills": { "english": 4 }, "serviceLevelShare": 0.9 }
              ],
              "agents": [ { "name": "ana", "phone": "sip:1@a.example", "skills": { "french": 5, "loans": 2, "senior": 1, "english": 4 }, "prefers": { "en": 9 } } ]
            }
            """).Config!;
        var (fr, en, ana) = (config.Queues[0].Settings, config.Queues[1].Settings, config.Agents[0]);
        Assert.Equal([(0.0, "french >= 5 and (loans >= 3 or senior)", 1), (20, "french >= 5", 5), (60, null, 10)],
            fr.Steps.Select(step => (step.After.TotalSeconds, step.Skills?.Text, step.Skills?.LevelOf(ana.Skills) ?? 10)));
        Assert.Equal((new QueueGroup("desk", "mostSkilled"), 15.0, 300.0, 0.8, 90.0), (fr.Group, fr.PreferredFor.TotalSeconds, fr.AgeingAfter!.Value.TotalSeconds, fr.ServiceShare, fr.ServiceLevel.TotalSeconds));
        Assert.Equal((null, 0.9, 20.0, 4), (en.Group, en.ServiceShare, en.ServiceLevel.TotalSeconds, en.AllSteps().Single().Skills!.LevelOf(ana.Skills)));
        Assert.Equal(new KeyValuePair<string, int>("en", 9), Assert.Single(ana.Prefers));
    }

    [Theory]
    [InlineData("\"skills\": \"frnch\"", "No agent has the skill \"frnch\" at level 1 or more")]
    [InlineData("\"skills\": \"french >= 5 and french < 5\"", "No agent has all skills that queue \"q\" asks for, at any step")]
    [InlineData("\"skills\": { \"french\": 5 }, \"relax\": [ { \"afterSeconds\": 30, \"skills\": { \"french\": 6 } } ]", "From 30 s on nobody has what queue \"q\" asks for")]
    [InlineData("\"skills\": { \"french\": 9 }, \"relax\": [ { \"afterSeconds\": 30, \"skills\": { \"french\": 5 } } ]", null)]
    public void What_nobody_could_serve_is_warned_of(string asks, string? warning)
    {
        var warnings = Read($$"""
            { "trunks": [ { "name": "a", "address": "a.example" } ], "queues": [ { "name": "q", {{asks}} } ], "agents": [ { "name": "ana", "phone": "sip:1@a.example", "skills": { "french": 5 } } ] }
            """).Warnings.Where(each => each.Path.StartsWith("$.queues", StringComparison.Ordinal)).Select(each => each.What).ToList();
        Assert.True(warning is null ? warnings.Count == 0 : warnings.Exists(each => each.StartsWith(warning, StringComparison.Ordinal)), string.Join("\n", warnings));
    }

    [Theory]
    [InlineData(""" "queues": [ { "name": "a", "group": "b" } ] """, "$.queues[0].group", "No group of queues is named \"b\"")]
    [InlineData(""" "queues": [ { "name": "a", "skills": "french >> 5" } ] """, "$.queues[0].skills", "is no comparison")]
    [InlineData(""" "queues": [ { "name": "a", "relax": [ { "skills": {} } ] } ] """, "$.queues[0].relax[0].afterSeconds", "missing")]
    [InlineData(""" "queues": [ { "name": "a", "relax": [ { "afterSeconds": 20 }, { "afterSeconds": 10 } ] } ] """, "$.queues[0].relax[1].afterSeconds", "not after the one before")]
    [InlineData(""" "queues": [ { "name": "a", "serviceLevel": "nf345", "serviceLevelSeconds": 30 } ] """, "$.queues[0].serviceLevel", "said twice")]
    [InlineData(""" "queueGroups": [ { "name": "a", "routing": "pooled" } ] """, "$.queueGroups[0].routing", "not one of the words")]
    [InlineData(""" "agents": [ { "name": "ana", "phone": "sip:1@a.example", "prefers": { "x": 9 } } ] """, "$.agents[0].prefers.x", "No queue is named \"x\"")]
    [InlineData(""" "agents": [ { "name": "ana", "phone": "sip:1@a.example", "prefers": { "default": 11 } } ] """, "$.agents[0].prefers.default", "not a whole number from 1 to 10")]
    [InlineData(""" "inbound": [ { "queue": "other" } ] """, "$.inbound[0].queue", "No queue is named \"other\"")]
    [InlineData(""" "inbound": [ { "menu": "other" } ] """, "$.inbound[0].menu", "No menu is named \"other\"")]
    [InlineData(""" "inbound": [ { "queue": "default", "menu": "m" } ] """, "$.inbound[0]", "several places: queue, menu")]
    [InlineData(""" "inbound": [ { "callBack": "c", "greeting": "said.wav" } ] """, "$.inbound[0].callBack", "No callBack is named \"c\"")]
    [InlineData(""" "inbound": [ { "voicemail": "night" } ] """, "$.inbound[0].greeting", "Nothing would be said")]
    [InlineData(""" "inbound": [ { "voicemail": "../night", "greeting": "said.wav" } ] """, "$.inbound[0].voicemail", "cannot be the name of a mailbox")]
    [InlineData(""" "inbound": [ { "toNumber": "sip:x" } ] """, "$.inbound[0].toNumber", "not a number that a PBX")]
    [InlineData(""" "inbound": [ { "message": "nowhere.wav" } ] """, "$.inbound[0].message", "There is no file")]
    [InlineData(""" "inbound": [ { "hangUp": false } ] """, "$.inbound[0].hangUp", "Only true makes sense")]
    [InlineData(""" "inbound": [ { "within": "office" } ] """, "$.inbound[0].within", "No opening hours are named \"office\"")]
    [InlineData(""" "inbound": [ { "from": ["+33x"] } ] """, "$.inbound[0].from", "not the beginning of a number")]
    [InlineData(""" "inbound": [ { "leastValue": 101 } ] """, "$.inbound[0].leastValue", "out of range")]
    [InlineData(""" "openingHours": [ { "name": "o" } ] """, "$.openingHours[0].timeZone", "missing")]
    [InlineData(""" "openingHours": [ { "name": "o", "timeZone": "Europe/Pari" } ] """, "$.openingHours[0].timeZone", "not known")]
    [InlineData(""" "openingHours": [ { "name": "o", "timeZone": "Europe/Paris", "week": [ { "days": ["monday"], "from": "18:00", "to": "08:00" } ] } ] """, "$.openingHours[0].week[0].to", "ends before it begins")]
    [InlineData(""" "openingHours": [ { "name": "o", "timeZone": "Europe/Paris", "week": [ { "days": ["lundi"], "from": "08:00", "to": "18:00" } ] } ] """, "$.openingHours[0].week[0].days", "not known")]
    [InlineData(""" "openingHours": [ { "name": "o", "timeZone": "Europe/Paris", "days": [ { "date": "24/12/2026" } ] } ] """, "$.openingHours[0].days[0].date", "not a date")]
    [InlineData(""" "openingHours": [ { "name": "o", "timeZone": "Europe/Paris" }, { "name": "o", "timeZone": "Europe/Paris" } ] """, "$.openingHours[1].name", "taken by an earlier entry")]
    [InlineData(""" "queues": [ { "name": "a", "whenFull": { "queue": "b" } }, { "name": "b", "whenFull": { "queue": "a" } } ] """, "$.queues[0].whenFull", "go round for ever: a to b")]
    [InlineData(""" "queues": [ { "name": "a", "whenClosed": { "queue": "b" } } ] """, "$.queues[0].whenClosed.queue", "No queue is named \"b\"")]
    [InlineData(""" "queues": [ { "name": "a", "whenTooLong": { } } ] """, "$.queues[0].whenTooLong", "not said where callers go")]
    [InlineData(""" "queues": [ { "name": "a", "whenTooLong": { "queu": "a" } } ] """, "$.queues[0].whenTooLong.queu", "is not known here")]
    [InlineData(""" "menus": [ { "name": "m", "person": { "queue": "default" }, "nodes": [] } ] """, "$.menus[0]", "needs 1 to 1000 nodes")]
    [InlineData(""" "menus": [ { "name": "m", "nodes": [ { "name": "s", "prompt": "said.wav", "next": { "queue": "default" } } ] } ] """, "$.menus[0].person", "where does 0, or silence, lead?")]
    [InlineData(""" "menus": [ { "name": "m", "person": { "queue": "default" }, "nodes": [ { "name": "s", "prompt": "said.wav", "keys": { "0": { "queue": "default" } } } ] } ] """, "$.menus[0]", "0 leads to a person everywhere")]
    [InlineData(""" "menus": [ { "name": "m", "person": { "queue": "default" }, "nodes": [ { "name": "s", "prompt": "said.wav", "keys": { "12": { "queue": "default" } } } ] } ] """, "$.menus[0].nodes[0].keys.12", "is no key")]
    [InlineData(""" "menus": [ { "name": "m", "person": { "queue": "default" }, "nodes": [ { "name": "s", "prompt": "said.wav", "ask": { "url": "ftp://x", "otherwise": { "queue": "default" } } } ] } ] """, "$.menus[0].nodes[0].ask.url", "not an address of the web")]
    public void What_is_wrong_is_told_with_its_place(string part, string path, string says)
    {
        var errors = Read($$"""{ "trunks": [ { "name": "a", "address": "a.example" } ], {{part}} }""").Errors;
        Assert.True(errors.Any(error => error.Path == path && error.What.Contains(says, StringComparison.Ordinal)), string.Join("\n", errors.Select(error => $"{error.Path}: {error.What} {error.Do}")));
    }

    private ConfigReading Read(string json)
    {
        string file = Path.Combine(_folder.FullName, "dialer.json");
        File.WriteAllText(file, json);
        return ConfigFile.Read(file);
    }
}
