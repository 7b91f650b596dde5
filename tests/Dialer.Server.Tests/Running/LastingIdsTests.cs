using Dialer.Core.Ids;
using Dialer.Server.Configuration;
using Dialer.Server.Running;
using Dialer.Store;
using Dialer.Testing;
using Xunit;

namespace Dialer.Server.Tests.Running;

/// <summary>An entry of the configuration file is its name, not its place: what changes places means the same.</summary>
public sealed class LastingIdsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LastingIdsTests() => File.Copy(Repository.File("samples", "announcement.wav"), Path.Combine(_folder.Path, "said.wav"));

    public void Dispose() => _folder.Dispose();

    private DialerSetup Read(string[] queues, string[] trunks)
    {
        string file = Path.Combine(_folder.Path, "dialer.json");
        string Trunk(string name) => $$"""{ "name": "{{name}}", "address": "{{name}}.example"{{(name == "main" ? """, "failover": [ "spare" ], "prefixes": { "+3389": "cheap" }, "weights": { "main": 3, "cheap": 1 }""" : "")}} }""";
        File.WriteAllText(file, $$"""
            {
              "trunks": [ {{string.Join(", ", trunks.Select(Trunk))}} ],
              "queues": [ {{string.Join(", ", queues.Select(name => $$"""{ "name": "{{name}}", "recording": { "mode": "announced", "notice": "said.wav" } }"""))}} ],
              "agents": [ { "name": "ana", "phone": "sip:1001@main.example", "via": "main" } ],
              "campaigns": [ { "name": "c", "trunk": "main", "queue": "loans", "announcement": "said.wav", "calling": { "profile": "france" } } ],
              "inbound": [ { "trunk": "spare", "number": "*", "queue": "loans" }, { "trunk": "main", "number": "+33199000001", "queue": "support" } ]
            }
            """);
        var reading = ConfigFile.Read(file);
        Assert.Empty(reading.Errors);
        using var store = DialerStore.Open(new StoreOptions(Path.Combine(_folder.Path, "data", "dialer.db")), new RecordingObserver());
        return DialerSetup.From(reading.Config!, store);
    }

    /// <summary>Everything that names a queue or a trunk, by names.</summary>
    private static string Describe(DialerSetup setup)
    {
        string Q(QueueId id) => setup.Queues.Single(queue => queue.Id == id).Name;
        string T(TrunkId id) => setup.Trunks.Single(trunk => trunk.Id == id).Name;
        var main = setup.Line.Trunks.Single(trunk => trunk.Name == "main");
        Assert.All(setup.Line.Trunks, trunk => Assert.Equal(trunk.Name, T(trunk.Id)));
        Assert.Equal(setup.Queues.Select(queue => queue.Id).Order(Comparer<QueueId>.Create((a, b) => a.Value - b.Value)), setup.Line.QueueRecording.Keys.Order(Comparer<QueueId>.Create((a, b) => a.Value - b.Value)));
        return string.Join("; ",
            $"campaign {T(setup.Campaigns[0].Trunk)} {Q(setup.Campaigns[0].Queue)}",
            $"routes {string.Join(", ", setup.Callers.Rules.Rules.Select(rule => $"{T(rule.Trunk!.Value)} {string.Join("", rule.Called)} {rule.Target.Name}"))}",
            $"failover {T(main.Failover.Single())}, prefix {T(main.Prefixes.Single().Trunk)}, weights {string.Join(", ", main.Weights.Select(share => T(share.Trunk)))}",
            $"phone {T(setup.Line.AgentPhones.Values.Single().Via!.Value)}");
    }

    [Theory]
    [InlineData("vip sales support loans", "spare cheap main")]
    [InlineData("new loans support sales vip", "cheap main spare")]
    [InlineData("loans support", "main spare cheap extra")]
    public void A_file_whose_entries_change_places_means_the_same(string queues, string trunks)
    {
        var first = Read(["support", "sales", "vip", "loans"], ["main", "spare", "cheap"]);
        var second = Read(queues.Split(' '), trunks.Split(' '));
        Assert.Equal(Describe(first), Describe(second));
        foreach (var queue in second.Queues)
            if (first.Queues.FirstOrDefault(before => before.Name == queue.Name) is { } before)
                Assert.Equal(before.Id, queue.Id);
            else
                Assert.DoesNotContain(queue.Id, first.Queues.Select(before => before.Id));
        foreach (var trunk in second.Trunks)
            if (first.Trunks.FirstOrDefault(before => before.Name == trunk.Name) is { } before)
                Assert.Equal(before.Id, trunk.Id);
    }
}
