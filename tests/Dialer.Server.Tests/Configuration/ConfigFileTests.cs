using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Dialer.Core.CallProgress;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Profiles;
using Dialer.Line;
using Dialer.Server.Configuration;
using Dialer.Server.Running;
using Dialer.Store;
using Dialer.Testing;
using Xunit;

namespace Dialer.Server.Tests.Configuration;

public sealed class ConfigFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dialer-config");

    public ConfigFileTests()
    {
        File.WriteAllText(PathOf("list.csv"), "phone\n+33199000000\n");
        File.WriteAllText(PathOf("noise.wav"), "RIFF");
        File.Copy(Repository.File("samples", "announcement.wav"), PathOf("said.wav"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_sample_is_good()
    {
        var reading = ConfigFile.Read(Repository.File("samples", "dialer.sample.json"));
        Assert.Empty(reading.Errors);
        var campaign = Assert.Single(reading.Config!.Campaigns);
        Assert.Equal(10, campaign.Settings.Calling.Hours.Count);
        Assert.Equal(new AttemptLimit(4, TimeSpan.FromDays(30)), Assert.Single(campaign.Settings.Calling.Limits));
        Assert.Equal(["Téléphone", "Mobile"], Assert.Single(campaign.Lists).Mapping!.Phones);
        Assert.Equal(["renewals"], reading.Config.Agents[1].Campaigns);
    }

    [Theory]
    [InlineData("replace-me-with-the-output-of-openssl-rand-hex-24")]
    [InlineData("REPLACE_ME_REPLACE_ME")]
    [InlineData("change-me-change-me-change-me")]
    [InlineData("put-your-token-here-please")]
    public void A_token_that_stands_in_a_sample_is_refused(string token)
    {
        File.WriteAllText(PathOf("token.json"), $$"""{ "http": { "token": "{{token}}" }, "trunks": [ { "name": "a", "address": "a.example" } ] }""");
        Assert.Contains(ConfigFile.Read(PathOf("token.json")).Errors, error => !error.IsWarning && error.Path == "$.http.token" && error.Do.Contains("openssl rand", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sip:1001@pbx.example", "sip:1001@pbx.example")]
    [InlineData("sip:1001@pbx.example", "SIP:1001@PBX.example;transport=tcp")]
    [InlineData("sips:1001@pbx.example:5061", "sip:1001@pbx.example:5061")]
    public void Two_people_with_one_phone_are_warned_of(string one, string other)
    {
        File.WriteAllText(PathOf("phones.json"), $$"""
            {
              "trunks": [ { "name": "a", "address": "a.example" } ],
              "agents": [ { "name": "ana", "phone": "{{one}}" }, { "name": "ben", "phone": "{{other}}" } ],
              "supervisors": [ { "name": "eve", "phone": "{{one}}" } ]
            }
            """);
        var reading = ConfigFile.Read(PathOf("phones.json"));
        Assert.NotNull(reading.Config);
        Assert.Equal(2, reading.Warnings.Count(warning => warning.What.Contains("\"ana\" has the same phone", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_trunk_s_numbers_are_read_and_refused_with_their_place()
    {
        File.WriteAllText(PathOf("numbers.json"), """
            {
              "trunks": [ { "name": "a", "address": "a.example", "numbers": { "country": "FR", "called": { "form": "national", "prefix": "9", "byCountry": { "GB": "e164", "+1": "digits" } }, "calling": { "form": "digits" }, "inboundCalling": { "strip": "0" } } } ]
            }
            """);
        var numbers = ConfigFile.Read(PathOf("numbers.json")).Config!.Trunks[0].Numbers;
        Assert.Equal(("90199001234", "9+442079460000", "33199001234"), (numbers.WriteCalled("+33199001234"), numbers.WriteCalled("+442079460000"), numbers.WriteCalling("+33199001234")));
        File.WriteAllText(PathOf("wrong.json"), """{ "trunks": [ { "name": "a", "address": "a.example", "numbers": { "called": { "form": "national", "strip": "abc", "byCountry": { "XX": "e164" } } } } ] }""");
        var errors = ConfigFile.Read(PathOf("wrong.json")).Errors;
        Assert.Contains(errors, error => error.Path.EndsWith("numbers.called.form", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Path.EndsWith("numbers.called.strip", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Path.Contains("byCountry", StringComparison.Ordinal));
    }

    [Fact]
    public void A_text_that_is_not_utf_8_is_told_by_its_line()
    {
        File.WriteAllBytes(PathOf("latin.json"), [.. "{\n \"trunks\": [ { \"name\": \"caf"u8, 0xE9, .. "\" } ] }"u8]);
        var wrong = Assert.Single(ConfigFile.Read(PathOf("latin.json")).Errors);
        Assert.Equal((2, "This text is not valid UTF-8."), (wrong.Line, wrong.What));
    }

    [Theory]
    [InlineData("30days")]
    [InlineData("thirtyDays")]
    public void The_abandon_window_of_30_days_goes_by_the_word_that_scenarios_use(string word)
    {
        File.WriteAllText(PathOf("window.json"), $$"""
            {
              "trunks": [ { "name": "a", "address": "a.example" } ],
              "campaigns": [ { "name": "c", "announcement": "said.wav", "abandon": { "window": "{{word}}" }, "calling": { "profile": "france" } } ]
            }
            """);
        Assert.Equal(Dialer.Core.Campaigns.AbandonWindow.ThirtyDays, ConfigFile.Read(PathOf("window.json")).Config!.Campaigns[0].Settings.Abandon.Window);
    }

    [Theory]
    [InlineData("", PerLead.ExceptUnitedStates)]
    [InlineData("\"pacing\": {},", PerLead.ExceptUnitedStates)]
    [InlineData("\"pacing\": { \"perLead\": true },", PerLead.On)]
    [InlineData("\"pacing\": { \"perLead\": false },", PerLead.Off)]
    public void Each_numbers_own_chance_counts_but_in_the_United_States_unless_it_is_said(string pacing, PerLead expected)
    {
        File.WriteAllText(PathOf("pacing.json"), $$"""
            {
              "trunks": [ { "name": "a", "address": "a.example" } ],
              "campaigns": [ { "name": "c", "announcement": "said.wav", {{pacing}} "calling": { "profile": "france" } } ]
            }
            """);
        Assert.Equal(expected, ConfigFile.Read(PathOf("pacing.json")).Config!.Campaigns[0].Settings.PerLead);
    }

    [Fact]
    public void The_schema_and_the_program_know_the_same_fields()
    {
        var known = new HashSet<string>();
        ConfigFile.Read(Repository.File("samples", "dialer.sample.json"), known);
        ConfigFile.Read(Repository.File("samples", "service-desk.sample.json"), known);
        using var schema = JsonDocument.Parse(File.ReadAllText(Repository.File("samples", "dialer.schema.json")));
        var described = new HashSet<string>();
        Describe(schema.RootElement, "$", described);
        Assert.Equal(described.Order(), known.Order());
    }

    [Theory]
    [InlineData("", "$", "empty")]
    [InlineData("{", "$", "not valid JSON")]
    [InlineData("{} {}", "$", "not valid JSON")]
    [InlineData("[]", "$", "object in braces")]
    [InlineData("""{ "trunks": 5 }""", "$.trunks", "list in square brackets")]
    [InlineData("""{ "trunks": [ { "name": "a", "address": "a.example", "chanels": 3 } ] }""", "$.trunks[0].chanels", "Did you mean \"channels\"?")]
    [InlineData("""{ "trunks": [ { "address": "a.example" } ] }""", "$.trunks[0].name", "missing")]
    [InlineData("""{ "trunks": [ { "name": "a", "address": "a.example", "channels": 0 } ] }""", "$.trunks[0].channels", "out of range")]
    [InlineData("""{ "trunks": [ { "name": "a", "address": "a.example", "channels": "3" } ] }""", "$.trunks[0].channels", "A number is expected")]
    [InlineData("""{ "trunks": [ { "name": "a", "address": "a.example", "channels": 2.5 } ] }""", "$.trunks[0].channels", "whole number")]
    [InlineData("""{ "trunks": [ { "name": "a", "address": "a.example:99999" } ] }""", "$.trunks[0].address", "not a port")]
    [InlineData("""{ "trunks": [ { "name": "a", "address": "a b" } ] }""", "$.trunks[0].address", "not a host name")]
    [InlineData("""{ "trunks": [ { "name": "a", "address": "a.example", "register": true } ] }""", "$.trunks[0].user", "Registering needs a user")]
    [InlineData("""{ "trunks": [ { "name": "a", "address": "a.example", "callerId": "me\"<sip:x>" } ] }""", "$.trunks[0].callerId", "not a telephone number")]
    [InlineData("""{ "trunks": [ { "name": "a", "address": "a.example", "failover": ["b"] } ] }""", "$.trunks[0].failover", "not another trunk")]
    [InlineData("""{ "trunks": [ { "name": "a", "address": "a.example", "transport": "sctp" } ] }""", "$.trunks[0].transport", "Use auto, udp, tcp, tls, sips")]
    [InlineData("""{ "trunks": [ { "name": "a", "address": "a.example", "weights": { "b": 1 } } ] }""", "$.trunks[0].weights.b", "not a trunk")]
    [InlineData("""{ "trunks": [ { "name": "a", "address": "a.example", "weights": { "a": 0 } } ] }""", "$.trunks[0].weights.a", "1 to 1000")]
    [InlineData("""{ "trunks": [ { "name": "a", "address": "a.example", "sources": ["192.0.2.300"] } ] }""", "$.trunks[0].sources", "not an address or a network")]
    [InlineData("""{ "trunks": [ { "name": "a", "address": "a.example", "optionsSeconds": -1 } ] }""", "$.trunks[0].optionsSeconds", "out of range")]
    [InlineData("""{ "sip": { "tls": { "port": 5061 } } }""", "$.sip.tls.certificateFile", "without a certificate")]
    [InlineData("""{ "sip": { "tls": { "certificateFile": "none.pem" } } }""", "$.sip.tls.certificateFile", "There is no file")]
    [InlineData("""{ "sip": { "tls": { "certificateFile": "list.csv" } } }""", "$.sip.tls.certificateFile", "cannot be used with its key")]
    [InlineData("""{ "sip": { "tls": { "rootsFile": "list.csv" } } }""", "$.sip.tls.rootsFile", "no certificate")]
    [InlineData("""{ "sip": { "secureWebSocketPort": 8443 } }""", "$.sip.secureWebSocketPort", "without a certificate")]
    [InlineData("""{ "sip": { "hosts": { "a.example": "192.0.2.1" } } }""", "$.sip.hosts.a.example", "list of addresses")]
    [InlineData("""{ "sip": { "dnsServers": ["dns.example"] } }""", "$.sip.dnsServers", "not an address")]
    [InlineData("""{ "agents": [ { "name": "ana", "phone": "sip:7@a.example", "phonePassword": "x" } ] }""", "$.agents[0].phonePassword", "not of \"sip.registrarRealm\"")]
    [InlineData("""{ "sip": { "registrarRealm": "a.example" }, "agents": [ { "name": "ana", "phone": "sip:7@a.example" } ] }""", "$.agents[0].phonePassword", "has no password")]
    [InlineData("""{ "campaigns": [ { "name": "c", "callerIds": { "+336": "me" } } ] }""", "$.campaigns[0].callerIds.+336", "telephone number")]
    [InlineData("""{ "trunks": [ { "name": "a", "name": "b", "address": "a.example" } ] }""", "$.trunks[0].name", "written twice")]
    [InlineData("""{ "trunks": [ { "name": "a", "address": "a.example" }, { "name": "a", "address": "b.example" } ] }""", "$.trunks[1].name", "taken")]
    [InlineData("""{ "trunks": [ { "name": "a", "address": "a.example", "codecs": ["pcma", "g729"] } ] }""", "$.trunks[0].codecs", "\"g729\" is not a codec")]
    [InlineData("""{ "trunks": [ { "name": "a", "address": "a.example", "codecs": ["opus"] } ] }""", "$.trunks[0].codecs", "Add pcma, pcmu or g722")]
    [InlineData("""{ "trunks": [ { "name": "a", "address": "a.example", "srtp": "sometimes" } ] }""", "$.trunks[0].srtp", "Use off, preferred, required")]
    [InlineData("""{ "media": { "transport": "pigeon" } }""", "$.media.transport", "Use portPerLeg")]
    [InlineData("""{ "media": { "agentSilentAfterSeconds": 3601 } }""", "$.media.agentSilentAfterSeconds", "out of range")]
    [InlineData("""{ "media": { "agentReportsBelievedForSeconds": -1 } }""", "$.media.agentReportsBelievedForSeconds", "out of range")]
    [InlineData("""{ "media": { "lostAfterSeconds": -1 } }""", "$.media.lostAfterSeconds", "out of range")]
    [InlineData("""{ "supervisors": [ { "name": "eve", "phone": "here" } ] }""", "$.supervisors[0].phone", "not the SIP address")]
    [InlineData("""{ "campaigns": [ { "name": "c", "recording": { "mode": "announced" } } ] }""", "$.campaigns[0].recording.notice", "nothing to tell them with")]
    [InlineData("""{ "campaigns": [ { "name": "c", "recording": { "mode": "announced", "notice": "noise.wav" } } ] }""", "$.campaigns[0].recording.notice", "cannot be played")]
    [InlineData("""{ "queues": [ { "name": "q", "recording": { "mode": "announced" } } ] }""", "$.queues[0].recording.notice", "nothing to tell them with")]
    [InlineData("""{ "campaigns": [ { "name": "c", "callProgress": "eager" } ] }""", "$.campaigns[0].callProgress", "object in braces")]
    [InlineData("""{ "campaigns": [ { "name": "c", "callProgress": { "sensitivty": "eager" } } ] }""", "$.campaigns[0].callProgress.sensitivty", "Did you mean \"sensitivity\"?")]
    [InlineData("""{ "campaigns": [ { "name": "c", "callProgress": { "sensitivity": "bold" } } ] }""", "$.campaigns[0].callProgress.sensitivity", "Use cautious, balanced, eager.")]
    [InlineData("""{ "campaigns": [ { "name": "c", "callProgress": { "country": "ZZ" } } ] }""", "$.campaigns[0].callProgress.country", "No tones are known of \"ZZ\". Use GB, US, FR, DE, ES, IT, BE, CH, NL, PT, AU, JP, CN, RU, BR, SE, IN;")]
    [InlineData("""{ "campaigns": [ { "name": "c", "callProgress": { "model": 5 } } ] }""", "$.campaigns[0].callProgress.model", "text in quotes")]
    [InlineData("""{ "campaigns": [ { "name": "c", "callProgress": { "model": "none.json" } } ] }""", "$.campaigns[0].callProgress.model", "There is no file")]
    [InlineData("""{ "campaigns": [ { "name": "c", "callProgress": { "model": "." } } ] }""", "$.campaigns[0].callProgress.model", "is a folder")]
    [InlineData("""{ "campaigns": [ { "name": "c", "callProgress": { "model": "list.csv" } } ] }""", "$.campaigns[0].callProgress.model", "list.csv:1:1: $: This is not valid JSON")]
    [InlineData("""{ "campaigns": [ { "name": "c", "reviewClips": { "share": 0.1 } } ] }""", "$.campaigns[0].reviewClips.share", "where consent was had before")]
    [InlineData("""{ "campaigns": [ { "name": "c", "recording": { "mode": "announced", "notice": "said.wav" }, "reviewClips": { "share": 0.1 } } ] }""", "$.campaigns[0].reviewClips.share", "where consent was had before")]
    [InlineData("""{ "campaigns": [ { "name": "c", "reviewClips": { "share": 2 } } ] }""", "$.campaigns[0].reviewClips.share", "out of range")]
    [InlineData("""{ "trunks": [] }""", "$.trunks", "No trunk")]
    [InlineData("""{ "sip": { "bind": "here" } }""", "$.sip.bind", "not an IP address")]
    [InlineData("""{ "sip": { "firstMediaPort": 20000, "lastMediaPort": 20001 } }""", "$.sip.lastMediaPort", "too small")]
    [InlineData("""{ "http": { "bind": "192.0.2.1" } }""", "$.http.token", "open to everyone")]
    [InlineData("""{ "http": { "token": "short" } }""", "$.http.token", "too short")]
    [InlineData("""{ "agents": [ { "name": "ana", "phone": "1001" } ] }""", "$.agents[0].phone", "not the SIP address")]
    [InlineData("""{ "agents": [ { "name": "7", "phone": "sip:7@a.example" } ] }""", "$.agents[0].name", "not digits alone")]
    [InlineData("""{ "agents": [ { "name": "ana", "phone": "sip:7@a.example", "skills": { "french": 11 } } ] }""", "$.agents[0].skills.french", "1 to 10")]
    [InlineData("""{ "agents": [ { "name": "ana", "phone": "sip:7@a.example", "campaigns": ["x"] } ] }""", "$.agents[0].campaigns", "No campaign is named \"x\"")]
    [InlineData("""{ "campaigns": [ { "name": "c", "trunk": "x" } ] }""", "$.campaigns[0].trunk", "No trunk is named \"x\"")]
    [InlineData("""{ "campaigns": [ { "name": "c" } ] }""", "$.campaigns[0].announcement", "must hear who called")]
    [InlineData("""{ "campaigns": [ { "name": "c" } ] }""", "$.campaigns[0].calling.hours", "called at night")]
    [InlineData("""{ "campaigns": [ { "name": "c", "mode": "fast" } ] }""", "$.campaigns[0].mode", "Use preview, progressive")]
    [InlineData("""{ "campaigns": [ { "name": "c", "pacer": "lucky" } ] }""", "$.campaigns[0].pacer", "no pacing policy")]
    [InlineData("""{ "campaigns": [ { "name": "c", "timeZone": "Europe/Nowhere" } ] }""", "$.campaigns[0].timeZone", "is not known")]
    [InlineData("""{ "campaigns": [ { "name": "c", "announcement": "none.wav" } ] }""", "$.campaigns[0].announcement", "There is no file")]
    [InlineData("""{ "campaigns": [ { "name": "c", "announcement": "noise.wav" } ] }""", "$.campaigns[0].announcement", "cannot be played")]
    [InlineData("""{ "queues": [ { "name": "q", "music": "noise.wav" } ] }""", "$.queues[0].music", "cannot be played")]
    [InlineData("""{ "campaigns": [ { "name": "c", "analysis": "message" } ] }""", "$.campaigns[0].message", "none is given")]
    [InlineData("""{ "campaigns": [ { "name": "c", "mode": "preview" } ] }""", "$.campaigns[0].announcement", "must hear who called")]
    [InlineData("""{ "campaigns": [ { "name": "c", "mode": "agentless" } ] }""", "$.campaigns[0].message", "played to people, and none is given")]
    [InlineData("""{ "campaigns": [ { "name": "c", "transferKey": "A" } ] }""", "$.campaigns[0].transferKey", "not a key of a telephone")]
    [InlineData("""{ "campaigns": [ { "name": "c", "transferKey": "9" } ] }""", "$.campaigns[0].optOutKey", "cannot both")]
    [InlineData("""{ "campaigns": [ { "name": "c", "preview": { "seconds": 1 } } ] }""", "$.campaigns[0].preview.seconds", "out of range")]
    [InlineData("""{ "campaigns": [ { "name": "c", "abandon": { "window": "month" } } ] }""", "$.campaigns[0].abandon.window", "Use day, campaign, 30days")]
    [InlineData("""{ "campaigns": [ { "name": "c", "ringSeconds": 10 } ] }""", "$.campaigns[0].ringSeconds", "given up before")]
    [InlineData("""{ "campaigns": [ { "name": "c", "abandon": { "cap": 0 } } ] }""", "$.campaigns[0].abandon.cap", "out of range")]
    [InlineData("""{ "campaigns": [ { "name": "c", "calling": { "hours": [ { "days": ["lundi"], "from": "9", "to": "20:00" } ] } } ] }""", "$.campaigns[0].calling.hours[0].from", "not a time of day")]
    [InlineData("""{ "campaigns": [ { "name": "c", "calling": { "hours": [ { "days": ["lundi"], "from": "09:00", "to": "20:00" } ] } } ] }""", "$.campaigns[0].calling.hours[0].days", "List days")]
    [InlineData("""{ "campaigns": [ { "name": "c", "calling": { "hours": [ { "days": ["monday"], "from": "20:00", "to": "09:00" } ] } } ] }""", "$.campaigns[0].calling.hours[0].to", "ends before it begins")]
    [InlineData("""{ "campaigns": [ { "name": "c", "calling": { "profile": "narnia" } } ] }""", "$.campaigns[0].calling.profile", "Use australia")]
    [InlineData("""{ "campaigns": [ { "name": "c", "calling": { "holidays": ["25.12."] } } ] }""", "$.campaigns[0].calling.holidays", "not a date")]
    [InlineData("""{ "campaigns": [ { "name": "c", "calling": { "limits": [ { "days": 3 } ] } } ] }""", "$.campaigns[0].calling.limits[0].calls", "missing")]
    [InlineData("""{ "campaigns": [ { "name": "c", "retry": { "rules": [ { "result": "interrupted" } ] } } ] }""", "$.campaigns[0].retry.rules[0].result", "not one of the words")]
    [InlineData("""{ "campaigns": [ { "name": "c", "lists": [ { "file": "none.csv", "country": "FR" } ] } ] }""", "$.campaigns[0].lists[0].file", "There is no file")]
    [InlineData("""{ "campaigns": [ { "name": "c", "lists": [ { "file": "list.csv" } ] } ] }""", "$.campaigns[0].lists[0].country", "missing")]
    [InlineData("""{ "campaigns": [ { "name": "c", "lists": [ { "file": "list.csv", "country": "XX" } ] } ] }""", "$.campaigns[0].lists[0].country", "not a country")]
    [InlineData("""{ "campaigns": [ { "name": "c", "lists": [ { "file": "list.csv", "country": "FR", "delimiter": "." } ] } ] }""", "$.campaigns[0].lists[0].delimiter", "does not separate")]
    [InlineData("""{ "inbound": [ { "trunk": "a", "queue": "x" } ] }""", "$.inbound[0].queue", "No queue is named \"x\"")]
    [InlineData("""{ "doNotCall": [ { "file": "none.txt", "country": "FR" } ] }""", "$.doNotCall[0].file", "There is no file")]
    [InlineData("""{ "logLevel": "loud" }""", "$.logLevel", "Use trace")]
    [InlineData("""{ "logLevels": { "Dialer.Sip": 5 } }""", "$.logLevels.Dialer.Sip", "not a log level")]
    public void What_is_wrong_is_named_with_its_place(string json, string path, string says)
    {
        var errors = Read(json).Errors;
        Assert.Contains(errors, error => error.Path == path && $"{error.What} {error.Do}".Contains(says, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{ "srtp": "required" }""", true)]
    [InlineData("""{ "srtp": "preferred", "transport": "tcp" }""", true)]
    [InlineData("""{ "srtp": "required", "transport": "tls" }""", false)]
    [InlineData("""{ "srtp": "required", "transport": "sips" }""", false)]
    [InlineData("""{ "srtp": "off" }""", false)]
    public void Keys_that_would_travel_in_the_clear_are_warned_of_and_the_file_is_good(string keys, bool warned)
    {
        var reading = Read($$"""
            {
              "trunks": [ { "name": "pbx", "address": "a.example", {{keys.Trim('{', '}', ' ')}} } ],
              "agents": [ { "name": "ana", "phone": "sip:1@a.example", "via": "pbx", "srtp": "required" } ],
            }
            """);
        Assert.Empty(reading.Errors);
        Assert.NotNull(reading.Config);
        bool phoneToo = !keys.Contains("tls", StringComparison.Ordinal) && !keys.Contains("sips", StringComparison.Ordinal);
        string[] paths = [.. (string[])(warned ? ["$.trunks[0].srtp"] : []), .. (string[])(phoneToo ? ["$.agents[0].srtp"] : [])];
        Assert.Equal(paths, reading.Warnings.Select(warning => warning.Path));
        Assert.All(reading.Warnings, warning => Assert.Contains("warning: The keys of SRTP travel", warning.ToText("a.json"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("""
        "abandon": { "from": "answer", "afterSeconds": 3 },
        """, true)]
    [InlineData("""
        "abandon": { "from": "answer", "afterSeconds": 5 },
        """, false)]
    [InlineData("""
        "abandon": { "from": "greetingEnd" },
        """, false)]
    [InlineData("""
        "analysis": "background",
        """, false)]
    public void Too_short_a_wait_for_the_verdict_on_a_machine_is_warned_of(string rule, bool warned)
    {
        var reading = Read($$"""
            {
              "trunks": [ { "name": "pbx", "address": "a.example" } ],
              "queues": [ { "name": "q" } ],
              "agents": [ { "name": "ana", "phone": "sip:1@a.example" } ],
              "campaigns": [ { "name": "c", "announcement": "said.wav", {{rule}} "calling": { "hours": [ { "days": ["monday"], "from": "10:00", "to": "13:00" } ] } } ],
            }
            """);
        Assert.Empty(reading.Errors);
        Assert.Equal((string[])(warned ? ["$.campaigns[0].analysis"] : []), reading.Warnings.Select(warning => warning.Path));
    }

    [Fact]
    public void A_phone_speaks_what_its_own_keys_say_else_what_its_trunk_does_and_recording_is_off_unless_asked_for()
    {
        var config = Read("""
            {
              "dataDirectory": "kept",
              "trunks": [ { "name": "pbx", "address": "a.example", "codecs": ["g722", "pcma"], "srtp": "required" } ],
              "queues": [ { "name": "q" }, { "name": "plain", "recording": { "mode": "announced", "notice": "said.wav" } } ],
              "agents": [
                { "name": "ana", "phone": "sip:1@a.example", "via": "pbx" },
                { "name": "ben", "phone": "sip:2@a.example", "via": "pbx", "srtp": "preferred" }
              ],
              "campaigns": [
                { "name": "plain", "announcement": "said.wav", "queue": "q", "calling": { "hours": [ { "days": ["monday"], "from": "10:00", "to": "13:00" } ] } },
                { "name": "kept/safe", "announcement": "said.wav", "queue": "q", "recording": { "mode": "announced", "notice": "said.wav" },
                  "calling": { "hours": [ { "days": ["monday"], "from": "10:00", "to": "13:00" } ] } },
                { "name": "known", "announcement": "said.wav", "queue": "q", "recording": { "mode": "consented" }, "reviewClips": { "share": 0.25, "perDay": 50 },
                  "calling": { "hours": [ { "days": ["monday"], "from": "10:00", "to": "13:00" } ] } }
              ]
            }
            """).Config!;
        Assert.Equal([AudioCodec.G722, AudioCodec.Pcma], config.Trunks[0].Media.Codecs);
        Assert.Equal(MediaSecurity.Required, config.Trunks[0].Media.Srtp);
        Assert.Null(config.Agents[0].Phone.Media);
        Assert.Equal(MediaSecurity.Preferred, config.Agents[1].Phone.Media!.Srtp);
        Assert.Null(config.Campaigns[0].Recording);
        Assert.Equal(PathOf(Path.Combine("kept", "recordings", "kept_safe")), config.Campaigns[1].Recording!.Folder);
        Assert.Equal(PathOf("said.wav"), config.PromptFiles[config.Campaigns[1].Recording!.Notice!]);
        Assert.Null(config.Queues[0].Recording);
        Assert.Equal(PathOf(Path.Combine("kept", "recordings", "queues", "plain")), config.Queues[1].Recording!.Folder);
        Assert.Equal(PathOf("said.wav"), config.PromptFiles[config.Queues[1].Recording!.Notice!]);
        Assert.Equal([null, null, new ReviewClipRule(0.25, 50)], config.Campaigns.Select(campaign => campaign.ReviewClips));
        Assert.Equal(PathOf(Path.Combine("kept", "review-clips")), config.Media.ReviewClipDirectory);
    }

    [Fact]
    public void All_errors_come_at_once_with_line_and_column()
    {
        var errors = Read("""
            {
              "trunks": [
                { "name": "a", "address": "a.example", "channels": -1 },
              ],
              "drainSeconds": true,
              "unknown": 1
            }
            """).Errors;
        Assert.Equal(
            [(3, "$.trunks[0].channels"), (5, "$.drainSeconds"), (6, "$.unknown")],
            errors.Select(error => (error.Line, error.Path)));
        Assert.Contains("a.json:3:", errors.First(error => error.Line == 3).ToText("a.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_missing_is_named()
    {
        var reading = ConfigFile.Read(PathOf("missing.json"));
        Assert.Contains("cannot be read", Assert.Single(reading.Errors).What, StringComparison.Ordinal);
    }

    [Fact]
    public void The_line_is_made_of_what_the_file_says()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=dialer.example", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(PathOf("own.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(PathOf("own.key"), key.ExportPkcs8PrivateKeyPem());
        var reading = Read("""
            {
              "sip": {
                "tcp": false, "webSocketPort": 0, "registrarRealm": "phones.example",
                "tls": { "port": 0, "certificateFile": "own.pem", "keyFile": "own.key", "rootsFile": "own.pem", "requireClientCertificate": true },
                "hosts": { "b.example": ["192.0.2.1:5070", "192.0.2.2"] }
              },
              "trunks": [
                { "name": "a", "address": "192.0.2.9", "transport": "tls", "sources": ["192.0.2.0/28", "2001:db8::1"], "optionsSeconds": 0,
                  "weights": { "a": 3, "b": 1 }, "channels": 10, "callsPerSecond": 4 },
                { "name": "b", "address": "b.example", "channels": 5, "callsPerSecond": 1 }
              ],
              "queues": [ { "name": "q" } ],
              "agents": [ { "name": "carl", "phone": "sip:carl@phones.example", "phonePassword": "secret" } ],
              "campaigns": [ { "name": "c", "trunk": "a", "announcement": "said.wav", "callerIds": { "+336": "+33600000006", "+33": "withheld" },
                               "calling": { "hours": [ { "days": ["monday"], "from": "09:00", "to": "20:00" } ] } } ]
            }
            """);
        Assert.Empty(reading.Errors);
        using var store = DialerStore.Open(new StoreOptions(PathOf("dialer.db")), new RecordingObserver());
        var setup = DialerSetup.From(reading.Config!, store);
        Assert.Equal([(15, 5.0), (5, 1.0)], setup.Trunks.Select(trunk => (trunk.Channels, trunk.CallsPerSecond)));
        var line = setup.Line;
        Assert.Equal((false, 0, 0, null), (line.ListenTcp, line.TlsPort, line.WebSocketPort, line.SecureWebSocketPort));
        Assert.True(line.Tls.RequireClientCertificate && line.Tls.ServerCertificate!.HasPrivateKey);
        Assert.Equal(line.Tls.ServerCertificate.Thumbprint, Assert.Single(line.Tls.TrustedRoots).Thumbprint);
        Assert.Equal("secret", line.Registrar!.Users["carl"]);
        Assert.Equal(TrunkTransport.Tls, line.Trunks[0].Transport);
        Assert.Equal(2, line.Trunks[0].Sources.Count);
        Assert.Equal(2, line.Hosts["b.example"].Count);
        Assert.Equal([new CallerIdRule("+336", "+33600000006"), new CallerIdRule("+33", null)], Assert.Single(line.CallerIds).Value);
    }

    [Fact]
    public void Each_campaign_listens_as_its_section_says_and_as_by_default_without_one()
    {
        RecordedModel own = new([.. Enumerable.Range(1, RecordedModel.Names.Length).Select(i => i / 8f)]);
        Directory.CreateDirectory(PathOf("trained"));
        RecordedModelFile.Save(PathOf(Path.Combine("trained", "weights.json")), own);
        string[] sections =
        [
            "", ", \"callProgress\": {}",
            """, "callProgress": { "sensitivity": "eager", "country": "fr", "model": "trained/weights.json" }""",
            """, "callProgress": { "sensitivity": "balanced", "model": "none", "screeningWaitMs": 1500, "remember": true, "lineEvidence": true }""",
        ];
        var reading = Read($$"""
            {
              "trunks": [ { "name": "a", "address": "a.example" } ],
              "campaigns": [ {{string.Join(", ", sections.Select((section, i) => $$"""{ "name": "c{{i}}", "announcement": "said.wav", "calling": { "profile": "france" }{{section}} }"""))}} ]
            }
            """);
        Assert.Empty(reading.Errors);
        using var store = DialerStore.Open(new StoreOptions(PathOf("dialer.db")), new RecordingObserver());
        var setup = DialerSetup.From(reading.Config!, store);
        CallProgressOptions[] listening = [.. setup.Campaigns.Select(campaign => setup.Line.Analysis[campaign.Id])];
        Assert.Equal([CallProgressOptions.Default, CallProgressOptions.Default], listening[..2]);
        Assert.Equal(own.Weights, listening[2].RecordedModel!.Weights);
        Assert.Equal(CallProgressOptions.For(CallProgressSensitivity.Eager) with { Country = "FR" }, listening[2] with { RecordedModel = RecordedModel.BuiltIn });
        Assert.Equal(CallProgressOptions.For(CallProgressSensitivity.Balanced) with { RecordedModel = null, ScreeningWaitMs = 1500, RemembersGreetings = true, UsesLineEvidence = true }, listening[3]);
    }

    [Fact]
    public void All_that_is_wrong_with_how_a_campaign_listens_comes_at_once()
    {
        var errors = Read("""{ "campaigns": [ { "name": "c", "callProgress": { "sensitivity": "bold", "country": "ZZ", "model": "none.json" } } ] }""").Errors;
        string[] fields = ["sensitivity", "country", "model"];
        Assert.Equal(fields.Select(field => "$.campaigns[0].callProgress." + field), errors.Select(error => error.Path).Where(path => path.Contains("callProgress", StringComparison.Ordinal)));
    }

    /// <summary>The editor completes from the schema what the program takes.</summary>
    [Fact]
    public void The_schema_has_the_words_of_the_analysis()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Repository.File("samples", "dialer.schema.json")));
        var described = schema.RootElement.GetProperty("properties").GetProperty("campaigns").GetProperty("items").GetProperty("properties").GetProperty("callProgress").GetProperty("properties");
        string[] WordsOf(string field) => [.. described.GetProperty(field).GetProperty("enum").EnumerateArray().Select(word => word.GetString()!)];
        Assert.Equal(CallProgressSection.Sensitivities.Keys, WordsOf("sensitivity"));
        Assert.Equal(CallProgressSection.Countries, WordsOf("country"));
    }

    [Fact]
    public void Secrets_may_lie_in_files_of_their_own()
    {
        File.WriteAllText(PathOf("secret"), "s3cret-and-long-enough\n");
        var config = Read("""
            {
              "sip": { "bind": "127.0.0.1" },
              "http": { "tokenFile": "secret" },
              "trunks": [ { "name": "a", "address": "a.example", "user": "u", "passwordFile": "secret" } ]
            }
            """).Config!;
        Assert.Equal("s3cret-and-long-enough", config.Http.Token);
        Assert.Equal("s3cret-and-long-enough", config.Trunks[0].Password);
    }

    [Fact]
    public void A_profile_gives_what_the_file_leaves_out()
    {
        var config = Read("""
            {
              "sip": { "bind": "127.0.0.1" },
              "trunks": [ { "name": "a", "address": "a.example" } ],
              "campaigns": [ { "name": "c", "announcement": "said.wav", "calling": { "profile": "france", "limits": [ { "calls": 2, "days": 7 } ] } } ]
            }
            """).Config!;
        var calling = config.Campaigns[0].Settings.Calling;
        var france = ComplianceProfiles.Find("france")!.ToCalling();
        Assert.Equal(france.Hours, calling.Hours);
        Assert.Equal((france.Calendar, france.RestAfterRefusal), (calling.Calendar, calling.RestAfterRefusal));
        Assert.Equal([new AttemptLimit(4, TimeSpan.FromDays(30), LimitScope.Person), new AttemptLimit(2, TimeSpan.FromDays(7))], calling.Limits);
        Assert.Equal((new DateOnly(2026, 8, 11), true), (Assert.Single(calling.Places).Since, calling.Places[0].Rules.ConsentRequired));
    }

    [Fact]
    public void What_is_left_out_has_the_documented_default()
    {
        var config = Read("""
            {
              "sip": { "bind": "127.0.0.1" },
              "trunks": [ { "name": "a", "address": "a.example" } ],
              "campaigns": [ { "name": "c", "announcement": "said.wav", "calling": { "hours": [ { "days": ["monday"], "from": "09:00", "to": "24:00" } ] } } ]
            }
            """).Config!;
        var campaign = config.Campaigns[0].Settings;
        Assert.Equal(DialMode.Predictive, campaign.Mode);
        Assert.Equal(AbandonRule.Default, campaign.Abandon);
        Assert.Equal(config.Trunks[0].Id, campaign.Trunk);
        Assert.Equal("default", Assert.Single(config.Queues).Settings.Name);
        Assert.Equal(PathOf("said.wav"), config.PromptFiles[campaign.Announcement]);
        Assert.Equal(PathOf("data"), config.DataDirectory);
        Assert.Equal((System.Net.IPAddress.Loopback, 8_088), (config.Http.Bind, config.Http.Port));
    }

    [Theory]
    [InlineData("{}", 7, 30)]
    [InlineData("""{ "agentSilentAfterSeconds": 12.5, "agentReportsBelievedForSeconds": 0 }""", 12.5, 0)]
    [InlineData("""{ "agentSilentAfterSeconds": 0 }""", 0, 30)]
    public void When_a_phone_counts_as_silent_is_a_setting_of_the_line(string media, double silentAfter, double believedFor)
    {
        var config = Read($$"""{ "trunks": [ { "name": "a", "address": "a.example" } ], "media": {{media}} }""").Config!;
        Assert.Equal((silentAfter, believedFor), (config.Media.AgentSilentAfter.TotalSeconds, config.Media.AgentReportsBelievedFor.TotalSeconds));
        using var store = DialerStore.Open(new StoreOptions(PathOf("dialer.db")), new RecordingObserver());
        var line = DialerSetup.From(config, store).Line;
        Assert.Equal((silentAfter, believedFor), (line.AgentSilentAfter.TotalSeconds, line.AgentReportsBelievedFor.TotalSeconds));
    }

    private ConfigReading Read(string json)
    {
        File.WriteAllText(PathOf("dialer.json"), json);
        return ConfigFile.Read(PathOf("dialer.json"));
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private static void Describe(JsonElement schema, string path, HashSet<string> described)
    {
        if (schema.TryGetProperty("items", out var items))
            Describe(items, path + "[]", described);
        if (!schema.TryGetProperty("properties", out var properties))
            return;
        foreach (var property in properties.EnumerateObject())
        {
            described.Add($"{path}.{property.Name}");
            Describe(property.Value, $"{path}.{property.Name}", described);
        }
    }
}
