using Dialer.Core.CallProgress;
using Dialer.Core.Ids;
using Dialer.Line;
using Dialer.Testing;
using Xunit;

namespace Dialer.Store.Tests;

public abstract partial class DialerStoreContract
{
    private static readonly PhraseFeatures Phrase = new(2.5f, 2.1f, 5, 3, 5, 7, 0.17f, 0.13f, 0.8f, 0.4f, true);

    [Fact]
    public void Greetings_outlive_the_run_in_the_order_in_which_they_were_learned()
    {
        var store = Open();
        var campaign = store.EnsureCampaign("campaign");
        var trunk = store.EnsureTrunks(["carrier"])[0];
        LearnedGreeting Learned(string number, byte sound, int minute, bool isShared = false) => new(number, campaign, trunk, Print(sound), isShared, Facts.Noon + TimeSpan.FromMinutes(minute));
        store.GreetingLearned(Learned("+33199000001", 1, 0));
        store.GreetingLearned(Learned("+33199000002", 2, 1));
        store.GreetingLearned(Learned("+33199000003", 3, 2));
        store.GreetingLearned(Learned("+33199000003", 3, 2, isShared: true));
        store.GreetingLearned(Learned("+33199000001", 4, 3));
        store.GreetingForgotten("+33199000002");
        Assert.True(store.Flush(Enough));
        store.Dispose();
        store = Open();
        LearnedGreeting[] kept = [.. store.Greetings()];
        Assert.Equal([("", true, Print(3)), ("+33199000003", false, Print(3)), ("+33199000001", false, Print(4))], kept.Select(one => (one.Number, one.IsShared, one.Print)));
        Assert.All(kept, one => Assert.Equal((campaign, trunk), (one.Campaign, one.Trunk)));
        Assert.Equal(Facts.Noon + TimeSpan.FromMinutes(3), kept[2].At);
    }

    [Fact]
    public void Who_answered_is_known_by_what_was_heard_and_by_the_agent_s_word()
    {
        var store = Open();
        var (campaign, leads) = Load(store, 6);
        var agent = store.EnsureAgent("Ana");
        var facts = new Facts();
        for (int i = 0; i < 6; i++)
            facts.Started(campaign, leads[i], i + 1);
        store.Enqueue(facts.Outbox);
        for (int i = 0; i < 6; i++)
            store.AnswerHeard(new HeardAnswer(new CallId(i + 1), VerdictRule.RecordedPhrase, i is 1 or 4 ? AnswerProof.Beep : AnswerProof.None, Phrase, i == 3 ? RingPattern.EarlyMedia : RingPattern.Ringing));
        Store(store, new Facts()
            .Closed(Facts.Outcome(campaign, leads[0], 1, CallResult.Answered, connected: true, verdict: CpaVerdict.LiveVoice, disposition: new Disposition("sale")) with { Agent = agent })
            .Closed(Facts.Outcome(campaign, leads[1], 2, CallResult.Answered, verdict: CpaVerdict.AnsweringMachine))
            .Closed(Facts.Outcome(campaign, leads[2], 3, CallResult.Answered, verdict: CpaVerdict.AnsweringMachine))
            .Closed(Facts.Outcome(campaign, leads[3], 4, CallResult.Answered, connected: true, verdict: CpaVerdict.LiveVoice, disposition: new Disposition("machine", WasMachine: true)) with { Agent = agent })
            .Closed(Facts.Outcome(campaign, leads[4], 5, CallResult.Answered, connected: true, verdict: CpaVerdict.AnsweringMachine, disposition: new Disposition("sale")) with { Agent = agent })
            .Closed(Facts.Outcome(campaign, leads[5], 6, CallResult.Answered, connected: true, verdict: CpaVerdict.LiveVoice) with { Agent = agent }));
        var reader = OpenReader();
        Assert.Equal(
            [(1L, AnswerLabel.Person), (2L, AnswerLabel.Machine), (4L, AnswerLabel.Machine), (5L, AnswerLabel.Person)],
            reader.Answers(campaign).Select(answer => (answer.Attempt.Value, answer.Label)));
        Assert.All(reader.Answers(campaign: null), answer => Assert.Equal(Phrase, answer.Phrase));
        Assert.Empty(reader.Answers(new CampaignId(campaign.Value + 1)));

        Assert.Equal([(false, RingPattern.Ringing), (true, RingPattern.Ringing), (true, RingPattern.EarlyMedia), (false, RingPattern.Ringing)], store.KnownAnswers().Select(answer => (answer.Machine, answer.Pattern)));
        Assert.All(store.KnownAnswers(), answer => Assert.Equal(4000, answer.RingMs));

        // Called machine: two proven (one of them wrongly, by the agent's word), one that nobody knows.
        var estimate = store.Report(campaign).CalledMachine!;
        Assert.Equal((6, 4, 1), (estimate.Calls, estimate.Known, estimate.Unproven));
        Assert.Null(estimate.Share);
        Assert.InRange(estimate.Low, 0.01, 0.3);
        Assert.InRange(estimate.High, 0.5, 1);
    }

    private static GreetingPrint Print(byte sound)
    {
        byte[] bytes = new byte[GreetingPrint.Bytes];
        Array.Fill(bytes, (byte)(0xF0 | sound));
        return GreetingPrint.Read(bytes);
    }
}
