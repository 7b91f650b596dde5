using System.Diagnostics;
using Dialer.Server.Configuration;
using Dialer.Testing;
using Xunit;

namespace Dialer.Server.Tests.Configuration;

/// <summary>What <c>dialer check</c> proves beside the fields by themselves: a row each, as an operator would get it wrong.</summary>
public sealed class CrossCheckTests : IDisposable
{
    private const string Trunk = """ "trunks": [ { "name": "carrier", "address": "192.0.2.9", "callerId": "+33199001234" }, { "name": "other", "address": "192.0.2.8" } ], "queues": [ { "name": "sales" }, { "name": "loans" } ], "agents": [ { "name": "ana", "phone": "sip:1@192.0.2.7" } ] """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dialer-cross");

    public CrossCheckTests() => File.Copy(Repository.File("samples", "announcement.wav"), PathOf("said.wav"));

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private ConfigReading Read(string fields)
    {
        File.WriteAllText(PathOf("dialer.json"), "{ " + fields + " }");
        return ConfigFile.Read(PathOf("dialer.json"));
    }

    [Theory]
    [InlineData("+33199001234", "+33199001234", true)]
    [InlineData("+33199001234", "0199001234", true)]
    [InlineData("+33199001234", "0033199001234", true)]
    [InlineData("+33199001234", "+33 1 99-00.12 34", true)]
    [InlineData("0199001234", "+33199001234;npdi", true)]
    [InlineData("*", "*", true)]
    [InlineData("+33199001234", "+33199001235", false)]
    [InlineData("+33199001234", "*", false)]
    [InlineData("support", "sales", false)]
    [InlineData("1001", "01001", false)]
    public void The_same_inbound_number_twice_is_an_error_however_it_is_written(string one, string other, bool isWrong)
    {
        var reading = Read($$"""{{Trunk}}, "inbound": [ { "trunk": "carrier", "number": "{{one}}", "queue": "sales" }, { "trunk": "other", "number": "{{one}}", "queue": "sales" }, { "trunk": "carrier", "number": "{{other}}", "queue": "loans" } ]""");
        Assert.Equal(isWrong ? ["$.inbound[2].number"] : [], reading.Errors.Select(error => error.Path));
    }

    [Theory]
    [InlineData(""" "sip": { "port": 8088 } """, "$.http.port")]
    [InlineData(""" "sip": { "port": 8088, "bind": "0.0.0.0" }, "http": { "bind": "127.0.0.1" } """, "$.http.port")]
    [InlineData(""" "sip": { "webSocketPort": 8088 } """, "$.http.port")]
    [InlineData(""" "sip": { "port": 5060, "webSocketPort": 5060 } """, "$.sip.webSocketPort")]
    [InlineData(""" "sip": { "port": 8088, "bind": "192.0.2.1" } """, null)]
    [InlineData(""" "sip": { "port": 0, "webSocketPort": 0 }, "http": { "port": 0 } """, null)]
    [InlineData(""" "sip": { "port": 8089 } """, null)]
    public void Two_that_would_listen_at_one_port_are_an_error(string ports, string? path) =>
        Assert.Equal(path is null ? [] : [path], Read($"{Trunk}, {ports}").Errors.Select(error => error.Path));

    [Fact]
    public void Sip_among_the_ports_for_audio_is_told() =>
        Assert.Contains(Read($$"""{{Trunk}}, "sip": { "port": 20500 }""").Warnings, warning => warning.Path == "$.sip.port");

    public static TheoryData<string, string> NoFiles => new()
    {
        { """ "http": { "tokenFile": "/dev/zero" } """, "is a device" },
        { """ "http": { "tokenFile": "/dev/null" } """, "is a device" },
        { """ "http": { "tokenFile": "pipe" } """, "is a pipe" },
        { """ "http": { "tokenFile": "folder" } """, "is a folder" },
        { """ "doNotCall": [ { "file": "/dev/zero", "country": "FR" } ] """, "is a device" },
        { """ "doNotCall": [ { "file": "pipe", "country": "FR" } ] """, "is a pipe" },
        { """ "queues": [ { "name": "q", "music": "/dev/zero" } ] """, "is a device" },
        { """ "queues": [ { "name": "q", "music": "zero-link" } ] """, "is a device" },
        { """ "sip": { "tls": { "certificateFile": "/dev/zero" } } """, "is a device" },
        { """ "sip": { "tls": { "rootsFile": "/dev/random" } } """, "is a device" },
        { """ "campaigns": [ { "name": "c", "announcement": "/dev/urandom", "calling": { "profile": "france" } } ] """, "is a device" },
        { """ "campaigns": [ { "name": "c", "announcement": "said.wav", "callProgress": { "model": "/dev/zero" }, "calling": { "profile": "france" } } ] """, "is a device" },
        { """ "campaigns": [ { "name": "c", "announcement": "said.wav", "calling": { "profile": "france" }, "lists": [ { "file": "/dev/zero", "country": "FR" } ] } ] """, "is a device" },
    };

    [Theory]
    [MemberData(nameof(NoFiles))]
    public void What_is_no_file_is_refused_before_it_is_read(string fields, string says)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "devices and pipes of Linux");
        Directory.CreateDirectory(PathOf("folder"));
        File.CreateSymbolicLink(PathOf("zero-link"), "/dev/zero");
        using var made = Process.Start("mkfifo", PathOf("pipe"));
        made.WaitForExit();
        long before = GC.GetTotalAllocatedBytes();
        string trunks = """ "trunks": [ { "name": "carrier", "address": "192.0.2.9" } ] """;
        var reading = Read($"{trunks}, {fields}");
        Assert.Contains(reading.Errors, error => error.What.Contains(says, StringComparison.Ordinal));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 64 * 1024 * 1024);
    }

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/urandom")]
    public void A_configuration_without_an_end_is_refused(string path)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "devices of Linux");
        Assert.Contains("Keep it under", Assert.Single(ConfigFile.Read(path).Errors).Do, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data", true)]
    [InlineData("a/b/c", true)]
    [InlineData("said.wav", false)]
    [InlineData("said.wav/data", false)]
    [InlineData("/dev/null", false)]
    [InlineData("/dev/null/data", false)]
    [InlineData("/proc/dialer", false)]
    public void A_data_directory_is_one_or_can_be_made(string written, bool isGood)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "folders of Linux");
        string[] before = Directory.GetFileSystemEntries(_folder.FullName);
        var reading = Read($$"""{{Trunk}}, "dataDirectory": "{{written}}" """);
        Assert.Equal(isGood ? [] : ["$.dataDirectory"], reading.Errors.Select(error => error.Path));
        Assert.Equal(before.Append(PathOf("dialer.json")).Order(), Directory.GetFileSystemEntries(_folder.FullName).Order());
    }

    [Theory]
    [InlineData("recordings")]
    [InlineData("reviewClips")]
    public void So_are_the_other_folders(string field) =>
        Assert.Equal([$"$.media.{field}"], Read($$"""{{Trunk}}, "media": { "{{field}}": "said.wav" }""").Errors.Select(error => error.Path));

    [Theory]
    [InlineData("france", "monday", "10:00", "13:00", true)]
    [InlineData("france", "monday", "10:30", "12:00", true)]
    [InlineData("france", "monday", "14:00", "20:00", true)]
    [InlineData("france", "monday", "10:00", "20:00", false)]
    [InlineData("france", "monday", "09:59", "12:00", false)]
    [InlineData("france", "monday", "14:00", "20:01", false)]
    [InlineData("france", "saturday", "10:00", "12:00", false)]
    [InlineData("united-states", "sunday", "08:00", "21:00", true)]
    [InlineData("united-states", "sunday", "08:00", "24:00", false)]
    [InlineData("florida", "friday", "08:00", "20:30", false)]
    [InlineData("australia", "sunday", "10:00", "11:00", false)]
    public void Hours_beyond_the_profile_are_an_error(string profile, string day, string from, string to, bool isGood)
    {
        var reading = Read($$"""{{Trunk}}, "campaigns": [ { "name": "c", "trunk": "carrier", "queue": "sales", "announcement": "said.wav", "calling": { "profile": "{{profile}}", "hours": [ { "days": ["{{day}}"], "from": "{{from}}", "to": "{{to}}" } ] } } ]""");
        Assert.Equal(isGood ? [] : ["$.campaigns[0].calling.hours"], reading.Errors.Select(error => error.Path));
    }

    [Theory]
    [InlineData("""{ "profile": "france", "limits": [ { "calls": 5, "days": 30 } ] }""", "limits")]
    [InlineData("""{ "profile": "france", "limits": [] }""", "limits")]
    [InlineData("""{ "profile": "france", "limits": [ { "calls": 4, "days": 30, "scope": "campaign" } ] }""", "limits")]
    [InlineData("""{ "profile": "france", "limits": [ { "calls": 3, "days": 30 } ] }""", null)]
    [InlineData("""{ "profile": "france", "consentRequired": false }""", "consentRequired")]
    [InlineData("""{ "profile": "france", "restAfterRefusalDays": 10 }""", "restAfterRefusalDays")]
    [InlineData("""{ "profile": "france", "calendar": "none" }""", "calendar")]
    [InlineData("""{ "profile": "united-kingdom", "restAfterAbandonHours": 24 }""", "restAfterAbandonHours")]
    [InlineData("""{ "profile": "france" }""", null)]
    [InlineData("""{ "profile": "united-kingdom", "restAfterMachineHours": 4 }""", "restAfterMachineHours")]
    [InlineData("""{ "profiles": ["germany", "belgium"], "consentRequired": false }""", "consentRequired")]
    [InlineData("""{ "profiles": ["germany", "belgium"], "limits": [ { "calls": 9, "days": 30, "scope": "person" } ] }""", "limits")]
    [InlineData("""{ "profiles": ["germany", "belgium"] }""", null)]
    [InlineData("""{ "profiles": ["canada", "united-states", "united-kingdom"], "hours": [ { "days": ["monday"], "from": "10:00", "to": "16:00" } ] }""", null)]
    public void Rules_weaker_than_the_profile_are_refused(string calling, string? field)
    {
        var reading = Read($$"""{{Trunk}}, "campaigns": [ { "name": "c", "trunk": "carrier", "queue": "sales", "announcement": "said.wav", "analysis": "off", "calling": {{calling}} } ]""");
        Assert.Equal(field is null ? [] : [$"$.campaigns[0].calling.{field}"], reading.Errors.Select(error => error.Path));
    }

    [Theory]
    [InlineData("united-kingdom", """{ "cap": 0.02 }""", "cap")]
    [InlineData("united-kingdom", """{ "window": "thirtyDays" }""", "window")]
    [InlineData("united-kingdom", """{ "countFalsePositives": false }""", "countFalsePositives")]
    [InlineData("united-kingdom", """{ "from": "greetingEnd" }""", "from")]
    [InlineData("united-states", """{ "afterSeconds": 3 }""", "afterSeconds")]
    [InlineData("united-states", """{ "window": "day", "cap": 0.01, "from": "answer", "falsePositiveShare": 0.02 }""", null)]
    [InlineData("france", """{ "cap": 0.05 }""", null)]
    public void An_abandon_rule_weaker_than_the_profile_is_refused(string profile, string abandon, string? field)
    {
        var reading = Read($$"""{{Trunk}}, "campaigns": [ { "name": "c", "trunk": "carrier", "queue": "sales", "announcement": "said.wav", "analysis": "off", "calling": { "profile": "{{profile}}" }, "abandon": {{abandon}} } ]""");
        Assert.Equal(field is null ? [] : [$"$.campaigns[0].abandon.{field}"], reading.Errors.Select(error => error.Path));
    }

    [Theory]
    [InlineData("""{ "profiles": ["united-states", "florida"] }""", "for the same country, US")]
    [InlineData("""{ "profiles": ["narnia"] }""", "is not a profile")]
    [InlineData("""{ "profile": "france", "profiles": ["germany"] }""", "and others by country")]
    public void Profiles_by_country_do_not_get_in_each_others_way(string calling, string what)
    {
        var reading = Read($$"""{{Trunk}}, "campaigns": [ { "name": "c", "trunk": "carrier", "queue": "sales", "announcement": "said.wav", "calling": {{calling}} } ]""");
        Assert.Contains(reading.Errors, error => error.Path == "$.campaigns[0].calling.profiles" && error.What.Contains(what, StringComparison.Ordinal));
    }

    [Fact]
    public void A_register_without_a_file_and_a_number_that_may_not_be_shown_are_warned_of()
    {
        var reading = Read($$"""{{Trunk}}, "campaigns": [ { "name": "c", "trunk": "carrier", "queue": "sales", "announcement": "said.wav", "analysis": "off", "callerId": "+33199005678", "calling": { "profiles": ["france", "united-kingdom"] } } ]""");
        Assert.Empty(reading.Errors);
        Assert.Contains(reading.Warnings, warning => warning.Path == "$.campaigns[0].callerId" && warning.What.Contains("ARCEP", StringComparison.Ordinal));
        Assert.Contains(reading.Warnings, warning => warning.What.Contains("Telephone Preference Service", StringComparison.Ordinal));
        Assert.DoesNotContain(reading.Warnings, warning => warning.What.Contains("Bloctel", StringComparison.Ordinal));
    }

    [Fact]
    public void A_campaign_by_several_profiles_is_told_in_words()
    {
        var config = Read($$"""{{Trunk}}, "campaigns": [ { "name": "c", "trunk": "carrier", "queue": "sales", "announcement": "said.wav", "analysis": "off", "calling": { "profiles": ["france", "belgium"], "holidays": ["2026-12-24"] } } ]""").Config!;
        string[] words = [.. ProfileText.Of(config.Campaigns[0])];
        Assert.StartsWith("c: by the rules of France (version ", words[0], StringComparison.Ordinal);
        Assert.Contains(words, line => line.Contains("since 2026-08-11: only people who agreed", StringComparison.Ordinal) && line.Contains("2025-594", StringComparison.Ordinal) && line.Contains("read 2026-", StringComparison.Ordinal));
        Assert.Contains(words, line => line.Contains("at most 4 calls in 30 days to a person", StringComparison.Ordinal));
        Assert.Contains(words, line => line.Contains("UNVERIFIED", StringComparison.Ordinal));
        Assert.Contains("  the campaign: no calls on 2026-12-24", words);
        Assert.Contains("  the campaign: only numbers of FR, GP, MQ, GF, RE, PM, BE", words);
    }

    [Theory]
    [InlineData("""{ "french": 3 }""", """{ "french": 3 }""", null)]
    [InlineData("""{ "french": 3 }""", """{ "french": 2 }""", "skill \"french\" at level 3")]
    [InlineData("""{ "french": 3 }""", """{ "frensh": 8 }""", "skill \"french\" at level 3")]
    [InlineData("""{ "french": 3, "loans": 1 }""", """{ "french": 9 }""", "skill \"loans\"")]
    [InlineData("""{ }""", """{ }""", null)]
    public void A_skill_that_nobody_has_is_told(string asked, string has, string? says)
    {
        var reading = Read($$"""
            "trunks": [ { "name": "carrier", "address": "192.0.2.9" } ],
            "queues": [ { "name": "sales", "skills": {{asked}} } ],
            "agents": [ { "name": "ana", "phone": "sip:1@192.0.2.7", "skills": {{has}} } ]
            """);
        Assert.Empty(reading.Errors);
        Assert.Equal(says is null ? 0 : 1, reading.Warnings.Count(warning => warning.Path == "$.queues[0].skills" && warning.What.Contains(says ?? "", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_queue_whose_skills_no_one_agent_has_together_is_told()
    {
        var reading = Read("""
            "trunks": [ { "name": "carrier", "address": "192.0.2.9" } ],
            "queues": [ { "name": "sales", "skills": { "french": 1, "loans": 1 } } ],
            "agents": [ { "name": "ana", "phone": "sip:1@192.0.2.7", "skills": { "french": 5 } }, { "name": "ben", "phone": "sip:2@192.0.2.7", "skills": { "loans": 5 } } ]
            """);
        Assert.Contains(reading.Warnings, warning => warning.What.Contains("all skills", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""[]""", true)]
    [InlineData("""[ { "name": "ana", "phone": "sip:1@192.0.2.7" } ]""", false)]
    public void No_agents_are_told_where_somebody_would_need_one(string agents, bool isTold)
    {
        var reading = Read($$""" "trunks": [ { "name": "carrier", "address": "192.0.2.9" } ], "inbound": [ { "number": "*" } ], "agents": {{agents}} """);
        Assert.Equal(isTold ? 1 : 0, reading.Warnings.Count(warning => warning.Path == "$.agents"));
    }

    [Theory]
    [InlineData("ratio", "1.5", true)]
    [InlineData("ratio", "1", false)]
    [InlineData("predictive", "1.5", false)]
    public void Mode_ratio_says_that_it_does_not_guard_the_cap_ahead(string mode, string ratio, bool isTold)
    {
        var reading = Read($$"""{{Trunk}}, "campaigns": [ { "name": "c", "trunk": "carrier", "queue": "sales", "announcement": "said.wav", "mode": "{{mode}}", "ratio": {{ratio}}, "calling": { "profile": "france" } } ]""");
        Assert.Equal(isTold ? 1 : 0, reading.Warnings.Count(warning => warning.Path == "$.campaigns[0].ratio"));
    }

    [Theory]
    [InlineData(""" "http": { "eventClients": 2500 } """, 2_500, 5_000)]
    [InlineData(""" "http": { } """, 1_000, 4_000)]
    [InlineData(""" "http": { "connections": 1200 } """, 1_000, 1_200)]
    public void The_number_of_event_clients_is_a_setting(string http, int clients, int connections)
    {
        var config = Read($"{Trunk}, {http}").Config!.Http;
        Assert.Equal((clients, connections), (config.EventClients, config.Connections));
    }
}
