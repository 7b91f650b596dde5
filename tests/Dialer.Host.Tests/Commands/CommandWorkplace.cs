using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Dialer.Core.Time;
using Dialer.Host.Commands;
using Dialer.Host.Tests.Crash;
using Dialer.Simulation.Audio;
using Dialer.Sip.Media;
using Dialer.Testing;
using Xunit;

namespace Dialer.Host.Tests.Commands;

/// <summary>A folder with the files that the commands of the pages name, and a carrier for the one that dials.</summary>
public sealed class CommandWorkplace : IAsyncLifetime
{
    /// <summary>Of the store that a demo leaves, and of the configuration.</summary>
    private const string Campaign = "demo";

    private readonly TemporaryFolder _folder = new();
    private readonly LoggingCarrier _carrier = new();
    private PostgresServer? _server;
    private int _made;

    /// <summary>Words of a command that stand for a file or a name, and what they are here.</summary>
    public Dictionary<string, string> Known { get; } = new(StringComparer.Ordinal) { ["NAME"] = Campaign, ["CAMPAIGN"] = Campaign, ["renewals"] = Campaign };

    /// <summary>A path where nothing is yet.</summary>
    public string NewPath(string name) => PathOf(string.Create(CultureInfo.InvariantCulture, $"{++_made}-{Path.GetFileName(name)}"));

    /// <summary>A schema of a server that is started by the first who asks, and where nothing is yet.</summary>
    public string NewPostgres() => (_server ??= PostgresServer.Need()).NewPlace();

    public async ValueTask InitializeAsync()
    {
        Known["dialer.json"] = Write("dialer.json", Configuration());
        foreach (string business in (string[])["business.json", "more.json", "activite.json"])
            Known[business] = Write(business, $$"""{ "queues": [ { "name": "queue of {{business}}" } ] }""");
        Known["desk.json"] = Write("desk.json", """{ "hours": 2, "queues": [ { "name": "q", "perHour": 20, "talkSeconds": 60 } ], "agentGroups": [ { "name": "fe", "count": 2 } ] }""");
        Known["cold.json"] = Known["--scenario FILE"] = Write("cold.json", """{ "hours": 1, "answer": { "live": 0.05 } }""");
        Write("list.csv", "nom;telephone\nUne;+33199000018\nDeux;+33199000028\n");
        File.Copy(Repository.File("samples", "announcement.wav"), PathOf("announcement.wav"));
        var labels = new List<string> { "path,label,speaker_group" };
        foreach (var (group, number) in new[] { "computer", "heycomputer", "fsdd-theo", "fr_CA" }.Select((group, number) => (group, number)))
        {
            string name = group + ".wav";
            var voice = new MadeVoice(120 + 20 * number, 8, 0.2, 40);
            await File.WriteAllBytesAsync(PathOf(name), WavFile.Build(Signal.ToPcm(SpeechMaker.Utterance(number < 2 ? 2 : 12, 0, voice, new SeededRandom((ulong)(3 + number)))), Signal.Rate));
            labels.Add($"{name},{(number < 2 ? "human" : "machine")},{group}");
        }
        Known["labels.csv"] = Write("labels.csv", string.Join('\n', labels));
        Known["FILE"] = PathOf("computer.wav");
        Known["DIR"] = _folder.Path;
        Write("clips.csv", "path,campaign,verdict,label\ncomputer.wav,spring,LiveVoice,human\nfr_CA.wav,spring,AnsweringMachine,machine\n");

        string demo = PathOf("demo.db");
        Assert.Equal(0, await DialerCommandLine.RunAsync(["demo", "--seconds", "3", "--agents", "2", "--analysis", "off", "--db", demo, "--json"], TextWriter.Null, TextWriter.Null));
        Known["data/dialer.db"] = Known["--db FILE"] = Known["/backup/2026-11-28.db"] = demo;
    }

    public ValueTask DisposeAsync()
    {
        _server?.Dispose();
        _carrier.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private string PathOf(string name) => Path.Combine(_folder.Path, name);

    private string Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    private string Configuration()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return string.Create(CultureInfo.InvariantCulture, $$"""
            {
              "dataDirectory": "data",
              "sip": { "bind": "127.0.0.1", "port": 0 },
              "http": { "port": {{((IPEndPoint)listener.LocalEndpoint).Port}}, "token": "a-token-that-is-long-enough" },
              "drainSeconds": 0,
              "trunks": [ { "name": "carrier", "address": "{{_carrier.EndPoint}}" } ],
              "agents": [ { "name": "ana", "phone": "sip:1001@{{_carrier.EndPoint}}", "via": "carrier", "logIn": true } ],
              "campaigns": [ {
                "name": "{{Campaign}}", "mode": "ratio", "ratio": 1, "start": true, "analysis": "off", "announcement": "announcement.wav", "timeZone": "Europe/Paris",
                "calling": { "hours": [ { "days": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], "from": "00:00", "to": "24:00" } ] },
                "lists": [ { "file": "list.csv", "country": "FR" } ]
              } ]
            }
            """);
    }
}
