using Dialer.Core.Engine.Messages;
using Dialer.Server.Configuration;
using Dialer.Server.Running;
using Dialer.Store;
using Dialer.Testing;
using Xunit;

namespace Dialer.Server.Tests.Running;

/// <summary>The way of callers follows the file while calls go on, unless it needs what only a restart brings.</summary>
public sealed class ConfigFollowerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dialer-follow");

    public ConfigFollowerTests()
    {
        foreach (string sound in (string[])["said.wav", "other.wav"])
            File.Copy(Repository.File("samples", "announcement.wav"), Path.Combine(_folder.FullName, sound));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("the hours", "18:00", "17:00", true)]
    [InlineData("the door", "\"maxWaiting\": 20", "\"maxWaiting\": 5, \"whenFull\": { \"hangUp\": true }", true)]
    [InlineData("a recording that is there", "\"queue\": \"sales\" }", "\"message\": \"said.wav\" }", true)]
    [InlineData("another recording", "\"queue\": \"sales\" }", "\"message\": \"other.wav\" }", false)]
    [InlineData("another number", "+33199001234", "+33199005678", false)]
    public void The_way_of_callers_is_taken_over_whole_or_not_at_all(string what, string written, string instead, bool follows)
    {
        const string file = """
            {
              "trunks": [ { "name": "b", "address": "b.example" }, { "name": "a", "address": "a.example" } ],
              "openingHours": [ { "name": "office", "timeZone": "Europe/Paris", "week": [ { "days": ["monday"], "from": "09:00", "to": "18:00" } ] } ],
              "queues": [ { "name": "sales", "openingHours": "office", "maxWaiting": 20, "whenClosed": { "message": "said.wav" } } ],
              "inbound": [ { "trunk": "a", "number": "+33199001234", "queue": "sales" } ]
            }
            """;
        var started = Read(file);
        using var store = DialerStore.Open(new StoreOptions(Path.Combine(_folder.FullName, "dialer.db")), new RecordingObserver());
        var follower = new ConfigFollower(started, DialerSetup.From(started, store), _ => null);
        var next = Read(file.Replace(written, instead, StringComparison.Ordinal));
        Assert.True(follows == follower.FollowsCallers(next), what);
        var inputs = follower.Inputs(next, _ => true).ToList();
        Assert.Equal(follows ? 1 : 0, inputs.Count(input => input.Kind == EngineInputKind.ConfigureCallers));
        var door = inputs.Single(input => input.Kind == EngineInputKind.ConfigureQueue).QueueSettings.Door;
        Assert.Equal(next.Queues[0].Settings.Door.MaxWaiting, door.MaxWaiting);
        if (follows)
            Assert.Equal(next.CallerRules[0].Target, inputs.Single(input => input.Kind == EngineInputKind.ConfigureCallers).CallerPlan.Rules.Rules[0].Target);
    }

    private DialerConfig Read(string json)
    {
        string file = Path.Combine(_folder.FullName, "dialer.json");
        File.WriteAllText(file, json);
        var reading = ConfigFile.Read(file);
        Assert.Empty(reading.Errors);
        return reading.Config!;
    }
}
