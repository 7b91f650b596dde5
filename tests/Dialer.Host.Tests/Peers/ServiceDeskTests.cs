using System.Globalization;
using System.Text.Json;
using Dialer.Audio;
using Dialer.Server.Configuration;
using Dialer.Server.Running;
using Dialer.Server.Service;
using Dialer.Simulation.Loopback;
using Dialer.Sip.Calls;
using Dialer.Sip.Media;
using Dialer.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Dialer.Host.Tests.Peers;

/// <summary>
/// A desk on two levels, from its configuration alone: SIPp calls in, SIPp and baresip are the agents' phones, a SIPp far end
/// is the number at the PBX. Hours, a menu, a queue that is full, one that takes too long, a mailbox, a customer's value.
/// </summary>
public sealed class ServiceDeskTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dialer-desk-");
    private readonly StopSignals _signals = StopSignals.Listen();
    private readonly List<PeerProcess> _peers = [];
    private EventListener _events = null!;

    public void Dispose()
    {
        foreach (var peer in _peers)
            peer.Dispose();
        _signals.Dispose();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Callers_find_their_way_and_the_store_knows_each()
    {
        PeerProcess.Need("sipp", "baresip");
        int pbx = PeerProcess.FreePort(), phone = PeerProcess.FreePort(), softphone = PeerProcess.FreePort(), sip = PeerProcess.FreePort();
        WriteFiles(softphone);
        Start("sipp", "-sf", PathOf("phone.xml"), "-i", "127.0.0.1", "-p", Text(pbx), "-mp", "48500", "-rtp_echo", "-nostdin", "-skip_rlimit");
        Start("sipp", "-sf", PathOf("phone.xml"), "-i", "127.0.0.1", "-p", Text(phone), "-mp", "48400", "-rtp_echo", "-nostdin", "-skip_rlimit");
        var baresip = Start("baresip", "-4", "-f", PathOf("baresip"));
        var reading = ConfigFile.Read(Write("dialer.json", Configuration(sip, pbx, phone, softphone)));
        Assert.True(reading.Errors.Count == 0, string.Join("\n", reading.Errors));
        await using var service = new DialerService(reading.Config!, NullLoggerFactory.Instance, new RunningOptions { Line = TelephoneLine.Make });
        await service.StartAsync(TestContext.Current.CancellationToken);
        var running = service.RunAsync(_signals);
        using var client = new HttpClient { BaseAddress = service.HttpAddress, Timeout = Patience, DefaultRequestHeaders = { Authorization = new("Bearer", "a-token-that-is-long-enough") } };
        _events = await EventListener.StartAsync(client);
        foreach (string agent in (string[])["ana", "ben"])
        {
            await PostAsync(client, $"/v1/agents/{agent}/log-in");
            await EventAsync("agentState", said => Says(said, "reason", "logged in"), agent == "ana" ? 1 : 2, baresip);
        }

        // Closed: the mailbox. Nobody is ready, but both are logged in. A number at the PBX. The key 1: the rules again.
        var night = Call("night", sip, "+33199000001", "+33611000001", talkMs: 6000);
        await EventAsync("ended", said => Says(said, "reason", "leftVoicemail"));
        var forwarded = Call("forwarded", sip, "+33199000002", "+33611000002", talkMs: 4000);
        await EventAsync("ended", said => Says(said, "reason", "forwarded"));

        // Ana is on the first level, Ben on both: the first two are served, the third waits, the fourth finds it full and waits
        // on the second level. Ben, free again, takes the gold customer, who came last.
        await PostAsync(client, "/v1/agents/ana/ready");
        await PostAsync(client, "/v1/agents/ben/ready");
        var first = Call("first", sip, "+33199001234", "+33611000003", key: "1", talkMs: 20_000);
        await EventAsync("connected");
        var second = Call("second", sip, "+33199001234", "+33611000004", key: "1", talkMs: 8_000);
        await EventAsync("connected", nth: 2);
        var third = Call("third", sip, "+33199001234", "+33611000005", key: "1", talkMs: 40_000);
        await EventAsync("queued", said => Says(said, "party", "+33611000005"));
        var fourth = Call("fourth", sip, "+33199001234", "+33611000006", key: "1", talkMs: 40_000);
        await EventAsync("queued", said => Says(said, "party", "+33611000006"));
        var gold = Call("gold", sip, "+33199001234", "+33611000090", talkMs: 40_000);
        await EventAsync("queued", said => Says(said, "party", "+33611000090"));
        var goldConnected = await EventAsync("connected", nth: 3);
        Assert.Equal("+33611000090", goldConnected.GetProperty("party").GetString());

        // Who calls a number that is not served hears so.
        var refused = Call("refused", sip, "+33199009999", "+33611000007", talkMs: 1_000);
        Assert.Equal(404, (await EventAsync("callerRefused")).GetProperty("sipStatus").GetInt32());

        // The third has waited as long as the first level lets anybody wait, and on the second it is the turn of who came first.
        await EventAsync("sent", said => said.GetProperty("way").GetString()!.Contains("took too long", StringComparison.Ordinal));
        await PostAsync(client, "/v1/agents/ben/hang-up");
        Assert.Equal("+33611000005", (await EventAsync("connected", nth: 4)).GetProperty("party").GetString());
        foreach (string agent in (string[])["ana", "ben"])
            await PostAsync(client, $"/v1/agents/{agent}/hang-up");
        Assert.Equal("+33611000006", (await EventAsync("connected", nth: 5)).GetProperty("party").GetString());
        await EventAsync("ended", said => Says(said, "reason", "handled"), nth: 4);
        _signals.Count();
        await running.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await _events.Ended.WaitAsync(Patience, TestContext.Current.CancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        var ways = Ways();
        Assert.Equal("rule night; mailbox night", ways["+33611000001"].Way);
        Assert.Equal("rule branch; number +33199004321", ways["+33611000002"].Way);
        Assert.Equal("rule all; menu welcome; chose 1; rule orders; queue orders", ways["+33611000003"].Way);
        Assert.Equal("rule all; menu welcome; chose 1; rule orders; queue orders; queue orders took too long; queue level2", ways["+33611000005"].Way);
        Assert.Equal("rule all; menu welcome; chose 1; rule orders; queue orders is full; queue level2", ways["+33611000006"].Way);
        Assert.Equal("rule gold; queue gold", ways["+33611000090"].Way);
        string message = Assert.Single(Directory.EnumerateFiles(PathOf("data"), "*.wav", SearchOption.AllDirectories));
        Assert.Contains(Path.Combine("mailboxes", "night"), message, StringComparison.Ordinal);
        Assert.True(SoundFile.Read(message, out _, 0)!.Narrow.Count(sample => Math.Abs((int)sample) > 200) > 4_000, "nothing is heard in the mailbox");
        GC.KeepAlive((night, forwarded, first, second, third, fourth, gold, refused));
    }

    private void WriteFiles(int softphone)
    {
        File.Copy(Repository.File("samples", "announcement.wav"), PathOf("said.wav"));
        short[] speech = GeneratedAudio.Conversation(2);
        byte[] coded = new byte[speech.Length];
        G711.EncodeALaw(speech, coded);
        File.WriteAllBytes(PathOf("voice.alaw"), coded);
        File.WriteAllBytes(PathOf("voice.wav"), WavFile.Build(GeneratedAudio.Conversation(3, 180), 8000));
        File.WriteAllBytes(PathOf("short.wav"), WavFile.Build(Tones.Beep().Samples.ToArray(), 8000));
        Write("phone.xml", PeerFiles.SippPhone);
        Write("list.csv", "phone,worth\n+33611000090,90\n");
        Directory.CreateDirectory(PathOf("baresip"));
        Write("baresip/config", PeerFiles.BaresipConfig(softphone, PathOf("voice.wav"), _folder.FullName, 48_600));
        Write("baresip/accounts", "<sip:ben@127.0.0.1>;regint=0;answermode=auto;audio_codecs=PCMA,PCMU\n");
        Write("baresip/contacts", "");
    }

    private string Configuration(int sip, int pbx, int phone, int softphone)
    {
        // A week that is open in a few days only.
        string closed = DateTime.UtcNow.AddDays(3).DayOfWeek.ToString().ToLowerInvariant();
        return string.Create(CultureInfo.InvariantCulture, $$"""
            {
              "sip": { "bind": "127.0.0.1", "port": {{sip}}, "firstMediaPort": 48700, "lastMediaPort": 48899 },
              "http": { "port": 0, "token": "a-token-that-is-long-enough" },
              "drainSeconds": 1,
              "trunks": [ { "name": "carrier", "address": "127.0.0.1:{{pbx}}", "channels": 30, "optionsSeconds": 0, "numbers": { "country": "FR" } } ],
              "openingHours": [ { "name": "office", "timeZone": "Europe/Paris", "week": [ { "days": ["{{closed}}"], "from": "12:00", "to": "12:01" } ] } ],
              "queues": [
                { "name": "orders", "skills": { "orders": 3 }, "wrapUpSeconds": 0, "maxWaiting": 1, "maxWaitSeconds": 15, "whenFull": { "queue": "level2" }, "whenTooLong": { "queue": "level2" } },
                { "name": "level2", "skills": { "orders": 6 }, "wrapUpSeconds": 0 },
                { "name": "gold", "priority": 50, "wrapUpSeconds": 0 },
                { "name": "closed", "openingHours": "office", "whenClosed": { "voicemail": "night" } }
              ],
              "menus": [ { "name": "welcome", "person": { "queue": "level2" }, "nodes": [ { "name": "start", "prompt": "said.wav", "keys": { "1": { "rules": true } }, "timeOutSeconds": 3 } ] } ],
              "agents": [
                { "name": "ana", "phone": "sip:ana@127.0.0.1:{{phone}}", "skills": { "orders": 4 } },
                { "name": "ben", "phone": "sip:ben@127.0.0.1:{{softphone}}", "skills": { "orders": 8 } }
              ],
              "campaigns": [ { "name": "customers", "queue": "gold", "announcement": "said.wav", "start": false, "calling": { "profile": "france" },
                "lists": [ { "file": "list.csv", "country": "FR", "timeZone": "Europe/Paris", "columns": { "phones": ["phone"], "priority": "worth" } } ] } ],
              "inbound": [
                { "name": "night", "number": "+33199000001", "voicemail": "night", "greeting": "short.wav" },
                { "name": "branch", "number": "+33199000002", "toNumber": "+33199004321" },
                { "name": "gold", "number": "+33199001234", "leastValue": 80, "queue": "gold" },
                { "name": "orders", "number": "+33199001234", "keys": "1", "queue": "orders" },
                { "name": "all", "number": "+33199001234", "menu": "welcome" }
              ]
            }
            """);
    }

    private PeerProcess Call(string name, int sip, string called, string from, string? key = null, int talkMs = 5_000)
    {
        string scenario = Write(name + ".xml", DeskFiles.Caller(PathOf("voice.alaw"), key, 500, talkMs));
        return Start("sipp", Text("127.0.0.1:", sip), "-sf", scenario, "-s", called, "-key", "from", from, "-i", "127.0.0.1", "-p", Text(PeerProcess.FreePort()),
            "-m", "1", "-nostdin", "-skip_rlimit", "-trace_err", "-timeout", "100s");
    }

    private PeerProcess Start(string program, params string[] arguments)
    {
        var peer = PeerProcess.Start(program, _folder.FullName, arguments);
        _peers.Add(peer);
        return peer;
    }

    private static async Task PostAsync(HttpClient client, string path)
    {
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), null, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
    }

    private Task<JsonElement> EventAsync(string type, Func<JsonElement, bool>? where = null, int nth = 1, PeerProcess? peer = null) =>
        _events.EventAsync(Patience, type, where, nth, () => $"{peer?.Said}\n{string.Join('\n', _folder.EnumerateFiles("*errors.log").Select(file => File.ReadAllText(file.FullName)))}");

    private static bool Says(JsonElement said, string field, string value) => EventListener.Is(said, field, value);

    private Dictionary<string, (string Way, string End)> Ways()
    {
        using var connection = new SqliteConnection($"Data Source={PathOf("data/dialer.db")};Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT party, way, ended_as FROM interactions WHERE closed_at_us IS NOT NULL";
        using var reader = command.ExecuteReader();
        var ways = new Dictionary<string, (string, string)>();
        while (reader.Read())
            ways.Add(reader.GetString(0), (reader.GetString(1), reader.GetString(2)));
        return ways;
    }

    private string PathOf(string file) => Path.Combine(_folder.FullName, file);

    private string Write(string file, string text)
    {
        File.WriteAllText(PathOf(file), text.ReplaceLineEndings("\n"));
        return PathOf(file);
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static string Text(string host, int port) => string.Create(CultureInfo.InvariantCulture, $"{host}{port}");
}
