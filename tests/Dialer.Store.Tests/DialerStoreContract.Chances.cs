using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Dialer.Store.Reports;
using Dialer.Testing;
using Xunit;

namespace Dialer.Store.Tests;

/// <summary>What each number's own chance is learned from, and what was learned.</summary>
public abstract partial class DialerStoreContract
{
    [Fact]
    public void To_choose_from_come_as_many_tried_leads_as_new_ones_each_with_its_past()
    {
        var store = Open();
        var campaign = store.EnsureCampaign("campaign");
        store.WriteImport(campaign, Facts.List(20), Facts.Noon - TimeSpan.FromDays(3));
        var tried = store.LoadLeads(campaign, 6, Facts.Noon).Leads;
        var facts = new Facts();
        for (int i = 0; i < tried.Count; i++)
            facts.Started(campaign, tried[i], i + 1).Closed(Facts.Outcome(campaign, tried[i], i + 1, i == 0 ? CallResult.Answered : CallResult.Busy, verdict: i == 0 ? CpaVerdict.AnsweringMachine : CpaVerdict.None));
        Store(store, facts);
        var later = Facts.Noon + TimeSpan.FromDays(1);
        var leads = store.LoadLeads(campaign, 8, later, toChooseFrom: true).Leads;
        Assert.Equal([1, 1, 1, 1, 0, 0, 0, 0], leads.Select(lead => lead.AttemptsMade));
        Assert.All(leads, lead => Assert.Equal(Facts.Noon - TimeSpan.FromDays(3), lead.Past!.TakenIn));
        Assert.Equal(TryResult.None, leads[^1].Past!.LastResult);

        // Where one kind is short the other fills the places, and none is given twice.
        var rest = store.LoadLeads(campaign, 20, later, toChooseFrom: true).Leads;
        Assert.Equal((12, 2), (rest.Count, rest.Count(lead => lead.AttemptsMade == 1)));
        Assert.Empty(rest.Select(lead => lead.Id).Intersect(leads.Select(lead => lead.Id)));
        var machine = leads.Concat(rest).Single(lead => lead.Id == tried[0].Id).Past!;
        Assert.Equal((Facts.Noon, TryResult.Machine), (machine.LastTry, machine.LastResult));
        Assert.Equal((1, 0u), (LeadPast.CountOf(machine.Misses, 13 / 3), machine.Answers)); // 13 h in Paris
    }

    [Fact]
    public void A_higher_priority_comes_before_all_to_choose_from()
    {
        var store = Open();
        var campaign = store.EnsureCampaign("campaign");
        store.WriteImport(campaign, Facts.List(5), Facts.Noon);
        store.WriteImport(campaign, Facts.List(3, "hot", firstNumber: 100, priority: 4), Facts.Noon);
        var leads = store.LoadLeads(campaign, 6, Facts.Noon, toChooseFrom: true).Leads;
        Assert.Equal([8, 8, 8, 0, 0, 0], leads.Select(lead => lead.Priority));
    }

    [Fact]
    public void What_was_learned_is_there_after_a_restart_and_in_the_report()
    {
        var store = Open();
        var campaign = store.EnsureCampaign("campaign");
        Assert.Null(store.LeadModel(campaign));
        Assert.Null(store.Report(campaign).Chances);
        var model = new LeadModel();
        var call = new CallTraits { IsKnown = true, Hour = 10, Weekday = 2 };
        for (int i = 0; i < 4_000; i++)
            model.Learn(call with { Tries = (byte)(i % 2) }, i % 2 == 0 ? i % 10 == 0 : i % 50 == 1);
        Store(store, new Facts().Learned(campaign, new LeadModel().State()).Learned(campaign, model.State()));
        store.Dispose();
        store = Open();
        var again = new LeadModel();
        Assert.True(again.Restore(store.LeadModel(campaign)!));
        Assert.Equal(model.Judge(call).Odds, again.Judge(call).Odds, 1e-3);
        var said = store.Report(campaign).Chances!;
        Assert.Equal(4_000, said.Calls);
        Assert.Contains(LearnedChancesText.Of(said), line => line.StartsWith("first try: odds of an answer times", StringComparison.Ordinal));
    }
}
