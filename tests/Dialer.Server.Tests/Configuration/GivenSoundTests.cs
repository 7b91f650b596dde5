using Dialer.Server.Configuration;
using Dialer.Sip.Media;
using Dialer.Testing;
using Xunit;

namespace Dialer.Server.Tests.Configuration;

/// <summary>The sounds that a configuration names: what cannot be played is refused before a person would hear nothing.</summary>
public sealed class GivenSoundTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dialer-sounds-");

    public GivenSoundTests()
    {
        byte[] said = File.ReadAllBytes(Repository.File("samples", "announcement.wav"));
        File.WriteAllBytes(PathOf("said.wav"), said);
        File.WriteAllBytes(PathOf("cut.wav"), said[..(said.Length / 2)]);
        File.WriteAllBytes(PathOf("header alone.wav"), WavFile.Build([], 8_000));
        File.WriteAllBytes(PathOf("empty.wav"), []);
        File.WriteAllText(PathOf("text.mp3"), "what was said");
        File.WriteAllBytes(PathOf("silence.wav"), WavFile.Build(new short[8_000], 8_000));
        File.Copy(Repository.File("tests", "Dialer.Audio.Tests", "Sounds", "stereo-44100.mp3"), PathOf("said.mp3"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private List<ConfigError> Found(string entry)
    {
        File.WriteAllText(PathOf("dialer.json"), $$"""{ "trunks": [ { "name": "a", "address": "a.example" } ], {{entry}} }""");
        var reading = ConfigFile.Read(PathOf("dialer.json"));
        return [.. reading.Errors, .. reading.Warnings];
    }

    public static TheoryData<string, string> Places => new()
    {
        { "$.campaigns[0].announcement", """ "campaigns": [ { "name": "c", "announcement": "GIVEN" } ] """ },
        { "$.campaigns[0].message", """ "campaigns": [ { "name": "c", "announcement": "said.wav", "message": "GIVEN" } ] """ },
        { "$.campaigns[0].screeningPrompt", """ "campaigns": [ { "name": "c", "announcement": "said.wav", "screeningPrompt": "GIVEN" } ] """ },
        { "$.campaigns[0].recording.notice", """ "campaigns": [ { "name": "c", "announcement": "said.wav", "recording": { "mode": "announced", "notice": "GIVEN" } } ] """ },
        { "$.queues[0].music", """ "queues": [ { "name": "q", "music": "GIVEN" } ] """ },
        { "$.queues[0].recording.notice", """ "queues": [ { "name": "q", "recording": { "mode": "announced", "notice": "GIVEN" } } ] """ },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public void What_cannot_be_played_is_refused_by_name_wherever_it_is_named(string place, string entry)
    {
        foreach ((string file, string cause) in ((string, string)[])[("cut.wav", "is cut off"), ("header alone.wav", "has no samples"), ("empty.wav", "is empty"), ("text.mp3", "none of WAV, AIFF and MP3"), ("/dev/zero", "device")])
        {
            var error = Assert.Single(Found(entry.Replace("GIVEN", file, StringComparison.Ordinal)), error => error.Path == place && !error.IsWarning);
            Assert.Contains(cause, error.What, StringComparison.Ordinal);
            Assert.NotEqual("", error.Do);
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void A_wav_or_an_mp3_is_taken_and_silence_is_warned_of(string place, string entry)
    {
        Assert.DoesNotContain(Found(entry.Replace("GIVEN", "said.wav", StringComparison.Ordinal)), error => error.Path == place);
        Assert.DoesNotContain(Found(entry.Replace("GIVEN", "said.mp3", StringComparison.Ordinal)), error => error.Path == place);
        Assert.True(Assert.Single(Found(entry.Replace("GIVEN", "silence.wav", StringComparison.Ordinal)), error => error.Path == place).IsWarning);
    }
}
