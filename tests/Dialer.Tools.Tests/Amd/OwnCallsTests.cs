using Dialer.Core.CallProgress;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Server.Configuration;
using Dialer.Server.Terminal;
using Dialer.Store;
using Dialer.Testing;
using Dialer.Tools.Amd;
using Xunit;

namespace Dialer.Tools.Tests.Amd;

/// <summary>What proves a machine, and the agents' words, are labels: nobody listened to anything.</summary>
public sealed class OwnCallsTests : IDisposable
{
    private static readonly PhraseFeatures Spoken = new(1.6f, 1.4f, 4.2f, 3.8f, 4.4f, 7.9f, 0.15f, 0.115f, 0.72f, 0.4f, true);
    private static readonly PhraseFeatures Recorded = new(2.6f, 2.4f, 4.4f, 3.6f, 4.6f, 7.8f, 0.155f, 0.12f, 0.74f, 0.41f, true);
    private readonly string _directory = Directory.CreateTempSubdirectory("dialer-own-calls-").FullName;

    private string Db => Path.Combine(_directory, "dialer.db");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(60, "cannot be judged")]
    [InlineData(600, "earns its place")]
    public void Weights_move_towards_what_one_s_own_calls_say(int calls, string ofEvidence)
    {
        Dialed(calls);
        string weights = Path.Combine(_directory, "weights.json");
        using StringWriter output = new(), error = new();
        int code = Run(output, error, "train", "--db", Db, "--campaign", "campaign", "--out", weights);
        Assert.True(code == ExitCode.Ok, error.ToString());
        Assert.Contains($"{calls} calls of one's own: {calls / 2} of people by the agent's word, {calls / 2} of machines.", output.ToString(), StringComparison.Ordinal);
        Assert.Contains(ofEvidence, output.ToString(), StringComparison.Ordinal);
        Assert.True(RecordedModelFile.TryLoad(weights, out var model, out string? problem), problem);
        float before = RecordedModel.BuiltIn.Logit(Recorded) - RecordedModel.BuiltIn.Logit(Spoken), after = model!.Logit(Recorded) - model.Logit(Spoken);
        Assert.True(after > before, $"{before} {after}");
    }

    [Fact]
    public void What_is_missing_is_said()
    {
        Dialed(1);
        foreach (var (expected, words) in ((string, string[])[])
        [
            ("give DIR with labelled clips, or --db", ["train"]),
            ("--campaign 'other' is none of campaign", ["train", "--db", Db, "--campaign", "other"]),
            ("there are 1 of people and 0 of machines", ["train", "--db", Db]),
            ("no such file", ["train", "--db", Path.Combine(_directory, "nowhere.db")]),
        ])
        {
            using StringWriter output = new(), error = new();
            Assert.Equal(ExitCode.Usage, Run(output, error, words));
            Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
        }
    }

    /// <summary>People by the agent's word after a ring, machines by their beep at once; every other call.</summary>
    private void Dialed(int calls)
    {
        using var store = DialerStore.Open(new StoreOptions(Db), new RecordingObserver());
        var campaign = store.EnsureCampaign("campaign");
        var agent = store.EnsureAgent("Ana");
        store.WriteImport(campaign, Facts.List(calls), Facts.Noon);
        var leads = store.LoadLeads(campaign, calls, Facts.Noon).Leads;
        Facts started = new(), closed = new();
        SeededRandom random = new(5);
        for (int i = 0; i < calls; i++)
            started.Started(campaign, leads[i], i + 1);
        store.Enqueue(started.Outbox);
        for (int i = 0; i < calls; i++)
        {
            bool machine = i % 2 == 1;
            var sounds = machine ? Recorded : Spoken;
            store.AnswerHeard(new HeardAnswer(new CallId(i + 1), VerdictRule.UtteranceThenPause, machine ? AnswerProof.Beep : AnswerProof.None,
                sounds with { Flux = sounds.Flux + 0.03f * (float)random.NextDouble(), RiseDb = sounds.RiseDb + 8f * ((float)random.NextDouble() - 0.5f) }, machine ? RingPattern.None : RingPattern.Ringing));
            var outcome = machine
                ? Facts.Outcome(campaign, leads[i], i + 1, CallResult.Answered, verdict: CpaVerdict.AnsweringMachine) with { RingingAt = Instant.Never }
                : Facts.Outcome(campaign, leads[i], i + 1, CallResult.Answered, connected: true, verdict: CpaVerdict.LiveVoice, disposition: new Disposition("sale")) with { Agent = agent };
            closed.Closed(outcome);
        }
        store.Enqueue(closed.Outbox);
        Assert.True(store.Flush(TimeSpan.FromSeconds(60)));
    }

    private static int Run(StringWriter output, StringWriter error, params string[] words)
    {
        var command = AmdCommand.Create();
        return command.Parse(words).Invoke(new() { Output = output, Error = error });
    }
}
