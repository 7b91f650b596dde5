using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Dapper;
using Dialer.Store;
using Dialer.Testing;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Dialer.Host.Tests.Crash;

/// <summary>
/// The dialer as a process of its own under load, killed with SIGKILL again and again, on one store. Afterwards the
/// INVITEs that a carrier wrote down are compared with what the store says.
/// </summary>
public sealed partial class KilledProcessTests : IDisposable
{
    private const int Leads = 3_000;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly LoggingCarrier _carrier = new();
    private readonly HttpClient _http = new() { DefaultRequestHeaders = { Authorization = new("Bearer", "a-token-that-is-long-enough") } };
    private readonly StringBuilder _said = new();

    private static int Kills => Environment.GetEnvironmentVariable("DIALER_LONG_TESTS") == "1" ? 100 : 20;

    private string Db => Directory.GetFiles(Path.Combine(_folder.Path, "data"), "*.db").Single();

    public void Dispose()
    {
        _carrier.Dispose();
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Killed_under_load_it_dials_no_lead_without_a_rule_and_loses_no_outcome()
    {
        WriteConfiguration();
        var random = new Core.Time.SeededRandom(20261116);
        var kept = new Dictionary<long, string>();
        int runs = 0;
        for (; runs < Kills; runs++)
        {
            using var dialer = Start();
            try
            {
                await DialUntilAsync(dialer, _carrier.Count + 10 + random.Next(30));
                Keep(kept);
            }
            finally
            {
                dialer.Kill(); // SIGKILL
                await dialer.WaitForExitAsync(TestContext.Current.CancellationToken);
            }
        }
        using (var store = DialerStore.Open(new StoreOptions(Db), new RecordingObserver()))
            Assert.Equal(runs + 1, store.Opening.Run);
        Audit(kept);
    }

    /// <summary>Remembers what a reader sees as stored, just before the kill.</summary>
    private void Keep(Dictionary<long, string> kept)
    {
        using var connection = Read();
        foreach (var (id, outcome) in ReadOutcomes(connection))
            if (!kept.TryAdd(id, outcome))
                Assert.Equal(kept[id], outcome);
    }

    private static IEnumerable<(long Id, string Outcome)> ReadOutcomes(SqliteConnection connection) =>
        connection.Query<(long Id, string Outcome)>("SELECT attempt_id, result || ' ' || number || ' ' || closed_at_us || ' ' || fate FROM attempts WHERE closed_at_us IS NOT NULL");

    private void Audit(Dictionary<long, string> kept)
    {
        using var connection = Read();
        var outcomes = ReadOutcomes(connection).ToDictionary(row => row.Id, row => row.Outcome);
        Assert.True(kept.Count > Kills * 3, $"too little load: {kept.Count} outcomes");
        foreach (var (id, outcome) in kept)
            Assert.Equal(outcome, outcomes.GetValueOrDefault(id)); // no stored outcome was lost or changed
        Assert.Equal(0, connection.ExecuteScalar<int>("SELECT COUNT(*) FROM attempts WHERE closed_at_us IS NULL"));
        Assert.Equal(0, connection.ExecuteScalar<int>("SELECT COUNT(*) FROM leads WHERE state = 'InAttempt'"));
        Assert.Equal(Leads, connection.ExecuteScalar<int>("SELECT COUNT(*) FROM leads"));
        Assert.Equal(0, connection.ExecuteScalar<int>("SELECT COUNT(*) FROM quarantined_facts"));
        Assert.Equal("ok", connection.ExecuteScalar<string>("PRAGMA integrity_check"));

        var attempts = connection.Query<AttemptRow>("SELECT attempt_id AS Id, lead_id AS Lead, number AS Number, started_at_us AS StartedAtUs, result AS Result, fate AS Fate, next_callable_us AS NextCallableUs FROM attempts ORDER BY lead_id, attempt_id").AsList();
        Assert.Contains(attempts, attempt => attempt.Result == "Interrupted");
        Assert.Contains(attempts.GroupBy(attempt => attempt.Lead), lead => lead.Count() > 1); // retries were at work
        foreach (var lead in attempts.GroupBy(attempt => attempt.Lead))
            AuditLead([.. lead]);
        AuditInvites(attempts.ToLookup(attempt => attempt.Number));
        Assert.True(_carrier.Count > Kills * 8);
    }

    /// <summary>Each further attempt has an outcome before it that says "again", and not before its time.</summary>
    private static void AuditLead(List<AttemptRow> attempts)
    {
        for (int i = 1; i < attempts.Count; i++)
        {
            Assert.Equal("Retry", attempts[i - 1].Fate);
            Assert.True(attempts[i].StartedAtUs >= attempts[i - 1].NextCallableUs, $"attempt {attempts[i].Id} came too early");
        }
    }

    /// <summary>
    /// Each INVITE belongs to one attempt of its number, claimed before it left. An attempt without an INVITE was cut
    /// off between the two. What the carrier answered is what the store says, unless the kill came first.
    /// </summary>
    private void AuditInvites(ILookup<string, AttemptRow> attempts)
    {
        foreach (var invites in _carrier.Invites.GroupBy(invite => invite.Number))
        {
            var claims = attempts[invites.Key].OrderBy(attempt => attempt.StartedAtUs).ToList();
            int next = 0;
            foreach (var invite in invites.OrderBy(invite => invite.At))
            {
                long atUs = (invite.At.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
                while (next + 1 < claims.Count && claims[next + 1].StartedAtUs <= atUs)
                    next++;
                Assert.True(next < claims.Count && claims[next].StartedAtUs <= atUs, $"{invite.Number} was dialed without a claim");
                string result = claims[next++].Result;
                Assert.True(result == invite.Answer.ToString() || result is "Interrupted", $"{invite.Number}: the carrier said {invite.Answer}, the store {result}");
            }
        }
    }

    private SqliteConnection Read()
    {
        var connection = new SqliteConnection($"Data Source={Db};Pooling=False");
        connection.Open();
        return connection;
    }

    private Process Start()
    {
        var dialer = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet")
            {
                ArgumentList = { Path.Combine(AppContext.BaseDirectory, "dialer.dll"), "run", "--config", Path.Combine(_folder.Path, "dialer.json") },
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            },
        };
        dialer.ErrorDataReceived += Hear;
        dialer.OutputDataReceived += Hear;
        dialer.Start();
        dialer.BeginErrorReadLine();
        dialer.BeginOutputReadLine();
        return dialer;
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (_said)
            _said.AppendLine(line.Data);
    }

    private async Task DialUntilAsync(Process dialer, int invites)
    {
        var limit = Stopwatch.StartNew();
        while (_carrier.Count < invites)
        {
            lock (_said)
                Assert.True(!dialer.HasExited && limit.Elapsed < Enough, $"it does not dial ({_carrier.Count} INVITEs):\n{_said}");
            await MakeReadyAsync();
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private async Task MakeReadyAsync()
    {
        foreach (string agent in new[] { "ana", "ben" })
            try
            {
                using var answer = await _http.PostAsync(new Uri($"http://127.0.0.1:{_httpPort}/v1/agents/{agent}/ready"), null, TestContext.Current.CancellationToken);
            }
            catch (HttpRequestException)
            {
                // Not up yet.
            }
    }

    private const string Retries = """{ "result": "busy", "afterMinutes": 0.05 }, { "result": "noAnswer", "afterMinutes": 0.05 }""";
    private readonly int _httpPort = FreeTcpPort();
    private readonly int _sipPort = FreeUdpPort();

    private static int FreeTcpPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static int FreeUdpPort()
    {
        using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.Client.LocalEndPoint!).Port;
    }

    /// <param name="retries">What is dialed again soon, as in the configuration file.</param>
    /// <param name="start">The campaign dials.</param>
    private void WriteConfiguration(string retries = Retries, bool start = true, int leads = Leads)
    {
        var list = new StringBuilder("nom;telephone\n");
        for (int i = 0; i < leads; i++)
            list.Append(CultureInfo.InvariantCulture, $"Personne {i};+33199{i:D6}\n");
        File.WriteAllText(Path.Combine(_folder.Path, "list.csv"), list.ToString());
        File.WriteAllBytes(Path.Combine(_folder.Path, "announcement.wav"), ShortWav());
        File.WriteAllText(Path.Combine(_folder.Path, "dialer.json"), string.Create(CultureInfo.InvariantCulture, $$"""
            {
              "dataDirectory": "data", "media": { "agentSilentAfterSeconds": 0 },
              "sip": { "bind": "127.0.0.1", "port": {{_sipPort}} },
              "http": { "bind": "127.0.0.1", "port": {{_httpPort}}, "token": "a-token-that-is-long-enough" },
              "trunks": [{ "name": "carrier", "address": "127.0.0.1:{{_carrier.EndPoint.Port}}", "channels": 100, "callsPerSecond": 100 }],
              "queues": [{ "name": "sales", "wrapUpSeconds": 1 }],
              "agents": [
                { "name": "ana", "phone": "sip:1001@127.0.0.1:{{_carrier.EndPoint.Port}}", "via": "carrier", "campaigns": ["torture"], "logIn": true },
                { "name": "ben", "phone": "sip:1002@127.0.0.1:{{_carrier.EndPoint.Port}}", "via": "carrier", "campaigns": ["torture"], "logIn": true }
              ],
              "campaigns": [{
                "name": "torture", "trunk": "carrier", "queue": "sales", "start": {{(start ? "true" : "false")}}, "timeZone": "Europe/Paris",
                "mode": "ratio", "ratio": 10, "maxLinesPerAgent": 20, "analysis": "off", "ringSeconds": 1, "minimumRingSeconds": 1, "wrapUpSeconds": 1,
                "abandon": { "cap": 1 }, "announcement": "announcement.wav",
                "calling": { "hours": [{ "days": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], "from": "00:00", "to": "24:00" }] },
                "retry": { "maxAttempts": 3, "rules": [{{retries}}] },
                "lists": [{ "name": "list", "file": "list.csv", "country": "FR" }]
              }],
              "inbound": [
                { "trunk": "carrier", "number": "+33199001234", "queue": "sales" },
                { "trunk": "carrier", "number": "+33199001235", "message": "announcement.wav" }
              ]
            }
            """));
    }

    /// <summary>A tenth of a second of silence: 8 kHz, 16 bits, one channel.</summary>
    private static byte[] ShortWav()
    {
        using var wav = new MemoryStream();
        using var to = new BinaryWriter(wav);
        to.Write("RIFF"u8);
        to.Write(36 + 1600);
        to.Write("WAVEfmt "u8);
        to.Write(16);
        to.Write((short)1);
        to.Write((short)1);
        to.Write(8000);
        to.Write(16000);
        to.Write((short)2);
        to.Write((short)16);
        to.Write("data"u8);
        to.Write(1600);
        to.Write(new byte[1600]);
        to.Flush();
        return wav.ToArray();
    }

    private sealed class AttemptRow
    {
        public long Id { get; init; }
        public long Lead { get; init; }
        public string Number { get; init; } = "";
        public long StartedAtUs { get; init; }
        public string Result { get; init; } = "";
        public string Fate { get; init; } = "";
        public long? NextCallableUs { get; init; }
    }
}
