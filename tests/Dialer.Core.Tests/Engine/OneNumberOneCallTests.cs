using Dialer.Core.Agents;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Engine;

/// <summary>Whoever is in a call with us, or being called, is not rung by another campaign meanwhile.</summary>
public sealed class OneNumberOneCallTests
{
    private static readonly CampaignId Other = new(2);
    private const string Landline = "+33162000001";
    private const string Mobile = "+33639980001";
    private const string Office = "+33162000099";

    private readonly Desk _desk;

    public OneNumberOneCallTests() => _desk = TwoCampaigns();

    private static Desk TwoCampaigns(CallingRules? rules = null)
    {
        var desk = new Desk();
        desk.Do(EngineInput.ConfigureCampaign(Desk.Settings with { Id = Other, Name = "other", Calling = rules ?? CallingRules.Always }));
        for (int i = 1; i <= 4; i++)
        {
            var agent = new AgentId(i);
            desk.Do(EngineInput.ConfigureAgent(new AgentSettings(agent, $"agent {i}", [], [i <= 2 ? Desk.Campaign : Other])));
            desk.LogIn(agent);
            desk.Do(EngineInput.AgentReady(agent));
        }
        desk.Do(EngineInput.StartCampaign(Desk.Campaign));
        desk.Do(EngineInput.StartCampaign(Other));
        return desk;
    }

    private static HopperLead Lead(int id, long person, params string[] numbers) =>
        new(new LeadId(id), 1, [.. numbers.Select(number => new LeadPhone(number, PhoneKind.Unknown))], 0, 0, TimeZoneInfo.Utc) { Person = new PersonId(person) };

    private void Load(CampaignId campaign, HopperLead lead) => Load(_desk, campaign, lead);

    private static void Load(Desk desk, CampaignId campaign, HopperLead lead) => desk.Do(EngineInput.LeadsLoaded(campaign, new LeadBatch([lead], Instant.Never)));

    private string[] Placed => [.. _desk.Seen.Where(output => output.Kind == EngineOutputKind.PlaceCall).Select(output => $"{output.Campaign.Value} {output.Number}")];

    [Theory]
    [InlineData(0, Landline, 0, Landline, false)] // the same number in two lists
    [InlineData(0, Landline, 0, Mobile + " " + Landline, false)] // it is the other list's second choice: its first is the same person's
    [InlineData(0, Landline + " " + Mobile, 0, Mobile, false)] // the other list knows only the number that is not being called
    [InlineData(7, Landline, 7, Mobile, false)] // no number in common, and one person all the same
    [InlineData(7, Landline, 8, Landline, false)] // two people who share a telephone
    [InlineData(7, Landline, 8, Mobile, true)]
    [InlineData(0, Landline, 0, Mobile, true)]
    public void Two_campaigns_do_not_ring_one_person_at_once(long person, string numbers, long otherPerson, string otherNumbers, bool both)
    {
        Load(Desk.Campaign, Lead(1, person, numbers.Split(' ')));
        Load(Other, Lead(2, otherPerson, otherNumbers.Split(' ')));
        Assert.Equal(both ? 2 : 1, Placed.Length);
        if (!both)
            Assert.Equal((DialRefusal.AlreadyInCall, new LeadId(2), true), (_desk.Last(EngineOutputKind.DialRefused).Refusal, _desk.Last(EngineOutputKind.DialRefused).Lead, _desk.Last(EngineOutputKind.DialRefused).LeavesHopper));
    }

    [Fact]
    public void Forty_people_in_two_lists_are_rung_once_each()
    {
        for (int i = 0; i < 40; i++)
        {
            string number = $"+331620001{i:D2}";
            Load(i % 2 == 0 ? Desk.Campaign : Other, Lead(100 + i, 0, number));
            Load(i % 2 == 0 ? Other : Desk.Campaign, Lead(200 + i, 0, number));
            _desk.Wait(0.1);
        }
        var open = _desk.Seen.Where(output => output.Kind == EngineOutputKind.PlaceCall).ToList();
        Assert.NotEmpty(open);
        Assert.Equal(open.Count, open.Select(output => output.Number).Distinct().Count());
    }

    [Fact]
    public void The_other_campaign_waits_until_the_agent_has_said_what_came_of_it_and_is_not_kept_out_for_long()
    {
        Load(Desk.Campaign, Lead(1, 0, Landline));
        var call = _desk.LastCall;
        _desk.Answer(call);
        var agent = _desk.Last(EngineOutputKind.InteractionConnected).Agent;
        _desk.End(call);
        Assert.Equal(AgentState.WrapUp, _desk.StateOf(agent));
        Load(Other, Lead(2, 0, Landline));
        var until = _desk.Last(EngineOutputKind.DialRefused).Until;
        Assert.InRange(until.Ticks, _desk.Now.Ticks + 1, (_desk.Now + TimeSpan.FromMinutes(1)).Ticks);
        _desk.Do(EngineInput.AgentReady(agent));
        Load(Other, Lead(2, 0, Landline));
        Assert.Equal($"2 {Landline}", Placed[^1]);
    }

    [Fact]
    public void What_is_in_flight_counts_towards_the_limits_of_both()
    {
        var desk = TwoCampaigns(CallingRules.Always with { Limits = [new AttemptLimit(1, TimeSpan.FromDays(30))] });
        Load(desk, Desk.Campaign, Lead(1, 0, Landline));
        Load(desk, Other, Lead(2, 0, Landline));
        Assert.Equal((DialRefusal.TooManyAttempts, desk.Now + TimeSpan.FromDays(30)), (desk.Last(EngineOutputKind.DialRefused).Refusal, desk.Last(EngineOutputKind.DialRefused).Until));
    }

    [Fact]
    public void A_limit_that_comes_while_a_call_is_in_flight_counts_that_call()
    {
        Load(Desk.Campaign, Lead(1, 0, Landline));
        _desk.Do(EngineInput.ConfigureCampaign(Desk.Settings with { Id = Other, Name = "other", Calling = CallingRules.Always with { Limits = [new AttemptLimit(1, TimeSpan.FromDays(30))] } }));
        _desk.End(_desk.LastCall, CallResult.NoAnswer);
        Load(Other, Lead(2, 0, Landline));
        Assert.Equal(DialRefusal.TooManyAttempts, _desk.Last(EngineOutputKind.DialRefused).Refusal);
    }

    [Fact]
    public void Who_is_calling_us_is_not_called()
    {
        var caller = new CallId(CallId.FirstInbound);
        _desk.Do(EngineInput.InboundCall(caller, Desk.Trunk, Desk.Queue, Office));
        Load(Desk.Campaign, Lead(1, 0, Office));
        Assert.Equal(DialRefusal.AlreadyInCall, _desk.Last(EngineOutputKind.DialRefused).Refusal);
        _desk.End(caller);
        _desk.Wait(90);
        Load(Desk.Campaign, Lead(1, 0, Office));
        Assert.Equal([$"1 {Office}"], Placed);
    }

    [Fact]
    public void Callers_without_a_number_are_nobody_in_particular()
    {
        _desk.Do(EngineInput.InboundCall(new CallId(CallId.FirstInbound), Desk.Trunk, Desk.Queue, ""));
        _desk.Do(EngineInput.InboundCall(new CallId(CallId.FirstInbound + 1), Desk.Trunk, Desk.Queue, ""));
        _desk.End(new CallId(CallId.FirstInbound));
        _desk.Wait(40);
        Load(Desk.Campaign, Lead(1, 0, Landline));
        Assert.Equal([$"1 {Landline}"], Placed);
    }

    /// <summary>The call history is told anew when rules change: what is remembered already does not count twice.</summary>
    [Fact]
    public void A_call_told_twice_counts_once()
    {
        var desk = TwoCampaigns(CallingRules.Always with { Limits = [new AttemptLimit(2, TimeSpan.FromDays(30))] });
        Load(desk, Desk.Campaign, Lead(1, 0, Landline));
        var started = desk.Last(EngineOutputKind.AttemptStarted).At;
        desk.End(desk.LastCall, CallResult.NoAnswer);
        for (int i = 0; i < 3; i++)
            desk.Do(EngineInput.RestoreCallHistory(new CallHistory([new CallHistoryEntry(Desk.Campaign, Landline, CallHistoryKind.Attempt, started + TimeSpan.FromMicroseconds(1))])));
        Load(desk, Other, Lead(2, 0, Landline));
        Assert.Equal(2, desk.Count(EngineOutputKind.PlaceCall));
    }
}
