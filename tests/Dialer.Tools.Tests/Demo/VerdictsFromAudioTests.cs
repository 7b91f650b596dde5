using Dialer.Core.Attempts;
using Dialer.Core.Ids;
using Dialer.Simulation.Loopback;
using Dialer.Simulation.Public;
using Dialer.Sip.Media;
using Dialer.Testing;
using Dialer.Tools.Demo;
using Xunit;

namespace Dialer.Tools.Tests.Demo;

/// <summary>What is concluded comes from the audio alone: the same numbers with their files swapped swap their verdicts.</summary>
[Collection(TelephoneLineCollection.Name)]
public sealed class VerdictsFromAudioTests : IDisposable
{
    private const int Leads = 10;
    private readonly Rehearsal _rehearsal = new();

    public VerdictsFromAudioTests() => File.WriteAllText(_rehearsal.ScenarioFile, """
        {
          "name": "people and machines", "agents": 6,
          "answer": { "live": 0.5, "machine": 0.5, "busy": 0 },
          "ringSeconds": { "live": { "gamma": { "mean": 0.3, "shape": 3, "min": 0.2 } }, "machine": { "gamma": { "mean": 0.3, "shape": 3, "min": 0.2 } }, "timeout": 2 },
          "talkSeconds": { "gamma": { "mean": 1.5, "shape": 4, "min": 1 } },
          "wrapUpSeconds": { "gamma": { "mean": 0.3, "shape": 4, "min": 0.1 } },
          "abandon": { "afterSeconds": 10 }
        }
        """);

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public async Task The_same_numbers_with_their_files_swapped_swap_their_verdicts()
    {
        var asTheyAre = await VerdictsAsync("as-they-are", human: "person.wav", machine: "greeting.wav");
        var swapped = await VerdictsAsync("swapped", human: "greeting.wav", machine: "person.wav");
        string[] both = asTheyAre.Keys.Intersect(swapped.Keys).ToArray();
        Assert.True(both.Length >= Leads - 1, $"{both.Length} of {Leads} numbers were answered in both runs");
        foreach (string number in both)
        {
            var (kind, verdict) = asTheyAre[number];
            var (kindSwapped, verdictSwapped) = swapped[number];
            Assert.Equal(kind, kindSwapped);
            bool isPerson = kind == CalledPartyKind.Live;
            var (own, other) = isPerson ? (CpaVerdict.LiveVoice, CpaVerdict.AnsweringMachine) : (CpaVerdict.AnsweringMachine, CpaVerdict.LiveVoice);
            Assert.Equal((own, other), (verdict, verdictSwapped));
        }
        Assert.Contains(both, number => asTheyAre[number].Kind == CalledPartyKind.Live);
        Assert.Contains(both, number => asTheyAre[number].Kind == CalledPartyKind.Machine);
    }

    /// <summary>What each number was, and what was concluded of its first answer.</summary>
    private async Task<Dictionary<string, (CalledPartyKind Kind, CpaVerdict Verdict)>> VerdictsAsync(string name, string human, string machine)
    {
        string folder = _rehearsal.PathOf(name);
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, "person.wav"), WavFile.Build(GeneratedAudio.LiveGreeting(3), GeneratedAudio.SampleRate));
        await File.WriteAllBytesAsync(Path.Combine(folder, "greeting.wav"), WavFile.Build(GeneratedAudio.MachineGreeting(3), GeneratedAudio.SampleRate));
        await File.WriteAllTextAsync(Path.Combine(folder, "labels.csv"), $"path,label\n{human},human\n{machine},machine\n");
        var verdicts = new Dictionary<string, CpaVerdict>();
        DemoRun? seen = null;
        var options = _rehearsal.Options(Leads) with { Db = _rehearsal.PathOf(name + ".db"), AudioDirectory = folder };
        await Rehearsal.RunAsync(options, (run, _) =>
        {
            seen = run;
            run.Dialer.Facts.Read += (_, record) =>
            {
                if (record is AttemptOutcome { Result: CallResult.Answered } outcome)
                    verdicts.TryAdd(outcome.Number, outcome.Verdict);
            };
        });
        return verdicts.ToDictionary(row => row.Key, row => (seen!.World.Carrier.TruthsOf(row.Key)[0].Party.Kind, row.Value));
    }
}
