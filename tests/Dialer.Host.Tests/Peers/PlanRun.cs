using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Dialer.Host.Commands;
using Dialer.Sip.Media;
using Dialer.Testing;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Dialer.Host.Tests.Peers;

/// <summary>What the store says of one number.</summary>
internal sealed record StoredOutcome(string Number, string Result, string Verdict, bool Connected, bool Abandoned);

/// <summary>
/// One run of <c>dialer run --config</c> over a list of numbers whose last two digits say what they are, by whatever
/// carrier and phones the configuration names.
/// </summary>
internal sealed class PlanRun : IDisposable
{
    /// <summary>1x person, 2x machine, 3x busy, 4x declined, 5x not found, 6x nobody answers.</summary>
    public static readonly string[] Numbers = [.. new[] { 11, 21, 31, 12, 41, 51, 13, 22, 61, 32, 14, 42 }.Select(n => string.Create(CultureInfo.InvariantCulture, $"+331990012{n}"))];

    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public string Folder { get; } = Directory.CreateTempSubdirectory("dialer-peers-").FullName;

    public string PathOf(string file) => Path.Combine(Folder, file);

    public void Write(string file, string text) => File.WriteAllText(PathOf(file), text.ReplaceLineEndings("\n"), new UTF8Encoding(false));

    /// <param name="trunk">The fields of the trunk, as JSON without braces.</param>
    /// <param name="phones">The SIP address of each agent's phone.</param>
    /// <param name="via">Whether the phones are reached through the trunk, or directly.</param>
    /// <param name="firstMediaPort">300 ports from here.</param>
    public async Task<IReadOnlyList<StoredOutcome>> RunAsync(string trunk, IReadOnlyList<string> phones, bool via, int firstMediaPort)
    {
        int http = FreeTcpPort();
        File.WriteAllBytes(PathOf("announcement.wav"), WavFile.Build(new short[8000], 8000));
        Write("list.csv", "phone\n" + string.Join('\n', Numbers) + "\n");
        Write("dialer.json", Config(trunk, phones, via, firstMediaPort, http));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var output = new StringWriter();
        var said = new StringWriter();
        var error = TextWriter.Synchronized(said);
        var running = DialerCommandLine.RunAsync(["run", "--config", PathOf("dialer.json")], output, error, stop.Token);
        try
        {
            await ReadyAsync(http, phones.Count, running, said);
            return await OutcomesAsync(running, said);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(20), CancellationToken.None));
        }
    }

    private string Config(string trunk, IReadOnlyList<string> phones, bool via, int firstMediaPort, int http)
    {
        string agents = string.Join(",\n    ", phones.Select((phone, i) => $$"""{ "name": "desk{{i}}", "phone": "{{phone}}", {{(via ? "\"via\": \"carrier\", " : "")}}"logIn": true }"""));
        return $$"""
            {
              "dataDirectory": "data",
              "sip": { "bind": "127.0.0.1", "port": {{PeerProcess.FreePort()}}, "firstMediaPort": {{firstMediaPort}}, "lastMediaPort": {{firstMediaPort + 299}} },
              "http": { "bind": "127.0.0.1", "port": {{http}}, "token": "a-token-that-is-long-enough" },
              "trunks": [{ "name": "carrier", {{trunk}}, "callerId": "+33199001000", "channels": 20, "callsPerSecond": 5 }],
              "queues": [{ "name": "desk", "wrapUpSeconds": 1 }],
              "agents": [
                {{agents}}
              ],
              "campaigns": [{
                "name": "peers", "trunk": "carrier", "queue": "desk", "mode": "progressive", "announcement": "announcement.wav",
                "analysis": "detect", "abandon": { "afterSeconds": 2, "from": "greetingEnd", "cap": 1 }, "onMachine": "hangUp", "ringSeconds": 2, "minimumRingSeconds": 0, "wrapUpSeconds": 1,
                "calling": { "hours": [{ "days": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], "from": "00:00", "to": "24:00" }] },
                "retry": { "maxAttempts": 1, "rules": [] },
                "lists": [{ "name": "plan", "file": "list.csv", "country": "FR", "timeZone": "Europe/Paris", "columns": { "phones": ["phone"] } }]
              }],
              "drainSeconds": 5,
              "logLevel": "information",
              "logLevels": { "Dialer.Sip": "debug" }
            }
            """;
    }

    private static int FreeTcpPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // Agents who log in pause until they say that they are ready, as on their desk.
    private static async Task ReadyAsync(int http, int agents, Task<int> running, StringWriter error)
    {
        using var client = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{http}")), DefaultRequestHeaders = { Authorization = new("Bearer", "a-token-that-is-long-enough") } };
        for (int agent = 0; agent < agents; agent++)
        {
            string path = string.Create(CultureInfo.InvariantCulture, $"/v1/agents/desk{agent}/ready");
            for (int tries = 0; ; tries++)
            {
                if (running.IsCompleted || tries > 300)
                    Assert.Fail($"desk{agent} never became ready:\n{error}");
                try
                {
                    using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), null, TestContext.Current.CancellationToken);
                    if (answer.IsSuccessStatusCode)
                        break;
                }
                catch (HttpRequestException)
                {
                    // The interface is not up yet.
                }
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }

    private async Task<IReadOnlyList<StoredOutcome>> OutcomesAsync(Task<int> running, StringWriter error)
    {
        var limit = DateTime.UtcNow + Limit;
        while (true)
        {
            var stored = Stored();
            if (stored.Count == Numbers.Length)
                return stored;
            if (running.IsCompleted || DateTime.UtcNow > limit)
                Assert.Fail($"only {stored.Count} of {Numbers.Length} outcomes are stored: {string.Join("; ", stored)}\n{error}");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    private List<StoredOutcome> Stored()
    {
        string store = Directory.EnumerateFiles(PathOf("data"), "*.db").FirstOrDefault() ?? throw new InvalidOperationException("no store in " + PathOf("data"));
        using var connection = new SqliteConnection($"Data Source={store};Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT number, result, verdict, connected_at_us IS NOT NULL, abandoned FROM attempts WHERE closed_at_us IS NOT NULL ORDER BY number";
        using var reader = command.ExecuteReader();
        List<StoredOutcome> outcomes = [];
        while (reader.Read())
            outcomes.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3) != 0, reader.GetInt64(4) != 0));
        return outcomes;
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}
