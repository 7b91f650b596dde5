using System.Globalization;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Profiles;
using Dialer.Core.Routing;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Engine;

/// <summary>A promised call back is judged when it is given. The desk's clock begins on Monday, 2 March 2026, 9:00 UTC: 10:00 in Paris.</summary>
public sealed class CallBackTests
{
    [Theory]
    [InlineData(30, "+33162000001", true)]
    [InlineData(5, "+33162000001", false)]
    [InlineData(30, "", false)]
    public void Who_gives_up_is_called_back_by_the_queues_rule(double waits, string party, bool isCalled)
    {
        var desk = new Desk(queue: new QueueSettings(Desk.Queue, "queue", [], 0, TimeSpan.FromSeconds(20), TimeSpan.Zero)
        {
            CallBackCampaign = Desk.Campaign,
            CallBackWhoGaveUp = new GaveUpRule(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(10)),
        });
        var call = new CallId(CallId.FirstInbound);
        desk.Do(EngineInput.InboundCall(call, Desk.Trunk, Desk.Queue, party));
        desk.Wait(waits);
        desk.End(call);
        var owed = desk.Seen.Where(output => output.Kind == EngineOutputKind.CallBackPromised).ToList();
        Assert.Equal(isCalled ? [(Desk.Queue, 0, desk.Now + TimeSpan.FromMinutes(2))] : [], owed.Select(output => (output.Queue, output.Agent.Value, output.Until)));
        Assert.Equal(InteractionEnd.CallerHungUpInQueue, Assert.Single(desk.Records).End);
    }

    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");
    private static readonly TimeZoneInfo Reunion = TimeZoneInfo.FindSystemTimeZoneById("Indian/Reunion");

    private static readonly CallingRules French = ComplianceProfiles.Find("france")!.ToCalling() with { Places = [], Limits = [new AttemptLimit(2, TimeSpan.FromDays(30))] };

    private static Desk InConversation(TimeZoneInfo? clock, CallingRules? rules = null, TimeZoneInfo? place = null)
    {
        var desk = new Desk(settings => settings with { Calling = rules ?? French });
        desk.ReadyAgent(1);
        desk.Do(EngineInput.StartCampaign(Desk.Campaign));
        var lead = new HopperLead(new LeadId(1), 1, [new LeadPhone("+33162000001", PhoneKind.Landline) { TimeZone = place }], 0, 0, clock!);
        desk.Do(EngineInput.LeadsLoaded(Desk.Campaign, new LeadBatch([lead], Instant.Never)));
        desk.Answer(desk.LastCall);
        return desk;
    }

    private static Disposition Promise(string written, string code = "later")
    {
        if (written.Length > 16)
            return new Disposition(code, CallBackAt: Instant.From(DateTimeOffset.ParseExact(written, "yyyy-MM-dd HH:mmzzz", CultureInfo.InvariantCulture)), Done: false);
        return new Disposition(code, Done: false) { CallBackLocal = DateTime.ParseExact(written, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) };
    }

    /// <summary>The moment that it will be, or the name of the refusal.</summary>
    private static string Judge(Desk desk, Disposition said)
    {
        int refused = desk.Count(EngineOutputKind.CommandRefused);
        desk.Do(EngineInput.SubmitDisposition(new AgentId(1), said, desk.Last(EngineOutputKind.InteractionConnected).Interaction));
        if (desk.Count(EngineOutputKind.CommandRefused) > refused)
            return desk.Last(EngineOutputKind.CommandRefused).CommandRefusal.ToString();
        return desk.Descriptions[^1].Disposition.CallBackAt!.Value.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("2026-03-01 10:30+01:00", "CallBackInPast")] // yesterday
    [InlineData("2026-03-02 09:59+01:00", "CallBackInPast")] // a minute ago
    [InlineData("2026-03-02 09:30", "CallBackInPast")] // on the person's clock too
    [InlineData("2026-03-02 15:00", "2026-03-02 14:00")] // no offset: Paris
    [InlineData("2026-03-02 15:00+01:00", "2026-03-02 14:00")]
    [InlineData("2026-03-02 15:00+00:00", "2026-03-02 15:00")]
    [InlineData("2026-07-01 15:00", "2026-07-01 13:00")] // summer time
    [InlineData("2026-03-08 03:00", "CallBackOutsideRules")] // Sunday, three in the morning
    [InlineData("2026-03-02 13:30", "CallBackOutsideRules")] // midday
    [InlineData("2026-03-02 19:59", "2026-03-02 18:59")]
    [InlineData("2026-03-02 20:00", "CallBackOutsideRules")]
    [InlineData("2026-03-02 19:30+00:00", "CallBackOutsideRules")] // half past eight in Paris
    [InlineData("2026-04-06 15:00", "CallBackOutsideRules")] // Easter Monday
    [InlineData("2026-03-29 02:30", "CallBackOutsideRules")] // an hour that does not exist
    [InlineData("9000-01-01 15:00", "CallBackTooFar")]
    [InlineData("9998-12-31 23:59+00:00", "CallBackTooFar")]
    [InlineData("2027-03-03 10:00", "2027-03-03 09:00")] // 366 days
    [InlineData("2027-03-03 10:01", "CallBackTooFar")]
    [InlineData("0002-01-01 00:00", "CallBackInPast")]
    public void A_promise_is_refused_by_name_or_answered_with_the_moment(string written, string expected) =>
        Assert.Equal(expected, Judge(InConversation(Paris), Promise(written)));

    [Theory]
    [InlineData("Indian/Reunion", null, "2026-03-03 11:00", "2026-03-03 07:00")] // the lead's clock, not the campaign's or the server's
    [InlineData("Indian/Reunion", "Europe/Paris", "2026-03-03 11:00", "CallBackOutsideRules")] // eight in the morning at the number's place
    [InlineData("Indian/Reunion", "Europe/Paris", "2026-03-03 15:00", "2026-03-03 11:00")]
    [InlineData(null, "Indian/Reunion", "2026-03-03 11:00", "2026-03-03 07:00")]
    public void The_clock_is_the_called_persons(string? clock, string? place, string written, string expected)
    {
        TimeZoneInfo? Zone(string? id) => id is null ? null : TimeZoneInfo.FindSystemTimeZoneById(id);
        var always = new CallingRules([.. Enum.GetValues<DayOfWeek>().Select(day => new CallingHours(day, new TimeOnly(10, 0), new TimeOnly(20, 0)))], new HashSet<DateOnly>());

        // It is one in the afternoon in Réunion, ten in Paris.
        Assert.Equal(expected, Judge(InConversation(Zone(clock), always, Zone(place)), Promise(written)));
    }

    [Fact]
    public void Where_no_clock_is_known_an_offset_is_asked_for()
    {
        var desk = InConversation(null, CallingRules.Always);
        Assert.Equal("CallBackClockUnknown", Judge(desk, Promise("2026-03-02 15:00")));
        Assert.Equal("2026-03-02 15:00", Judge(desk, Promise("2026-03-02 15:00+00:00")));
    }

    [Fact]
    public void Limits_count_the_calls_that_were_made()
    {
        var desk = InConversation(Paris, French with { Limits = [new AttemptLimit(1, TimeSpan.FromDays(30))] });
        Assert.Equal("CallBackOutsideRules", Judge(desk, Promise("2026-03-31 15:00")));
        Assert.Contains("TooManyAttempts", desk.Last(EngineOutputKind.CommandRefused).Reason, StringComparison.Ordinal);
        Assert.Equal("2026-04-02 13:00", Judge(desk, Promise("2026-04-02 15:00")));
    }

    [Fact]
    public void The_next_moment_that_is_allowed_is_told()
    {
        var desk = InConversation(Paris);
        Judge(desk, Promise("2026-03-08 03:00"));
        Assert.Contains("the next moment that is allowed is 2026-03-09T09:00", desk.Last(EngineOutputKind.CommandRefused).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_objects_or_refuses_is_promised_nothing()
    {
        Assert.Equal("CallBackToObjector", Judge(InConversation(Paris), Promise("2026-03-02 15:00") with { DoNotCall = true }));
        Assert.Equal("CallBackOutsideRules", Judge(InConversation(Paris), Promise("2026-03-02 15:00", "refused")));
        Assert.Equal("2026-05-04 13:00", Judge(InConversation(Paris), Promise("2026-05-04 15:00", "refused"))); // after its sixty days
    }

    [Fact]
    public void What_is_refused_changes_nothing_and_can_be_said_again()
    {
        var desk = InConversation(Paris);
        desk.End(desk.LastCall);
        Assert.Equal("CallBackInPast", Judge(desk, Promise("2026-03-01 15:00")));
        Assert.Empty(desk.Outcomes);
        Assert.Equal("2026-03-03 14:00", Judge(desk, Promise("2026-03-03 15:00")));
        var outcome = Assert.Single(desk.Outcomes);
        Assert.Equal(outcome.Disposition!.CallBackAt, outcome.Next.NextCallable);
        Assert.Equal(Instant.From(new DateTimeOffset(2026, 3, 3, 14, 0, 0, TimeSpan.Zero)), outcome.Next.NextCallable);
    }

    private static Desk WithCaller(string party, bool named, Caller? known)
    {
        var desk = new Desk(settings => settings with { Calling = French with { ConsentRequired = true } },
            queue: new QueueSettings(Desk.Queue, "service", [], 0, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30)) { CallBackCampaign = named ? Desk.Campaign : null });
        desk.ReadyAgent(1);
        var call = new CallId(CallId.FirstInbound);
        desk.Do(EngineInput.InboundCall(call, Desk.Trunk, Desk.Queue, party));
        if (known is not null)
            desk.Do(EngineInput.CallerFound(call, known));
        return desk;
    }

    [Theory]
    [InlineData("+33199001234", true, "2026-03-02 15:00", "2026-03-02 14:00")]
    [InlineData("+33199001234", true, "2026-03-08 03:00", "CallBackOutsideRules")]
    [InlineData("+33199001234", true, "2026-03-01 15:00", "CallBackInPast")]
    [InlineData("+33199001234", false, "2026-03-02 15:00", "CallBackWithoutCampaign")]
    [InlineData("", true, "2026-03-02 15:00", "CallBackWithoutNumber")]
    [InlineData("anonymous", true, "2026-03-02 15:00", "CallBackOutsideRules")] // no number that may be dialed
    [InlineData("+33899123456", true, "2026-03-02 15:00", "CallBackOutsideRules")] // premium
    public void A_caller_is_promised_a_call_by_the_campaign_that_the_queue_names(string party, bool named, string written, string expected)
    {
        var desk = WithCaller(party, named, new Caller([], null, Paris, null));
        Assert.Equal(expected, Judge(desk, Promise(written)));
        bool made = char.IsAsciiDigit(expected[0]);
        Assert.Equal(made ? 1 : 0, desk.Count(EngineOutputKind.CallBackPromised));
        if (!made)
            return;
        var promised = desk.Last(EngineOutputKind.CallBackPromised);
        Assert.Equal((Desk.Campaign, party, new AgentId(1), desk.Descriptions[^1].Disposition.CallBackAt), (promised.Campaign, promised.Party, promised.Agent, promised.Until));
    }

    [Fact]
    public void A_finished_campaign_asks_for_the_lead_that_a_promise_made()
    {
        var desk = WithCaller("+33199001234", named: true, new Caller([], Reunion, Reunion, "974"));
        desk.Do(EngineInput.StartCampaign(Desk.Campaign));
        desk.Load(0);
        desk.Wait(5);
        Assert.Equal(CampaignState.Finished, desk.Last(EngineOutputKind.CampaignStateChanged).CampaignState);
        int asked = desk.Count(EngineOutputKind.LoadLeads);
        Assert.Equal("2026-03-03 07:00", Judge(desk, Promise("2026-03-03 11:00")));
        Assert.Equal(CampaignState.Running, desk.Last(EngineOutputKind.CampaignStateChanged).CampaignState);
        Assert.Equal(asked + 1, desk.Count(EngineOutputKind.LoadLeads));
    }

    [Fact]
    public void A_caller_of_a_conversation_that_is_over_is_promised_one_too()
    {
        var desk = WithCaller("+33199001234", named: true, null);
        var past = new PastConversation(new InteractionId(77), 1, Desk.Queue, new CallId(CallId.FirstInbound + 9), "+33199005678", [new AgentId(1)], desk.Now - TimeSpan.FromMinutes(5), false, null) { Caller = new Caller([], null, Paris, null) };
        desk.Do(EngineInput.DescribeConversation(new AgentId(1), new LateDescription(past, Promise("2026-03-08 03:00"))));
        Assert.Equal(CommandRefusal.CallBackOutsideRules, desk.Last(EngineOutputKind.CommandRefused).CommandRefusal);
        desk.Do(EngineInput.DescribeConversation(new AgentId(1), new LateDescription(past, Promise("2026-03-02 15:00"))));
        Assert.Equal("+33199005678", desk.Last(EngineOutputKind.CallBackPromised).Party);
    }
}
