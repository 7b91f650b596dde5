using Dialer.Core.CallProgress;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Sip.Media;
using Xunit;

namespace Dialer.Sip.Tests.Calls;

/// <summary>The line and a scripted far end, over real sockets.</summary>
public sealed class TelephoneLineTests
{
    private static readonly Instant T = Instant.Epoch;

    private static FarEnd Answers(double toneHz = 0) => new((call, _) =>
    {
        call.Sip.Ring();
        call.Answer(toneHz);
    });

    private static Dictionary<AgentId, AgentPhone> PhoneAt(FarEnd phone) => new() { [new(0)] = new AgentPhone($"sip:agent@127.0.0.1:{phone.Port}") };

    [Fact]
    public async Task Two_bridged_legs_hear_each_other_and_nobody_else()
    {
        using FarEnd carrier = Answers(toneHz: 440), phones = Answers(toneHz: 700);
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)], PhoneAt(phones));
        var agent = await bench.AgentUpAsync(0);
        var call = bench.Place();
        await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        FarCall customer = carrier.Calls.Single(), desk = phones.Calls.Single();
        bench.Line.Carry(EngineOutput.BridgeLegs(T, call, agent, new(0), zipTone: true));
        var bridged = await bench.SignalAsync(EngineInputKind.LegsBridged, call);
        Assert.InRange(bridged.SinceAnswer, TimeSpan.FromTicks(1), LineBench.Patience);

        await LineBench.UntilAsync(() => customer.Ear.Heard(700) > 20 && desk.Ear.Heard(440) > 20, "the tones never crossed");
        Assert.True(desk.Ear.Heard(880) + desk.Ear.Heard(1175) > 0, "no zip tone reached the agent");
        Assert.Equal(0, customer.Ear.Heard(880) + customer.Ear.Heard(1175));
        Assert.Equal(0, customer.Ear.Heard(440));

        bench.Line.Carry(EngineOutput.UnbridgeLegs(T, call, agent));
        int after = customer.Ear.Frames;
        await LineBench.UntilAsync(() => customer.Ear.Frames > after + 50, "comfort noise never followed");
        int heard = customer.Ear.Heard(700);
        after = customer.Ear.Frames;
        await LineBench.UntilAsync(() => customer.Ear.Frames > after + 25, "the unbridged leg fell silent");
        Assert.Equal(heard, customer.Ear.Heard(700));
    }

    [Fact]
    public async Task A_leg_with_nothing_to_hear_gets_comfort_noise_that_nobody_takes_for_a_voice()
    {
        using var carrier = Answers();
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)]);
        await bench.SignalAsync(EngineInputKind.CallAnswered, bench.Place());
        var customer = carrier.Calls.Single();
        await LineBench.UntilAsync(() => customer.Ear.Frames > 40, "no packets");
        Assert.Equal(0, customer.Ear.Loud);
    }

    [Fact]
    public async Task A_prompt_is_heard_to_its_end_and_said_to_have_ended()
    {
        using var carrier = Answers();
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)]);
        var call = bench.Place();
        await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        bench.Line.Carry(EngineOutput.Play(T, call, "tone1000", loop: false));
        await bench.SignalAsync(EngineInputKind.PlaybackEnded, call);
        await LineBench.UntilAsync(() => carrier.Calls.Single().Ear.Heard(1000) > 40, "the prompt was cut");
    }

    [Fact]
    public async Task A_prompt_that_loops_or_is_stopped_says_nothing_of_its_end()
    {
        using var carrier = Answers();
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)]);
        var call = bench.Place();
        await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        var customer = carrier.Calls.Single();
        bench.Line.Carry(EngineOutput.Play(T, call, "tone1000", loop: true));
        await LineBench.UntilAsync(() => customer.Ear.Heard(1000) > 75, "the loop ended");
        bench.Line.Carry(EngineOutput.StopPlaying(T, call));
        int at = customer.Ear.Frames;
        await LineBench.UntilAsync(() => customer.Ear.Frames > at + 30, "silence after the prompt");
        int heard = customer.Ear.Heard(1000);
        at = customer.Ear.Frames;
        await LineBench.UntilAsync(() => customer.Ear.Frames > at + 10, "silence after the prompt");
        Assert.Equal(heard, customer.Ear.Heard(1000));
        Assert.DoesNotContain(bench.Signals, s => s.Kind == EngineInputKind.PlaybackEnded);
    }

    [Fact]
    public async Task The_announcement_of_an_abandoned_call_is_heard_within_two_seconds_of_the_answer()
    {
        using var carrier = Answers();
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)]);
        var call = bench.Place();
        await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        var customer = carrier.Calls.Single();
        bench.Line.Carry(EngineOutput.Play(T, call, "abandoned", loop: false));
        await LineBench.UntilAsync(() => customer.Ear.Heard(620) > 0, "no announcement");

        // The far end's own media clock: frames since it answered, 20 ms each.
        Assert.InRange(customer.Ear.Frames, 1, 100);
    }

    [Fact]
    public async Task An_unknown_prompt_does_not_leave_the_call_hanging()
    {
        using var carrier = Answers();
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)]);
        var call = bench.Place();
        await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        bench.Line.Carry(EngineOutput.Play(T, call, "no such prompt", loop: false));
        await bench.SignalAsync(EngineInputKind.PlaybackEnded, call);
    }

    [Fact]
    public async Task Digits_of_an_agents_phone_are_told_by_packets_and_by_info()
    {
        using var phones = Answers();
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, phones.Port)], PhoneAt(phones));
        var agent = await bench.AgentUpAsync(0);
        var desk = phones.Calls.Single();
        desk.Leg!.SendDigits("7*");
        await bench.SignalAsync(s => s.Kind == EngineInputKind.DigitPressed && s.Call == agent && s.Digit == '*', "the digit *");
        desk.Sip.Info("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n"u8.ToArray());
        await bench.SignalAsync(s => s.Kind == EngineInputKind.DigitPressed && s.Digit == '5', "the digit 5");
        Assert.Equal("7*5", string.Concat(bench.Signals.Where(s => s.Kind == EngineInputKind.DigitPressed).Select(s => s.Digit)));
    }

    [Fact]
    public async Task An_agents_leg_goes_down_once_when_the_phone_hangs_up()
    {
        using var phones = Answers();
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, phones.Port)], PhoneAt(phones));
        var agent = await bench.AgentUpAsync(0);
        phones.Calls.Single().Sip.Bye();
        var down = await bench.SignalAsync(EngineInputKind.AgentLegDown, agent);
        Assert.Equal(new AgentId(0), down.Agent);
        Assert.DoesNotContain(bench.Signals, s => s.Kind == EngineInputKind.CallEnded);
    }

    [Theory]
    [InlineData(486)]
    [InlineData(480)]
    [InlineData(603)]
    public async Task An_agents_phone_that_refuses_is_told_with_its_status(int status)
    {
        using FarEnd phones = new((call, _) => call.Sip.Reject(status));
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, phones.Port)], PhoneAt(phones));
        var agent = bench.PlaceAgent(0);
        Assert.Equal(status, (await bench.SignalAsync(EngineInputKind.AgentLegDown, agent)).SipStatus);
    }

    [Fact]
    public async Task The_agents_leg_stays_up_and_comforted_when_the_customer_leaves()
    {
        using FarEnd carrier = Answers(toneHz: 440), phones = Answers();
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)], PhoneAt(phones));
        var agent = await bench.AgentUpAsync(0);
        var call = bench.Place();
        await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        bench.Line.Carry(EngineOutput.BridgeLegs(T, call, agent, new(0), zipTone: false));
        await bench.SignalAsync(EngineInputKind.LegsBridged, call);
        carrier.Calls.Single().Sip.Bye();
        var ended = await bench.SignalAsync(EngineInputKind.CallEnded, call);
        Assert.Equal((CallResult.Answered, EndedBy.CalledParty), (ended.Result, ended.EndedBy));
        var desk = phones.Calls.Single();
        int at = desk.Ear.Frames;
        await LineBench.UntilAsync(() => desk.Ear.Frames > at + 50, "dead air after the customer left");
        Assert.DoesNotContain(bench.Signals, s => s.Kind == EngineInputKind.AgentLegDown);
    }

    [Fact]
    public async Task Caller_id_goes_where_the_trunk_wants_it()
    {
        using var carrier = Answers();
        var trunk = LineBench.TrunkTo(1, carrier.Port) with { CallerIdIn = CallerIdHeader.AssertedIdentity, UserName = "acct", Domain = null };
        await using var bench = await LineBench.StartAsync([trunk], callerId: "+33155555555");
        await bench.SignalAsync(EngineInputKind.CallAnswered, bench.Place());
        string invite = carrier.Invites.Single();
        Assert.Contains("P-Asserted-Identity: <sip:+33155555555@127.0.0.1", invite, StringComparison.Ordinal);
        Assert.Contains("sip:acct@127.0.0.1", invite.Split("\r\n").Single(line => line.StartsWith("From:", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ringing_is_told_once_whatever_comes_after()
    {
        using FarEnd carrier = new((call, _) =>
        {
            call.Sip.Ring();
            call.Sip.Ring();
            call.OpenLeg();
            call.Sip.Progress(call.Sdp.Answer(call.Leg!, call.Offer!));
            call.Sip.Ring();
            call.Sip.Reject(486);
        });
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)]);
        var call = bench.Place();
        Assert.Equal(CallResult.Busy, (await bench.SignalAsync(EngineInputKind.CallEnded, call)).Result);
        Assert.Single(bench.Signals, s => s.Kind == EngineInputKind.CallRinging);
    }

    [Fact]
    public async Task A_busy_tone_before_the_answer_is_told_and_left_to_who_decides()
    {
        using FarEnd carrier = new((call, _) =>
        {
            call.OpenLeg();
            call.Sip.Progress(call.Sdp.Answer(call.Leg!, call.Offer!));
            call.Leg!.Play(Tones.Busy(ToneCountry.FR), loop: true);
        });
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)], analysis: Dialer.Core.Campaigns.AnalysisMode.Detect);
        var call = bench.Place();
        Assert.Equal(ProgressTone.Busy, (await bench.SignalAsync(EngineInputKind.ToneHeard, call)).Tone);
        bench.Line.Carry(EngineOutput.HangUp(T, call));
        Assert.Equal(EndedBy.Dialer, (await bench.SignalAsync(EngineInputKind.CallEnded, call)).EndedBy);
        Assert.Equal("RemoteCancel", await carrier.Calls.Single().Over.Task.WaitAsync(LineBench.Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_answer_without_a_session_fails_and_is_hung_up()
    {
        using FarEnd carrier = new((call, _) => call.Sip.Answer(ReadOnlyMemory<byte>.Empty));
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)]);
        var call = bench.Place();
        Assert.Equal(CallResult.Failed, (await bench.SignalAsync(EngineInputKind.CallEnded, call)).Result);
        Assert.Equal("RemoteBye", await carrier.Calls.Single().Over.Task.WaitAsync(LineBench.Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Hold_by_the_far_end_stops_our_audio_and_retrieve_brings_it_back()
    {
        using var carrier = Answers(toneHz: 440);
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)]);
        var call = bench.Place();
        await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        var customer = carrier.Calls.Single();
        await LineBench.UntilAsync(() => customer.Ear.Frames > 10, "no audio");
        string offer = System.Text.Encoding.ASCII.GetString(customer.Sdp.Offer(customer.Leg!));
        customer.Sip.ReInvite(System.Text.Encoding.ASCII.GetBytes(offer.Replace("a=sendrecv", "a=inactive", StringComparison.Ordinal)));
        long packets = -1;
        await LineBench.UntilAsync(
            () =>
            {
                long now = customer.Leg!.GetStatistics().PacketsReceived;
                bool still = now == packets;
                packets = now;
                if (!still)
                    Thread.Sleep(150);
                return still;
            },
            "audio went on during hold");
        customer.Sip.ReInvite(System.Text.Encoding.ASCII.GetBytes(offer));
        await LineBench.UntilAsync(() => customer.Leg!.GetStatistics().PacketsReceived > packets + 20, "audio did not come back");
        Assert.DoesNotContain(bench.Signals, s => s.Kind == EngineInputKind.CallEnded);
    }

    [Fact]
    public async Task A_call_whose_bye_was_lost_is_found_and_ended()
    {
        // The far end forgot the call: no media, and 481 to whoever asks.
        using var carrier = Answers(toneHz: 440);
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)], change: o => o with { MediaLostAfter = TimeSpan.FromSeconds(1) });
        var call = bench.Place();
        await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        var customer = carrier.Calls.Single();
        await LineBench.UntilAsync(() => customer.Ear.Frames > 10, "no audio");
        customer.RefuseOffers = _ => 481;
        customer.Leg!.StopPlaying();
        var ended = await bench.SignalAsync(EngineInputKind.CallEnded, call);
        Assert.Equal((CallResult.Answered, EndedBy.Network), (ended.Result, ended.EndedBy));
    }

    [Fact]
    public async Task A_call_whose_far_end_died_is_ended()
    {
        using var carrier = Answers(toneHz: 440);
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)], change: o => o with { MediaLostAfter = TimeSpan.FromSeconds(1) });
        var call = bench.Place();
        await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        var customer = carrier.Calls.Single();
        await LineBench.UntilAsync(() => customer.Ear.Frames > 10, "no audio");
        customer.Dead = true;
        customer.Leg!.StopPlaying();
        var ended = await bench.SignalAsync(EngineInputKind.CallEnded, call);
        Assert.Equal((CallResult.Answered, EndedBy.Network), (ended.Result, ended.EndedBy));
    }

    [Fact]
    public async Task A_muted_party_who_still_knows_the_call_is_not_hung_up_on()
    {
        using var carrier = Answers(toneHz: 440);
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)], change: o => o with { MediaLostAfter = TimeSpan.FromSeconds(1) });
        var call = bench.Place();
        await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        var customer = carrier.Calls.Single();
        await LineBench.UntilAsync(() => customer.Ear.Frames > 10, "no audio");
        customer.Leg!.StopPlaying();
        await LineBench.UntilAsync(() => Volatile.Read(ref customer.OffersSeen) > 0, "the far end was not asked");
        int at = customer.Ear.Frames;
        await LineBench.UntilAsync(() => customer.Ear.Frames > at + 300, "the call did not go on");
        Assert.DoesNotContain(bench.Signals, s => s.Kind == EngineInputKind.CallEnded);
    }

    [Fact]
    public async Task An_inbound_call_is_told_with_its_numbers_answered_and_given_music()
    {
        using var carrier = Answers();
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)]);
        var caller = carrier.CallIn(bench.Line.SipEndPoint, "33199999999");
        var inbound = await bench.SignalAsync(s => s.Kind == EngineInputKind.InboundCall, "InboundCall");
        Assert.Equal(("+33199999999", "+33611111111"), (inbound.Called, inbound.Number));
        Assert.True(inbound.Call.Value >= CallId.FirstInbound);
        bench.Line.Carry(EngineOutput.AnswerCall(T, inbound.Call));
        bench.Line.Carry(EngineOutput.Play(T, inbound.Call, "music", loop: true));
        await caller.Up.Task.WaitAsync(LineBench.Patience, TestContext.Current.CancellationToken);
        await LineBench.UntilAsync(() => caller.Ear.Loud > 50, "no music");
        caller.Sip.Bye();
        Assert.Equal(EndedBy.CalledParty, (await bench.SignalAsync(EngineInputKind.CallEnded, inbound.Call)).EndedBy);
    }

    [Fact]
    public async Task A_refused_inbound_call_hears_the_status_ordered()
    {
        using var carrier = Answers();
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)]);
        var caller = carrier.CallIn(bench.Line.SipEndPoint, "+33199999999");
        var inbound = await bench.SignalAsync(s => s.Kind == EngineInputKind.InboundCall, "InboundCall");
        bench.Line.Carry(EngineOutput.RejectCall(T, inbound.Call, 486));
        Assert.Equal("Refused 486", await caller.Over.Task.WaitAsync(LineBench.Patience, TestContext.Current.CancellationToken));
        await bench.SignalAsync(EngineInputKind.CallEnded, inbound.Call);
    }

    [Fact]
    public async Task A_caller_who_gives_up_before_the_answer_ends_the_call()
    {
        using var carrier = Answers();
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)]);
        var caller = carrier.CallIn(bench.Line.SipEndPoint, "+33199999999");
        var inbound = await bench.SignalAsync(s => s.Kind == EngineInputKind.InboundCall, "InboundCall");
        caller.Sip.Cancel();
        var ended = await bench.SignalAsync(EngineInputKind.CallEnded, inbound.Call);
        Assert.Equal((CallResult.Cancelled, EndedBy.CalledParty), (ended.Result, ended.EndedBy));
    }

    [Fact]
    public async Task A_stranger_gets_no_call()
    {
        using var carrier = Answers();
        await using var elsewhere = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port) with { Address = "127.9.9.9" }]);
        Assert.Equal("Refused 403", await carrier.CallIn(elsewhere.Line.SipEndPoint, "+33199999999").Over.Task.WaitAsync(LineBench.Patience, TestContext.Current.CancellationToken));
        Assert.DoesNotContain(elsewhere.Signals, s => s.Kind == EngineInputKind.InboundCall);
    }
}
