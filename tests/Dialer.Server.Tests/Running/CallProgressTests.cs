using Dialer.Simulation.Audio;
using Dialer.Simulation.Loopback;
using Dialer.Simulation.Public;
using Dialer.Sip.Media;
using Dialer.Testing;
using Xunit;
using static Dialer.Testing.LoopbackDialer;

namespace Dialer.Server.Tests.Running;

/// <summary>How a campaign listens, from its section of the configuration file to the verdict on a real call.</summary>
[Collection(TelephoneLineCollection.Name)]
public sealed class CallProgressTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dialer-call-progress");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_same_greeting_and_weights_are_a_machine_to_an_eager_campaign_and_a_person_to_a_cautious_one()
    {
        await File.WriteAllBytesAsync(PathOf("greeting.wav"), WavFile.Build(Signal.ToPcm(AmbiguousCall.Phrase()), Signal.Rate), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(PathOf("labels.csv"), "path,label\ngreeting.wav,human\n", TestContext.Current.CancellationToken);
        AmbiguousCall.SaveWeights(PathOf("weights.json"));
        await using var dialer = await StartAsync(2, [Campaign("careful", "cautious"), Campaign("quick", "eager")],
            (_, _) => new CalledParty { Kind = CalledPartyKind.Live, After = TimeSpan.FromMilliseconds(100), Talk = TimeSpan.FromSeconds(600), Patience = TimeSpan.MaxValue },
            audio: AudioLibrary.FromDirectory(_folder.FullName));
        Assert.Equal("liveVoice", await FirstVerdictAsync(dialer, "careful", agent: 1));
        Assert.Equal("answeringMachine", await FirstVerdictAsync(dialer, "quick", agent: 2));
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private string Campaign(string name, string sensitivity) => $$"""
        "name": "{{name}}", "mode": "progressive", "analysis": "detect", "abandon": { "from": "greetingEnd" },
        "callProgress": { "sensitivity": "{{sensitivity}}", "country": "FR", "model": "{{PathOf("weights.json")}}" }
        """;

    /// <summary>Of the campaign's first answer; then it dials no more, and its agent is busy or ready.</summary>
    private static async Task<string> FirstVerdictAsync(LoopbackDialer dialer, string campaign, int agent)
    {
        int id = (await dialer.CampaignAsync(campaign)).GetProperty("id").GetInt32();
        await dialer.ReadyAsync(agent);
        await dialer.DoAsync($"/v1/campaigns/{campaign}/start");
        var classified = await dialer.EventAsync("classified", said => Is(said, "campaign", id));
        await dialer.DoAsync($"/v1/campaigns/{campaign}/pause");
        return classified.GetProperty("verdict").GetString()!;
    }
}
