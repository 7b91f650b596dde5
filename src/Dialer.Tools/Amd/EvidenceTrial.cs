using System.Globalization;
using Dialer.Core.CallProgress;
using Dialer.Store;

namespace Dialer.Tools.Amd;

/// <summary>
/// Would the line's evidence (ringing, the number's past) have helped on these calls? Five parts by number: each is judged
/// by what the other four taught, with the evidence and without.
/// </summary>
internal static class EvidenceTrial
{
    private const int Folds = 5;

    public static string Report(IReadOnlyList<LabelledAnswer> calls, RecordedModel model)
    {
        var evidence = Past(calls);
        LinePrior[] priors = [.. Enumerable.Range(0, Folds).Select(_ => new LinePrior())];
        for (int i = 0; i < calls.Count; i++)
            for (int fold = 0; fold < Folds; fold++)
                if (FoldOf(calls[i]) != fold)
                    priors[fold].Learn(evidence[i], calls[i].Label == AnswerLabel.Machine);
        if (priors.Any(prior => prior.People < LinePrior.LeastOfEach || prior.Machines < LinePrior.LeastOfEach))
            return $"The line's evidence cannot be judged: it takes {LinePrior.LeastOfEach * Folds / (Folds - 1)} known calls of people and as many of machines.";
        List<(double Logit, bool Machine)> without = [], with = [];
        for (int i = 0; i < calls.Count; i++)
        {
            double logit = model.Logit(calls[i].Phrase);
            without.Add((logit, calls[i].Label == AnswerLabel.Machine));
            with.Add((logit + priors[FoldOf(calls[i])].LogOdds(evidence[i]), calls[i].Label == AnswerLabel.Machine));
        }
        double before = Area(without), after = Area(with);
        return string.Create(CultureInfo.InvariantCulture,
            $"area under ROC of how they sound {before:F3}, with ringing and the numbers' past {after:F3}: \"lineEvidence\" {(after > before + 0.005 ? "earns its place" : "earns nothing here; leave it off")}");
    }

    /// <summary>Who answered the number before this call; another campaign's calls count as well.</summary>
    private static LineEvidence[] Past(IReadOnlyList<LabelledAnswer> calls)
    {
        Dictionary<string, AnswerLabel> last = [];
        var evidence = new LineEvidence[calls.Count];
        for (int i = 0; i < calls.Count; i++)
        {
            evidence[i] = new LineEvidence(calls[i].RingMs, calls[i].Ring, last.GetValueOrDefault(calls[i].Number));
            last[calls[i].Number] = calls[i].Label;
        }
        return evidence;
    }

    /// <summary>By the number's digits, so that a number is on one side.</summary>
    private static int FoldOf(LabelledAnswer call)
    {
        uint hash = 2166136261;
        foreach (char digit in call.Number)
            hash = (hash ^ digit) * 16777619;
        return (int)(hash % Folds);
    }

    private static double Area(List<(double Logit, bool Machine)> scored)
    {
        double[] people = [.. scored.Where(s => !s.Machine).Select(s => s.Logit)];
        return RecordedTrainer.Area(people, [.. scored.Where(s => s.Machine).Select(s => s.Logit)]);
    }
}
