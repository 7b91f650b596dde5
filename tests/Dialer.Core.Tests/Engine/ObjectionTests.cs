using Dialer.Core.Agents;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Routing;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Engine;

/// <summary>Who says no is not called again: by no campaign, and by no number.</summary>
public sealed class ObjectionTests
{
    private static readonly CampaignId Other = new(2);
    private const string Landline = "+33162000001";
    private const string Mobile = "+33639980001";

    private static readonly Disposition No = new("stop", DoNotCall: true);

    private readonly Desk _desk = new();

    public ObjectionTests()
    {
        _desk.Do(EngineInput.ConfigureCampaign(Desk.Settings with { Id = Other, Name = "other", Calling = CallingRules.Always with { RefusalCodes = new HashSet<string> { "no" }, RestAfterRefusal = TimeSpan.FromDays(60) } }));
        for (int i = 1; i <= 4; i++)
        {
            var agent = new AgentId(i);
            _desk.Do(EngineInput.ConfigureAgent(new AgentSettings(agent, $"agent {i}", [], [i <= 2 ? Desk.Campaign : Other])));
            _desk.LogIn(agent);
            _desk.Do(EngineInput.AgentReady(agent));
        }
        _desk.Do(EngineInput.StartCampaign(Desk.Campaign));
        _desk.Do(EngineInput.StartCampaign(Other));
    }

    private static HopperLead Lead(int id, long person, params string[] numbers) =>
        new(new LeadId(id), 1, [.. numbers.Select(number => new LeadPhone(number, PhoneKind.Unknown))], 0, 0, TimeZoneInfo.Utc) { Person = new PersonId(person) };

    private void Load(CampaignId campaign, HopperLead lead) => _desk.Do(EngineInput.LeadsLoaded(campaign, new LeadBatch([lead], Instant.Never)));

    private (DialRefusal, Instant) LastRefusal => (_desk.Last(EngineOutputKind.DialRefused).Refusal, _desk.Last(EngineOutputKind.DialRefused).Until);

    private void SpokenTo(CampaignId campaign, HopperLead lead, Disposition said)
    {
        Load(campaign, lead);
        var call = _desk.LastCall;
        _desk.Answer(call);
        var agent = _desk.Last(EngineOutputKind.InteractionConnected).Agent;
        _desk.End(call);
        _desk.Do(EngineInput.SubmitDisposition(agent, said, _desk.LastInteraction));
    }

    [Theory]
    [InlineData(0, Landline, 0, Landline)]
    [InlineData(0, Landline + " " + Mobile, 0, Mobile)] // called on the landline, and the other list has the mobile only
    [InlineData(7, Landline, 7, Mobile)] // no list has both, and the store knows that it is one person
    [InlineData(0, Mobile, 0, Mobile)]
    public void An_objection_binds_the_person_whatever_the_number_and_the_list(long person, string numbers, long otherPerson, string otherNumbers)
    {
        SpokenTo(Desk.Campaign, Lead(1, person, numbers.Split(' ')), No);
        Load(Other, Lead(2, otherPerson, otherNumbers.Split(' ')));
        Assert.Equal((DialRefusal.DoNotCall, Instant.Never), LastRefusal);
        Assert.Equal(1, _desk.Count(EngineOutputKind.PlaceCall));
    }

    /// <summary>Two people who share a telephone: what one says does not bind the other's own mobile.</summary>
    [Fact]
    public void An_objection_binds_nobody_else()
    {
        SpokenTo(Desk.Campaign, Lead(1, 7, Landline), No);
        Load(Other, Lead(2, 8, Landline, Mobile));
        Assert.Equal(Mobile, _desk.Last(EngineOutputKind.PlaceCall).Number);
    }

    [Fact]
    public void It_binds_while_the_conversation_goes_on()
    {
        Load(Desk.Campaign, Lead(1, 7, Landline));
        _desk.Answer(_desk.LastCall);
        _desk.Do(EngineInput.SubmitDisposition(_desk.Last(EngineOutputKind.InteractionConnected).Agent, No, _desk.LastInteraction));
        Load(Other, Lead(2, 7, Mobile));
        Assert.Equal((DialRefusal.DoNotCall, Instant.Never), LastRefusal);
    }

    [Fact]
    public void Leads_that_wait_in_another_campaigns_hopper_are_bound_too()
    {
        foreach (int agent in new[] { 3, 4 })
            _desk.Do(EngineInput.AgentNotReady(new AgentId(agent), "break"));
        Load(Other, Lead(2, 7, Mobile));
        SpokenTo(Desk.Campaign, Lead(1, 7, Landline), No);
        _desk.Do(EngineInput.AgentReady(new AgentId(3)));
        Assert.Equal((DialRefusal.DoNotCall, Instant.Never), LastRefusal);
    }

    [Fact]
    public void A_key_pressed_to_the_prompt_binds_the_person()
    {
        var desk = new Desk(settings => settings with { Mode = DialMode.Agentless });
        desk.Do(EngineInput.StartCampaign(Desk.Campaign));
        desk.Do(EngineInput.LeadsLoaded(Desk.Campaign, new LeadBatch([Lead(1, 7, Landline)], Instant.Never)));
        desk.Answer(desk.LastCall);
        desk.Do(EngineInput.DigitPressed(desk.LastCall, '9'));
        desk.Do(EngineInput.LeadsLoaded(Desk.Campaign, new LeadBatch([Lead(2, 7, Mobile)], Instant.Never)));
        Assert.Equal(DialRefusal.DoNotCall, desk.Last(EngineOutputKind.DialRefused).Refusal);
    }

    [Fact]
    public void Who_called_in_and_objects_is_bound_by_the_numbers_of_the_lists()
    {
        var call = new CallId(CallId.FirstInbound);
        _desk.Do(EngineInput.InboundCall(call, Desk.Trunk, Desk.Queue, Landline));
        Assert.Equal((call, Landline), (_desk.Last(EngineOutputKind.FindCaller).Call, _desk.Last(EngineOutputKind.FindCaller).Number));
        _desk.Do(EngineInput.CallerFound(call, new Caller([new PersonId(7)], TimeZoneInfo.Utc, null, null)));
        Load(Other, Lead(2, 7, Mobile));
        Assert.Equal(DialRefusal.AlreadyInCall, LastRefusal.Item1);
        _desk.Do(EngineInput.SubmitDisposition(_desk.Last(EngineOutputKind.InteractionConnected).Agent, No, _desk.LastInteraction));
        _desk.End(call);
        Load(Other, Lead(3, 7, Mobile));
        Assert.Equal((DialRefusal.DoNotCall, Instant.Never), LastRefusal);
    }

    [Fact]
    public void People_told_of_are_bound_by_numbers_that_come_later()
    {
        _desk.Do(EngineInput.PeopleObjected(new Objectors([new PersonId(7)], [Landline])));
        Load(Other, Lead(2, 7, Mobile));
        Assert.Equal((DialRefusal.DoNotCall, Instant.Never), LastRefusal);
        Load(Other, Lead(3, 0, Landline));
        Assert.Equal((DialRefusal.DoNotCall, Instant.Never), LastRefusal);
    }

    /// <summary>A national register binds the number: the same person's other number may be dialed.</summary>
    [Fact]
    public void A_number_of_a_register_binds_the_number()
    {
        _desk.Do(EngineInput.AddDoNotCall(Landline));
        Load(Other, Lead(2, 7, Landline, Mobile));
        Assert.Equal(Mobile, _desk.Last(EngineOutputKind.PlaceCall).Number);
    }

    [Fact]
    public void Who_refused_rests_by_every_number()
    {
        SpokenTo(Other, Lead(1, 0, Landline, Mobile), new Disposition("no"));
        _desk.Do(EngineInput.LeadsAdded(Other));
        Load(Other, Lead(2, 0, Mobile));
        Assert.Equal((DialRefusal.RestAfterRefusal, _desk.Now + TimeSpan.FromDays(60)), LastRefusal);
    }
}
