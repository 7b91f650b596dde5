using System.Collections.Concurrent;
using Dialer.Core.Attempts;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Simulation.Loopback;
using Dialer.Simulation.Public;

namespace Dialer.Tools.Demo;

/// <summary>
/// What was true against what was concluded in the end, of the answered calls of this run. The dialer's outcomes and the carrier's
/// truths meet only here, after the fact: by number and order of answer.
/// </summary>
public sealed class TruthTable(LoopbackCarrier carrier)
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<CpaVerdict>> _concluded = new();

    /// <summary>Takes each closed attempt of the run.</summary>
    public void OnFact(EngineOutput fact, object? record)
    {
        if (record is AttemptOutcome { Result: CallResult.Answered or CallResult.OperatorAnnouncement } outcome)
            _concluded.GetOrAdd(outcome.Number, _ => new()).Enqueue(outcome.Revoked == RevocationCause.None ? outcome.Verdict : CpaVerdict.AnsweringMachine);
    }

    /// <summary>Counts by what was true and what was concluded.</summary>
    public IReadOnlyDictionary<(CalledPartyKind True, CpaVerdict Concluded), int> Count()
    {
        var counts = new Dictionary<(CalledPartyKind, CpaVerdict), int>();
        foreach (var (number, verdicts) in _concluded)
        {
            var truths = carrier.TruthsOf(number).Where(truth => truth.Answered);
            foreach (var (truth, verdict) in truths.Zip(verdicts))
                counts[(truth.Party.Kind, verdict)] = counts.GetValueOrDefault((truth.Party.Kind, verdict)) + 1;
        }
        return counts;
    }

    public static AnalysisCounts Sum(IReadOnlyDictionary<(CalledPartyKind True, CpaVerdict Concluded), int> counts)
    {
        int Of(CalledPartyKind kind, CpaVerdict verdict) => counts.GetValueOrDefault((kind, verdict));
        int people = counts.Where(row => row.Key.True == CalledPartyKind.Live).Sum(row => row.Value);
        int machines = counts.Where(row => row.Key.True == CalledPartyKind.Machine).Sum(row => row.Value);
        int liveAsLive = Of(CalledPartyKind.Live, CpaVerdict.LiveVoice);
        int liveAsMachine = Of(CalledPartyKind.Live, CpaVerdict.AnsweringMachine);
        int machineAsMachine = Of(CalledPartyKind.Machine, CpaVerdict.AnsweringMachine);
        int machineAsLive = Of(CalledPartyKind.Machine, CpaVerdict.LiveVoice);
        int undetermined = people + machines - liveAsLive - liveAsMachine - machineAsMachine - machineAsLive;
        return new AnalysisCounts(liveAsLive, liveAsMachine, machineAsMachine, machineAsLive, undetermined);
    }
}
