using Dialer.Core.CallProgress;
using Dialer.Core.Time;
using Dialer.Simulation.Audio;
using Dialer.Simulation.Loopback;
using Dialer.Simulation.Public;
using Dialer.Sip.Media;
using Dialer.Store;
using Dialer.Testing;
using Xunit;
using static Dialer.Testing.LoopbackDialer;

namespace Dialer.Server.Tests.Running;

/// <summary>A machine that was confirmed once is known by the first second of its greeting, in the next run of the program too.</summary>
[Collection(TelephoneLineCollection.Name)]
public sealed class RememberedGreetingTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dialer-remembered");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_same_greeting_is_known_after_a_restart_where_the_campaign_remembers()
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder.FullName, "greeting.wav"), WavFile.Build(Signal.ToPcm(Greeting()), Signal.Rate), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "labels.csv"), "path,label\ngreeting.wav,machine\n", TestContext.Current.CancellationToken);
        await using var dialer = await StartAsync(2, [Campaign("remembers", "true"), Campaign("forgets", "false")],
            (_, _) => new CalledParty { Kind = CalledPartyKind.Machine, After = TimeSpan.FromMilliseconds(100), Talk = TimeSpan.FromSeconds(600), Patience = TimeSpan.MaxValue },
            leads: 1, audio: AudioLibrary.FromDirectory(_folder.FullName), silentAgents: true);
        await AnswersAsync(dialer);
        await dialer.RestartAsync(2);
        await AnswersAsync(dialer);
        string store = dialer.StorePath;
        await dialer.StopAsync();
        var reader = StoreReader.Open(store);
        LabelledAnswer[] Of(string campaign) => [.. reader.Answers(reader.Campaigns().Single(one => one.Name == campaign).Id)];
        Assert.Equal([AnswerProof.Beep, AnswerProof.Beep], Of("forgets").Select(answer => answer.Proof));
        var answers = Of("remembers");
        Assert.Equal([AnswerProof.Beep, AnswerProof.Remembered], answers.Select(answer => answer.Proof));
        Assert.All(answers, answer => Assert.Equal(AnswerLabel.Machine, answer.Label));

        // Known by its first second, and not by how long it talks.
        Assert.InRange(answers[1].Phrase.PhraseSeconds, 0.7f, 1.3f);
    }

    private static string Campaign(string name, string remember) => $$"""
        "name": "{{name}}", "mode": "progressive", "analysis": "detect", "abandon": { "from": "greetingEnd" },
        "message": "said.wav", "onMachine": "leaveMessage",
        "retry": { "rules": [ { "result": "answered", "verdict": "answeringMachine", "afterMinutes": 0 } ] },
        "callProgress": { "remember": {{remember}} }
        """;

    /// <summary>One answer of each campaign, to its end.</summary>
    private static async Task AnswersAsync(LoopbackDialer dialer)
    {
        await dialer.ReadyAsync(1, 2);
        foreach (string campaign in (string[])["remembers", "forgets"])
        {
            int id = (await dialer.CampaignAsync(campaign)).GetProperty("id").GetInt32();
            await dialer.DoAsync($"/v1/campaigns/{campaign}/start");
            Assert.Equal("answeringMachine", (await dialer.EventAsync("classified", said => Is(said, "campaign", id))).GetProperty("verdict").GetString());
            await dialer.DoAsync($"/v1/campaigns/{campaign}/pause");
        }
        await dialer.EventAsync("attemptClosed", nth: 2);
    }

    /// <summary>A mailbox: seconds of a voice without a pause that would end a phrase, then its beep.</summary>
    private static float[] Greeting()
    {
        float[] call = [.. new float[Signal.Rate / 2], .. SpeechMaker.Utterance(36, 0, new MadeVoice(140, 8, 0.2, 40), new SeededRandom(9)), .. new float[Signal.Rate / 2], .. Beep(), .. new float[Signal.Rate]];
        Signal.Mix(call, Signal.Pink(call.Length, new SeededRandom(5)), Signal.Rms(-62));
        return call;
    }

    private static float[] Beep()
    {
        float[] tone = new float[Signal.Rate * 4 / 10];
        for (int i = 0; i < tone.Length; i++)
            tone[i] = 3000 * MathF.Sin(i * 2 * MathF.PI * 1000 / Signal.Rate);
        return tone;
    }
}
