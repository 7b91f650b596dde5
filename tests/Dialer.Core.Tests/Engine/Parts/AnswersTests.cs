using Dialer.Core.Attempts;
using Dialer.Core.Engine;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Xunit;

namespace Dialer.Core.Tests.Engine.Parts;

public sealed class AnswersTests
{
    private static Answers On(PartBench bench) => new(bench.Turn, bench.Facts, bench.Legs, bench.Moments, bench.Counting, bench.Refusals, bench.Distribution, bench.Closing, bench.Control, bench.WriteUps, bench.Conversations);

    [Theory]
    [InlineData(CpaVerdict.LiveVoice, true)]
    [InlineData(CpaVerdict.Fax, false)]
    [InlineData(CpaVerdict.Busy, false)]
    public void The_verdict_decides_what_becomes_of_an_answer(CpaVerdict verdict, bool isPerson)
    {
        var bench = new PartBench();
        bench.Ready(1);
        var attempt = bench.Answered();
        On(bench).AnswerClassified(EngineInput.AnswerClassified(attempt.Call, verdict, 0.9f, TimeSpan.Zero));
        Assert.Equal((isPerson ? AttemptState.Connected : AttemptState.HangingUp, verdict), (attempt.State, attempt.Verdict));
    }

    [Fact]
    public void A_person_for_whom_nobody_is_free_waits_under_the_abandon_deadline()
    {
        var bench = new PartBench();
        var attempt = bench.Answered();
        On(bench).AnswerClassified(EngineInput.AnswerClassified(attempt.Call, CpaVerdict.LiveVoice, 0.9f, TimeSpan.Zero));
        Assert.Equal((AttemptState.Waiting, 1), (attempt.State, bench.Campaign.Group.WaitingCount));
        On(bench).AbandonDue(attempt);
        Assert.Equal((AttemptState.Announcing, true, 1L), (attempt.State, attempt.Abandoned, bench.Campaign.Counters.Abandoned));
    }
}
