using Dialer.Core.Agents;
using Dialer.Core.Callers;
using Dialer.Core.CallProgress;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Handovers;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Engine;

public sealed class MessageTests
{
    private static readonly CallId Call = new(77);
    private static readonly AgentId Ana = new(1);
    private static readonly InteractionId Talk = new(5);

    public static TheoryData<EngineInputKind> Kinds => [.. Enum.GetValues<EngineInputKind>()];

    /// <summary>A kind that is added and that the engine does not take is found here; the list below is found by the compiler.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_engine_takes_every_kind(EngineInputKind kind)
    {
        var message = Example(kind);
        Assert.Equal(kind, message.Kind);
        new Desk().Do(message);
    }

    /// <summary>What a kind does not carry cannot be read from what another kind keeps in the same place.</summary>
    [Fact]
    public void A_message_tells_what_its_kind_carries_and_nothing_else()
    {
        var ended = EngineInput.CallEnded(Call, CallResult.Busy, EndedBy.Network, 486, 17, trunkFault: false, "Busy Here", "user busy");
        Assert.Equal((486, 17, "Busy Here", "user busy"), (ended.SipStatus, ended.Q850Cause, ended.Phrase, ended.ReasonText));
        Assert.Throws<InvalidOperationException>(() => ended.Digit);
        Assert.Throws<InvalidOperationException>(() => ended.Reason);
        Assert.Throws<InvalidOperationException>(() => ended.CampaignSettings);
        var play = EngineOutput.Play(Instant.Epoch, Call, "music", loop: true);
        Assert.Equal(("music", true), (play.Prompt, play.Loops));
        Assert.Throws<InvalidOperationException>(() => play.Number);
        Assert.Throws<InvalidOperationException>(() => play.ZipTone);
        Assert.Equal("no such agent", EngineOutput.AgentStateChanged(Instant.Epoch, Ana, AgentState.Ready, AgentState.Ready, "no such agent").Reason);
    }

    private static EngineInput Example(EngineInputKind kind) => kind switch
    {
        EngineInputKind.Tick => EngineInput.Tick(),
        EngineInputKind.ConfigureTrunk => EngineInput.ConfigureTrunk(new TrunkSettings(new TrunkId(9), "t", 1, 1)),
        EngineInputKind.ConfigureQueue => EngineInput.ConfigureQueue(new QueueSettings(new QueueId(9), "q", [], 0, TimeSpan.FromSeconds(20), TimeSpan.Zero)),
        EngineInputKind.ConfigureCallers => EngineInput.ConfigureCallers(CallerPlan.Empty),
        EngineInputKind.ConfigureHandovers => EngineInput.ConfigureHandovers(HandoverSettings.Default),
        EngineInputKind.AgentTransfer => EngineInput.AgentTransfer(Ana, Talk, new AgentId(2), "a note"),
        EngineInputKind.AgentConsult => EngineInput.AgentConsult(Ana, Talk, "4711"),
        EngineInputKind.AgentSwap => EngineInput.AgentSwap(Ana),
        EngineInputKind.AgentConference => EngineInput.AgentConference(Ana),
        EngineInputKind.AgentCompleteTransfer => EngineInput.AgentCompleteTransfer(Ana),
        EngineInputKind.AgentEndConsult => EngineInput.AgentEndConsult(Ana),
        EngineInputKind.AgentPark => EngineInput.AgentPark(Ana),
        EngineInputKind.AgentPickUp => EngineInput.AgentPickUp(Ana, default, 1),
        EngineInputKind.AgentMute => EngineInput.AgentMute(Ana, isMuted: true),
        EngineInputKind.AgentSendKeys => EngineInput.AgentSendKeys(Ana, "12#"),
        EngineInputKind.AgentRecord => EngineInput.AgentRecord(Ana, RecordingCommand.Pause),
        EngineInputKind.AgentExtendWrapUp => EngineInput.AgentExtendWrapUp(Ana, TimeSpan.FromMinutes(1)),
        EngineInputKind.AgentFinishWrapUp => EngineInput.AgentFinishWrapUp(Ana),
        EngineInputKind.PhoneAsksTransfer => EngineInput.PhoneAsksTransfer(Ana, Call, default, "4711"),
        EngineInputKind.CompanyAnswered => EngineInput.CompanyAnswered(Call, new CompanyAnswer("owes", null)),
        EngineInputKind.MessageRecorded => EngineInput.MessageRecorded(Call, "1.wav", TimeSpan.FromSeconds(3)),
        EngineInputKind.ConfigureAgent => EngineInput.ConfigureAgent(new AgentSettings(new AgentId(9), "a", [], [])),
        EngineInputKind.ConfigureCampaign => EngineInput.ConfigureCampaign(Desk.Settings),
        EngineInputKind.RestoreAbandonHistory => EngineInput.RestoreAbandonHistory(Desk.Campaign, new AbandonHistory([])),
        EngineInputKind.RestoreLeadModel => EngineInput.RestoreLeadModel(Desk.Campaign, new LeadModel().State()),
        EngineInputKind.RestoreCallHistory => EngineInput.RestoreCallHistory(new CallHistory([])),
        EngineInputKind.StartCampaign => EngineInput.StartCampaign(Desk.Campaign),
        EngineInputKind.PauseCampaign => EngineInput.PauseCampaign(Desk.Campaign),
        EngineInputKind.StopCampaign => EngineInput.StopCampaign(Desk.Campaign),
        EngineInputKind.AddDoNotCall => EngineInput.AddDoNotCall("+33162000001"),
        EngineInputKind.LeadsLoaded => EngineInput.LeadsLoaded(Desk.Campaign, new LeadBatch([], Instant.Never)),
        EngineInputKind.AgentLogIn => EngineInput.AgentLogIn(Ana),
        EngineInputKind.AgentLogOut => EngineInput.AgentLogOut(Ana),
        EngineInputKind.AgentReady => EngineInput.AgentReady(Ana),
        EngineInputKind.AgentNotReady => EngineInput.AgentNotReady(Ana, "lunch"),
        EngineInputKind.AgentHangUp => EngineInput.AgentHangUp(Ana),
        EngineInputKind.AgentHold => EngineInput.AgentHold(Ana),
        EngineInputKind.AgentRetrieve => EngineInput.AgentRetrieve(Ana),
        EngineInputKind.SubmitDisposition => EngineInput.SubmitDisposition(Ana, new Disposition("sale")),
        EngineInputKind.AcceptPreview => EngineInput.AcceptPreview(Ana),
        EngineInputKind.SkipPreview => EngineInput.SkipPreview(Ana),
        EngineInputKind.Drain => EngineInput.Drain(TimeSpan.FromSeconds(1)),
        EngineInputKind.CallRinging => EngineInput.CallRinging(Call),
        EngineInputKind.CallAnswered => EngineInput.CallAnswered(Call),
        EngineInputKind.AnswerClassified => EngineInput.AnswerClassified(Call, CpaVerdict.LiveVoice, 0.9f, TimeSpan.Zero),
        EngineInputKind.ToneHeard => EngineInput.ToneHeard(Call, ProgressTone.SpecialInformation, SitClass.VacantCode),
        EngineInputKind.MessageMoment => EngineInput.MessageMoment(Call),
        EngineInputKind.CallEnded => EngineInput.CallEnded(Call, CallResult.Busy, EndedBy.Network, 486, 17, trunkFault: false),
        EngineInputKind.InboundCall => EngineInput.InboundCall(new CallId(CallId.FirstInbound), new TrunkId(1), new QueueId(1), "+33162000001"),
        EngineInputKind.AgentLegUp => EngineInput.AgentLegUp(Ana, Call),
        EngineInputKind.AgentLegDown => EngineInput.AgentLegDown(Ana, Call, 480),
        EngineInputKind.LegsBridged => EngineInput.LegsBridged(Call, TimeSpan.FromMilliseconds(1)),
        EngineInputKind.PlaybackEnded => EngineInput.PlaybackEnded(Call),
        EngineInputKind.DigitPressed => EngineInput.DigitPressed(Call, '1'),
        EngineInputKind.TrunkUnavailable => EngineInput.TrunkUnavailable(new TrunkId(1), "away"),
        EngineInputKind.TrunkAvailable => EngineInput.TrunkAvailable(new TrunkId(1)),
        EngineInputKind.OutletCongested => EngineInput.OutletCongested("store"),
        EngineInputKind.OutletRelieved => EngineInput.OutletRelieved("store"),
        EngineInputKind.LeadsAdded => EngineInput.LeadsAdded(Desk.Campaign),
        EngineInputKind.ChangeDialMode => EngineInput.ChangeDialMode(Desk.Campaign, new DialModeChange { Mode = DialMode.Preview }),
        EngineInputKind.AgentLegMoved => EngineInput.AgentLegMoved(Ana, Call, "1007"),
        EngineInputKind.AddDoNotCallEntries => EngineInput.AddDoNotCallEntries(new DoNotCallEntries(new DoNotCallMark(DoNotCallKind.Campaign, new CampaignId(2), new Instant(77)), ["+33162000001", "+3389*"])),
        EngineInputKind.RemoveDoNotCall => EngineInput.RemoveDoNotCall(new DoNotCallRemoval(new DoNotCallEntries(DoNotCallMark.Company, ["+33162000001"]), [new PersonId(7)])),
        EngineInputKind.PeopleObjected => EngineInput.PeopleObjected(new Objectors([], ["+33162000001"])),
        EngineInputKind.CallerFound => EngineInput.CallerFound(Call, new Caller([], null, null, null)),
        EngineInputKind.DescribeConversation => EngineInput.DescribeConversation(Ana, new LateDescription(new PastConversation(Talk, 1, new QueueId(1), Call, "", [Ana], Instant.Epoch, false, null), new Disposition("sale"))),
        EngineInputKind.AgentLegSilent => EngineInput.AgentLegSilent(Ana, Call, TimeSpan.FromSeconds(2)),
        EngineInputKind.AgentLegHeard => EngineInput.AgentLegHeard(Ana, Call),
        EngineInputKind.CustomerHeard => EngineInput.CustomerHeard(Call, TimeSpan.FromMilliseconds(1)),
        EngineInputKind.AnswerRevoked => EngineInput.AnswerRevoked(Call, RevocationCause.Beep),
        EngineInputKind.PostWork => EngineInput.PostWork(new QueueId(1), new PostedWork(Core.Channels.Channel.Letter, "L-1")),
        EngineInputKind.AcceptWork => EngineInput.AcceptWork(Ana, Talk),
        EngineInputKind.AnswerWork => EngineInput.AnswerWork(Ana, Talk),
        EngineInputKind.DeclineWork => EngineInput.DeclineWork(Ana, Talk),
        EngineInputKind.CloseWork => EngineInput.CloseWork(Ana, Talk, new Disposition("done")),
        EngineInputKind.AgentLeaveMessage => EngineInput.AgentLeaveMessage(Ana),
    };
}
