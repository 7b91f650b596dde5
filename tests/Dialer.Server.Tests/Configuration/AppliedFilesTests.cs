using Dialer.Server.Configuration;
using Dialer.Testing;
using Xunit;

namespace Dialer.Server.Tests.Configuration;

/// <summary>A configuration file names files of the business: their entries count as if they stood in it, and errors are told by their place.</summary>
public sealed class AppliedFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dialer-applied");

    public AppliedFilesTests() => File.Copy(Repository.File("samples", "announcement.wav"), Path.Combine(_folder.FullName, "said.wav"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Entries_of_all_files_are_one_configuration()
    {
        Write("desk.json", """{ "queues": [ { "name": "desk" } ], "agents": [ { "name": "ana", "phone": "sip:1@pbx.example" } ] }""");
        var reading = Read("""{ "apply": ["desk.json"], "trunks": [ { "name": "a", "address": "a.example" } ], "queues": [ { "name": "sales" } ] }""");
        Assert.Empty(reading.Errors);
        Assert.Equal(["sales", "desk"], reading.Config!.Queues.Select(queue => queue.Settings.Name));
        Assert.Equal("ana", Assert.Single(reading.Config.Agents).Name);
    }

    [Theory]
    [InlineData("{ \"queues\": [\n { \"name\": \"desk\", \"prority\": 1 } ] }", "desk.json:2:31: $.queues[0].prority")]
    [InlineData("{ \"sip\": {} }", "desk.json:1:10: $.sip")]
    [InlineData("{ nonsense", "desk.json:1:3: $")]
    public void What_is_wrong_is_told_by_the_file_that_it_stands_in(string business, string place)
    {
        Write("desk.json", business);
        var reading = Read("""{ "apply": ["desk.json", "nowhere.json"], "trunks": [ { "name": "a", "address": "a.example" } ] }""");
        string[] said = [.. reading.Errors.Select(error => error.ToText("dialer.json"))];
        Assert.Contains(said, one => one.Contains(place, StringComparison.Ordinal));
        Assert.Contains(said, one => one.StartsWith("dialer.json:", StringComparison.Ordinal) && one.Contains("nowhere.json", StringComparison.Ordinal));
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);

    private ConfigReading Read(string json)
    {
        Write("dialer.json", json);
        return ConfigFile.Read(Path.Combine(_folder.FullName, "dialer.json"));
    }
}
