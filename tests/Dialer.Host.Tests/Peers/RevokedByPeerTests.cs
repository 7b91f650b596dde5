using System.Globalization;
using Dialer.Simulation.Loopback;
using Dialer.Sip.Media;
using Dialer.Store;
using Dialer.Testing;
using Xunit;

namespace Dialer.Host.Tests.Peers;

/// <summary>SIPp plays a greeting that somebody recorded themselves: a person at first. The desk's events and the store say what it was.</summary>
public sealed class RevokedByPeerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dialer-revoked-peer-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_desk_and_the_store_hear_that_it_is_a_machine_after_all()
    {
        PeerProcess.Need("sipp");
        string audio = Path.Combine(_folder.FullName, "greeting.alaw"), scenario = Path.Combine(_folder.FullName, "machine.xml");
        short[] greeting = [.. GeneratedAudio.SelfRecordedGreeting(3), .. GeneratedAudio.RoomTone(1, 20)];
        byte[] coded = new byte[greeting.Length];
        G711.EncodeALaw(greeting, coded);
        await File.WriteAllBytesAsync(audio, coded, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(scenario, PeerFiles.SippMachine(audio).ReplaceLineEndings("\n"), TestContext.Current.CancellationToken);
        string port = PeerProcess.FreePort().ToString(CultureInfo.InvariantCulture);
        using var carrier = PeerProcess.Start("sipp", _folder.FullName, "-sf", scenario, "-i", "127.0.0.1", "-p", port, "-mp", "47900", "-nostdin", "-skip_rlimit");
        const string campaign = """
            "name": "renewals", "mode": "progressive", "analysis": "detect", "abandon": { "from": "greetingEnd" }, "message": "said.wav", "onRevoked": "leaveMessage"
            """;
        await using var dialer = await LoopbackDialer.StartAsync(1, [campaign], $"127.0.0.1:{port}", leads: 1, silentAgents: true);
        await dialer.ReadyAsync(1);
        await dialer.DoAsync("/v1/campaigns/renewals/start");
        Assert.Equal("liveVoice", (await dialer.EventAsync("classified")).GetProperty("verdict").GetString());
        var revoked = await dialer.EventAsync("revoked");
        Assert.Equal(("answeringMachine", 1), (revoked.GetProperty("verdict").GetString(), revoked.GetProperty("agent").GetInt32()));
        Assert.Equal("machine", (await dialer.EventAsync("attemptClosed")).GetProperty("disposition").GetString());
        string store = dialer.StorePath;
        await dialer.StopAsync();
        var reader = StoreReader.Open(store);
        var report = reader.Report(reader.Campaigns().Single(one => one.Name == "renewals").Id);
        Assert.Equal((0, 1, 1, 1), (report.AnsweredLive, report.Machines, report.Revoked, report.Dispositions["machine"]));
        Assert.Equal((1, 1, 0), (report.CalledMachine!.Calls, report.CalledMachine.Known, report.CalledMachine.Unproven));
    }
}
