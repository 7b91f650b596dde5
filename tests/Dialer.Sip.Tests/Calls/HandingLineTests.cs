using Dialer.Core.Engine.Messages;
using Dialer.Core.Handovers;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Sip.Stack;
using Xunit;

namespace Dialer.Sip.Tests.Calls;

/// <summary>Who hears whom before, during and after a hold, a consultation, a conference and a transfer: each far end plays its own tone, over real sockets.</summary>
public sealed class HandingLineTests : IDisposable
{
    private const int Person = 440, Ana = 700, Ben = 1000, Expert = 1300;
    private static readonly Instant T = Instant.Epoch;
    private readonly string _folder = Directory.CreateTempSubdirectory("handing").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static FarEnd Plays(int hz) => new((call, _) => call.Answer(hz));

    /// <summary>Hears all of these, and none of the others, for a second.</summary>
    private static async Task HearsAsync(FarCall ear, string who, params int[] tones)
    {
        int[] others = [.. ((int[])[Person, Ana, Ben, Expert]).Except(tones)];
        await LineBench.UntilAsync(() => tones.Length == 0 ? ear.Ear.Frames > 0 : ear.Ear.Heard(tones[^1]) > 0 || tones.Length > 1, $"{who} hears nobody");
        int from = tones.Length == 1 ? ear.Ear.Heard(tones[0]) : 0;
        await LineBench.UntilAsync(() => tones.Length != 1 || ear.Ear.Heard(tones[0]) > from + 5, $"{who} does not hear {(tones.Length == 1 ? tones[0] : 0)} Hz");
        var before = others.ToDictionary(hz => hz, ear.Ear.Heard);
        if (tones.Length == 1)
        {
            int at = ear.Ear.Heard(tones[0]);
            await LineBench.UntilAsync(() => ear.Ear.Heard(tones[0]) > at + 25, $"{who} does not hear {tones[0]} Hz");
        }
        else
        {
            int at = ear.Ear.Frames;
            await LineBench.UntilAsync(() => ear.Ear.Frames > at + 25, $"{who} hears nothing");
        }
        foreach (int hz in others)
            Assert.True(ear.Ear.Heard(hz) - before[hz] <= 3, $"{who} hears {hz} Hz");
    }

    /// <summary>A mix of two tones stands out as neither: both are there when the ear hears loud frames that are none of the known ones.</summary>
    private static async Task HearsBothAsync(FarCall ear, string who)
    {
        await LineBench.UntilAsync(() => ear.Ear.Loud > 0, $"{who} hears nothing");
        int loud = ear.Ear.Loud, known = ToneEar.Known.Sum(ear.Ear.Heard);
        await LineBench.UntilAsync(() => ear.Ear.Loud - loud - (ToneEar.Known.Sum(ear.Ear.Heard) - known) > 25, $"{who} hears one voice alone");
    }

    [Fact]
    public async Task A_person_is_held_asked_about_joined_and_handed_on_and_everybody_hears_whom_they_should()
    {
        using FarEnd carrier = Plays(Person), phoneA = Plays(Ana), phoneB = Plays(Ben);
        var phones = new Dictionary<AgentId, AgentPhone> { [new(1)] = new($"sip:ana@127.0.0.1:{phoneA.Port}"), [new(2)] = new($"sip:ben@127.0.0.1:{phoneB.Port}") };
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)], phones,
            options => options with { Recording = new Dictionary<CampaignId, RecordingRule> { [LineBench.Campaign] = new(_folder, null) } });
        CallId ana = await bench.AgentUpAsync(1), ben = await bench.AgentUpAsync(2);
        var person = bench.Place();
        await bench.SignalAsync(EngineInputKind.CallAnswered, person);
        FarCall onPerson = carrier.Calls.Single(), onAna = phoneA.Calls.Single(), onBen = phoneB.Calls.Single();
        bench.Line.Carry(EngineOutput.BridgeLegs(T, person, ana, new(1), zipTone: false));
        await HearsAsync(onPerson, "the person", Ana);
        await HearsAsync(onAna, "Ana", Person);

        // Muted: the person hears silence, Ana still hears the person.
        bench.Line.Carry(EngineOutput.MuteLeg(T, ana, isMuted: true));
        await LineBench.UntilAsync(() => QuietFor(onPerson), "the person still hears Ana");
        await HearsAsync(onAna, "Ana, muted,", Person);
        bench.Line.Carry(EngineOutput.MuteLeg(T, ana, isMuted: false));
        await HearsAsync(onPerson, "the person", Ana);

        // Asked: Ana and Ben alone, the person hears music.
        bench.Line.Carry(EngineOutput.UnbridgeLegs(T, person, ana));
        bench.Line.Carry(EngineOutput.Play(T, person, "tone1000", loop: true));
        bench.Line.Carry(EngineOutput.BridgeLegs(T, ana, ben, new(2), zipTone: false));
        await HearsAsync(onAna, "Ana", Ben);
        await HearsAsync(onBen, "Ben", Ana);
        int music = onPerson.Ear.Heard(1000);
        await LineBench.UntilAsync(() => onPerson.Ear.Heard(1000) > music + 25, "the person hears no music");

        // Back with the person; Ben holds.
        bench.Line.Carry(EngineOutput.BridgeLegs(T, person, ana, new(1), zipTone: false));
        await HearsAsync(onPerson, "the person", Ana);
        await HearsAsync(onAna, "Ana", Person);

        // All three.
        bench.Line.Carry(EngineOutput.JoinLegs(T, ben, ana, new(1)));
        await HearsBothAsync(onPerson, "the person");
        await HearsBothAsync(onAna, "Ana");
        await HearsBothAsync(onBen, "Ben");

        // Ben has the person, Ana nobody.
        bench.Line.Carry(EngineOutput.BridgeLegs(T, person, ben, new(2), zipTone: false));
        await HearsAsync(onPerson, "the person", Ben);
        await HearsAsync(onBen, "Ben", Person);
        await LineBench.UntilAsync(() => QuietFor(onAna), "Ana still hears somebody");
        bench.Line.Carry(EngineOutput.HangUp(T, person));
        await bench.SignalAsync(EngineInputKind.CallEnded, person);
        Assert.Equal(2, Directory.GetFiles(_folder, "*.wav", SearchOption.AllDirectories).Length);
    }

    private readonly Dictionary<FarCall, (int Loud, int Frames)> _quietSince = [];

    private bool QuietFor(FarCall ear)
    {
        var (loud, frames) = _quietSince.GetValueOrDefault(ear, (-1, 0));
        if (loud != ear.Ear.Loud)
            _quietSince[ear] = (ear.Ear.Loud, ear.Ear.Frames);
        return loud == ear.Ear.Loud && ear.Ear.Frames - frames > 25;
    }

    [Fact]
    public async Task Whoever_leaves_a_conference_the_other_two_hear_each_other_or_nobody()
    {
        using FarEnd carrier = Plays(Person), phoneA = Plays(Ana), expert = Plays(Expert);
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port), LineBench.TrunkTo(2, expert.Port)],
            new Dictionary<AgentId, AgentPhone> { [new(1)] = new($"sip:ana@127.0.0.1:{phoneA.Port}") });
        var ana = await bench.AgentUpAsync(1);
        CallId person = bench.Place(), asked = bench.Place(trunk: 2);
        await bench.SignalAsync(EngineInputKind.CallAnswered, person);
        await bench.SignalAsync(EngineInputKind.CallAnswered, asked);
        FarCall onPerson = carrier.Calls.Single(), onAna = phoneA.Calls.Single(), onExpert = expert.Calls.Single();
        bench.Line.Carry(EngineOutput.BridgeLegs(T, person, ana, new(1), zipTone: false));
        bench.Line.Carry(EngineOutput.JoinLegs(T, asked, ana, new(1)));
        await HearsBothAsync(onExpert, "the expert");
        bench.Line.Carry(EngineOutput.UnbridgeLegs(T, asked, ana));
        await HearsAsync(onPerson, "the person", Ana);
        await HearsAsync(onAna, "Ana", Person);
        await LineBench.UntilAsync(() => QuietFor(onExpert), "the expert still hears somebody");
        bench.Line.Carry(EngineOutput.JoinLegs(T, asked, ana, new(1)));
        await HearsBothAsync(onPerson, "the person");
        onExpert.Sip.Bye();
        await bench.SignalAsync(EngineInputKind.CallEnded, asked);
        await HearsAsync(onPerson, "the person", Ana);
        await HearsAsync(onAna, "Ana", Person);
    }

    [Fact]
    public async Task A_recording_on_demand_begins_when_asked_and_its_pause_is_silence_through_hold_and_back()
    {
        using FarEnd carrier = Plays(Person), phoneA = Plays(Ana);
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)],
            new Dictionary<AgentId, AgentPhone> { [new(1)] = new($"sip:ana@127.0.0.1:{phoneA.Port}") },
            options => options with { Recording = new Dictionary<CampaignId, RecordingRule> { [LineBench.Campaign] = new(_folder, null, OnDemand: true) } });
        var ana = await bench.AgentUpAsync(1);
        var person = bench.Place();
        await bench.SignalAsync(EngineInputKind.CallAnswered, person);
        FarCall onPerson = carrier.Calls.Single(), onAna = phoneA.Calls.Single();
        bench.Line.Carry(EngineOutput.BridgeLegs(T, person, ana, new(1), zipTone: false));
        await HearsAsync(onPerson, "the person", Ana);
        Assert.Empty(Directory.GetFiles(_folder, "*.wav", SearchOption.AllDirectories));
        bench.Line.Carry(EngineOutput.ControlRecording(T, person, RecordingCommand.Start, default));
        await PassAsync(onAna, 40);
        bench.Line.Carry(EngineOutput.ControlRecording(T, person, RecordingCommand.Pause, default));
        await PassAsync(onAna, 40);
        bench.Line.Carry(EngineOutput.UnbridgeLegs(T, person, ana));
        bench.Line.Carry(EngineOutput.BridgeLegs(T, person, ana, new(1), zipTone: false));
        await PassAsync(onAna, 40);
        bench.Line.Carry(EngineOutput.ControlRecording(T, person, RecordingCommand.Resume, default));
        await PassAsync(onAna, 40);
        bench.Line.Carry(EngineOutput.HangUp(T, person));
        await bench.SignalAsync(EngineInputKind.CallEnded, person);
        string file = Directory.GetFiles(_folder, "*.wav", SearchOption.AllDirectories).Single();
        int[] loud = [];
        await LineBench.UntilAsync(() => (loud = LoudFrames(file)).Length > 0 && loud[^1] - loud[0] > 120, "the recording is not whole");
        int longest = loud.Zip(loud.Skip(1), (one, next) => next - one).Max();
        Assert.True(longest > 60, $"the pause has {longest} frames of silence");
        Assert.True(loud.Length > 50, $"{loud.Length} frames are heard");
    }

    private static Task PassAsync(FarCall ear, int frames)
    {
        int at = ear.Ear.Frames;
        return LineBench.UntilAsync(() => ear.Ear.Frames > at + frames, "nothing arrives");
    }

    /// <summary>The frames of 20 ms in which the left channel has a voice.</summary>
    private static int[] LoudFrames(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        var frames = new List<int>();
        for (int frame = 0; 44 + ((frame + 1) * 640) <= bytes.Length; frame++)
        {
            long energy = 0;
            for (int i = 0; i < 160; i++)
                energy += Math.Abs((int)BitConverter.ToInt16(bytes, 44 + (frame * 640) + (i * 4)));
            if (energy > 160 * 500)
                frames.Add(frame);
        }
        return [.. frames];
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_phone_may_refer_only_where_that_is_configured_and_Allow_tells_the_truth(bool may)
    {
        using FarEnd phoneA = Plays(Ana), phoneB = Plays(Ben);
        var phones = new Dictionary<AgentId, AgentPhone> { [new(1)] = new($"sip:ana@127.0.0.1:{phoneA.Port}"), [new(2)] = new($"sip:ben@127.0.0.1:{phoneB.Port}") };
        await using var bench = await LineBench.StartAsync([], phones, options => options with { PhonesMayTransfer = may });
        var ana = await bench.AgentUpAsync(1);
        string allow = phoneA.Invites.Single().Split("\r\n").Single(line => line.StartsWith("Allow:", StringComparison.Ordinal));
        Assert.Equal(may, allow.Contains("REFER", StringComparison.Ordinal));
        var onAna = phoneA.Calls.Single();
        Assert.True(SipUri.TryParse("sip:ben@127.0.0.1", out var ben));
        onAna.Sip.Refer(ben);
        if (may)
        {
            var asked = await bench.SignalAsync(EngineInputKind.PhoneAsksTransfer, ana);
            Assert.Equal((new AgentId(1), new AgentId(2)), (asked.Agent, asked.ToAgent));
            bench.Line.Carry(EngineOutput.AnswerTransfer(T, ana, isTransferred: true));
            await LineBench.UntilAsync(() => onAna.ReferProgress.Contains(200), "the phone is not told");
            Assert.Equal(100, onAna.ReferProgress.First());
        }
        else
        {
            Assert.Equal(603, await onAna.Referred.Task.WaitAsync(LineBench.Patience, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Keys_arrive_at_the_far_side_in_order()
    {
        using FarEnd carrier = Plays(Person), phoneA = Plays(Ana);
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)], new Dictionary<AgentId, AgentPhone> { [new(1)] = new($"sip:ana@127.0.0.1:{phoneA.Port}") });
        var ana = await bench.AgentUpAsync(1);
        var person = bench.Place();
        await bench.SignalAsync(EngineInputKind.CallAnswered, person);
        bench.Line.Carry(EngineOutput.BridgeLegs(T, person, ana, new(1), zipTone: false));
        bench.Line.Carry(EngineOutput.SendKeys(T, person, "12#"));
        var onPerson = carrier.Calls.Single();
        await LineBench.UntilAsync(() => string.Concat(onPerson.Keys) == "12#", "the keys never arrived");
    }
}
