using System.Globalization;
using Dialer.Core.Time;
using Dialer.Simulation.Audio;
using Dialer.Simulation.Loopback;
using Dialer.Simulation.Public;
using Dialer.Sip.Media;
using Dialer.Testing;
using Xunit;
using static Dialer.Testing.LoopbackDialer;

namespace Dialer.Server.Tests.Running;

/// <summary>A mailbox that says a word, pauses, and goes on: a person at first, and the desk is told what it is.</summary>
[Collection(TelephoneLineCollection.Name)]
public sealed class RevokedCallTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dialer-revoked");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("mark")]
    [InlineData("leaveMessage")]
    public async Task The_desk_hears_of_it_and_the_message_is_left(string onRevoked)
    {
        await File.WriteAllBytesAsync(Path.Combine(_folder.FullName, "greeting.wav"), WavFile.Build(Signal.ToPcm(Greeting()), Signal.Rate), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "labels.csv"), "path,label\ngreeting.wav,machine\n", TestContext.Current.CancellationToken);
        string campaign = string.Create(CultureInfo.InvariantCulture, $$"""
            "name": "renewals", "mode": "progressive", "analysis": "detect", "abandon": { "from": "greetingEnd" }, "message": "said.wav", "onRevoked": "{{onRevoked}}"
            """);
        await using var dialer = await StartAsync(1, [campaign],
            (_, _) => new CalledParty { Kind = CalledPartyKind.Machine, After = TimeSpan.FromMilliseconds(100), Talk = TimeSpan.FromSeconds(600), Patience = TimeSpan.MaxValue },
            leads: 1, audio: AudioLibrary.FromDirectory(_folder.FullName), silentAgents: true);
        await dialer.ReadyAsync(1);
        await dialer.DoAsync("/v1/campaigns/renewals/start");
        Assert.Equal("liveVoice", (await dialer.EventAsync("classified")).GetProperty("verdict").GetString());
        var revoked = await dialer.EventAsync("revoked");
        Assert.Equal(("answeringMachine", 1), (revoked.GetProperty("verdict").GetString(), revoked.GetProperty("agent").GetInt32()));
        Assert.Contains(revoked.GetProperty("reason").GetString(), (string[])["voiceGoesOn", "beep"]);
        if (onRevoked == "mark")
            await dialer.DoAsync("/v1/agents/a1/leave-message");
        var closed = await dialer.EventAsync("attemptClosed");
        Assert.Equal("machine", closed.GetProperty("disposition").GetString());
        Assert.Equal((0, 1), ((await dialer.CampaignAsync("renewals")).GetProperty("answeredLive").GetInt32(), (await dialer.CampaignAsync("renewals")).GetProperty("machines").GetInt32()));
    }

    private static float[] Greeting()
    {
        MadeVoice voice = new(140, 8, 0.2, 40);
        float[] word = SpeechMaker.Utterance(2, 0, voice, new SeededRandom(4)), rest = SpeechMaker.Utterance(30, 0, voice, new SeededRandom(9));
        float[] call = [.. word, .. new float[Signal.Rate * 6 / 10], .. rest, .. new float[Signal.Rate / 2], .. Beep(), .. new float[Signal.Rate]];
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
