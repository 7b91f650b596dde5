using Dialer.Core.CallProgress;
using Dialer.Core.Time;
using Dialer.Simulation.Audio;
using Dialer.Store;

namespace Dialer.Tools.Amd;

/// <summary>
/// Fits <see cref="RecordedModel"/> to labelled calls: moments at each half second of the phrase and at its end, in
/// several variations, each original weighing the same whatever the count of its moments, both classes weighing the
/// same; ridge-penalised logistic regression by Newton's method, so that the same input gives the same weights.
/// </summary>
internal static class RecordedTrainer
{
    /// <summary>What training listens to. At odd places live utterances are joined to longer phrases.</summary>
    public static readonly string[] Variations = ["clean", "clean", "snr20", "snr30", "snr10", "loss3", "quiet", "zeros", "gsm", "loud"];

    private const int Folds = 5;
    private const double Ridge = 4.0;
    private const int Steps = 25;
    private const int LongestPhraseMs = 4000;

    /// <summary>Of a class; and of one original where there are weights to begin from, so that ten calls do not undo them.</summary>
    private const double MostWeight = 1000, WeightOfOriginal = 2;

    /// <summary>Two utterances of one folder joined make a live phrase of 2 to 4 s, which are rare in collections.</summary>
    public static List<RecordedExample> Gather(AmdCorpus corpus, IReadOnlyList<string> variations, ulong seed)
    {
        List<RecordedExample> examples = [];
        CallComposer composer = new([.. corpus.Clips.Where(c => c.Label == AmdLabel.Noise).Select(c => Signal.ToFloat(c.Samples))]);
        AmdClip[] clips = [.. corpus.Clips.Where(c => c.Label is AmdLabel.Human or AmdLabel.Machine)];
        int calls = 0;
        for (int i = 0; i < clips.Length; i++)
            for (int v = 0; v < variations.Count; v++)
            {
                var random = new SeededRandom(seed).Fork((ulong)i + 1).Fork((ulong)v + 1);
                var clip = clips[i].Label == AmdLabel.Human && (v & 1) == 1 ? Joined(clips, i, random) : clips[i];
                Listen(composer.Compose(clip, variations[v], random), clip, i, calls++, examples);
            }
        return examples;
    }

    public static AmdClip Joined(AmdClip[] clips, int index, SeededRandom random)
    {
        var first = clips[index];
        AmdClip[] others = [.. clips.Where(c => c.Label == first.Label && c.Group == first.Group && c.Seconds < 3)];
        if (others.Length == 0 || first.Seconds > 3)
            return first;
        float[] a = Trimmed(first), b = Trimmed(others[random.Next(others.Length)]);
        Signal.Scale(b, Math.Clamp(Signal.ActiveLevelDb(a) - Signal.ActiveLevelDb(b), -20, 20) + 4 * random.NextDouble() - 2);
        float[] gap = new RoomTone(Signal.ToFloat(first.Samples)).Make((int)((0.08 + 0.3 * random.NextDouble()) * Signal.Rate), random);
        return first with { Samples = Signal.ToPcm([.. a, .. gap, .. b]), UtteranceEndSeconds = double.NaN };
    }

    private static float[] Trimmed(AmdClip clip)
    {
        float[] samples = Signal.ToFloat(clip.Samples);
        (int first, int end) = Signal.Utterance(samples);
        return samples[first..end];
    }

    private static void Listen(ComposedCall call, AmdClip clip, int original, int number, List<RecordedExample> examples)
    {
        foreach (var f in PhraseProbe.Listen(call, LongestPhraseMs))
        {
            float[] x = new float[RecordedModel.Names.Length];
            RecordedModel.Expand(f, x);
            examples.Add(new RecordedExample(x, f.PhraseSeconds, f.VoicedSeconds, clip.Label == AmdLabel.Machine, original, number));
        }
    }

    /// <summary>Calls whose answer is known, of a store: a moment each. Calls of one number are one original.</summary>
    public static List<RecordedExample> Gather(IEnumerable<LabelledAnswer> answers, int firstOriginal)
    {
        List<RecordedExample> examples = [];
        Dictionary<(string Number, AnswerLabel Label), int> originals = [];
        foreach (var answer in answers)
        {
            var who = (answer.Number, answer.Label);
            if (!originals.TryGetValue(who, out int original))
                originals[who] = original = firstOriginal + originals.Count;
            float[] x = new float[RecordedModel.Names.Length];
            RecordedModel.Expand(answer.Phrase, x);
            examples.Add(new RecordedExample(x, answer.Phrase.PhraseSeconds, answer.Phrase.VoicedSeconds, answer.Label == AnswerLabel.Machine, original, firstOriginal + examples.Count));
        }
        return examples;
    }

    /// <param name="begin">Weights that few examples move little; null: none, the examples decide alone.</param>
    public static RecordedModel Fit(IReadOnlyList<RecordedExample> examples, RecordedModel? begin = null)
    {
        int n = RecordedModel.Names.Length;
        double[] weight = Weights(examples, begin is null ? MostWeight : WeightOfOriginal);
        double[] start = begin is null ? new double[n] : [.. begin.Weights.Select(x => (double)x)];
        double[] w = [.. start];
        for (int step = 0; step < Steps; step++)
        {
            double[,] hessian = new double[n, n + 1];
            for (int i = 0; i < n; i++)
            {
                double ridge = i == n - 1 && begin is null ? 1e-6 : Ridge;
                hessian[i, i] = ridge;
                hessian[i, n] = ridge * (start[i] - w[i]);
            }
            for (int e = 0; e < examples.Count; e++)
                Accumulate(examples[e], weight[e], w, hessian);
            double[] change = Solve(hessian, n);
            for (int i = 0; i < n; i++)
                w[i] += change[i];
        }
        return new RecordedModel([.. w.Select(x => (float)x)]);
    }

    /// <summary>Five folds by original: what the weights say of originals they were not fitted to.</summary>
    public static string Report(IReadOnlyList<RecordedExample> examples, RecordedModel? begin = null)
    {
        List<(RecordedExample Example, double Logit)> scored = [];
        for (int fold = 0; fold < Folds; fold++)
        {
            var model = Fit([.. examples.Where(e => e.Original % Folds != fold)], begin);
            scored.AddRange(examples.Where(e => e.Original % Folds == fold).Select(e => (e, Logit(model, e))));
        }
        System.Text.StringBuilder text = new();
        text.AppendLine("phrase, s        people  machines   area under ROC   machines caught at 2 % of people");
        foreach ((float from, float to) in ((float, float)[])[(0.7f, 1.4f), (1.4f, 1.9f), (1.9f, 2.4f), (2.4f, 3.4f), (3.4f, 5f)])
        {
            double[] people = Logits(scored, from, to, machine: false), machines = Logits(scored, from, to, machine: true);
            if (people.Length < 5 || machines.Length < 5)
                continue;
            double gate = Signal.Percentile(people, 0.98);
            text.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"{from:F1} to {to:F1}     {people.Length,8} {machines.Length,9}   {Area(people, machines),10:F3}   {100.0 * machines.Count(m => m > gate) / machines.Length,10:F0} %");
        }
        text.AppendLine().AppendLine("sensitivity      people called machines    machines caught by how they sound (of calls with 1.2 s of voice and more)");
        foreach (var sensitivity in Enum.GetValues<CallProgressSensitivity>())
            text.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"{sensitivity,-16} {Taken(scored, sensitivity, machines: false),22} {Taken(scored, sensitivity, machines: true),18}");
        return text.ToString();
    }

    /// <summary>Of people's calls, or of machines', those that the threshold takes for machines at any moment.</summary>
    private static string Taken(List<(RecordedExample Example, double Logit)> scored, CallProgressSensitivity sensitivity, bool machines)
    {
        var options = CallProgressOptions.For(sensitivity);
        bool[] calls = [.. scored
            .Where(s => s.Example.Machine == machines && s.Example.VoicedSeconds * 1000 >= options.RecordedFromVoicedMs)
            .GroupBy(s => s.Example.Call)
            .Select(call => call.Any(s => s.Logit >= options.RecordedFrom((int)(s.Example.VoicedSeconds * 1000))))];
        return $"{calls.Count(taken => taken)} of {calls.Length}";
    }

    private static double[] Logits(List<(RecordedExample Example, double Logit)> scored, float from, float to, bool machine) =>
        [.. scored.Where(s => s.Example.Machine == machine && s.Example.PhraseSeconds >= from && s.Example.PhraseSeconds < to).Select(s => s.Logit)];

    private static double Logit(RecordedModel model, in RecordedExample example)
    {
        double sum = 0;
        for (int i = 0; i < example.Features.Length; i++)
            sum += model.Weights[i] * example.Features[i];
        return sum;
    }

    /// <summary>The chance that a machine's logit is above a person's.</summary>
    public static double Area(double[] people, double[] machines)
    {
        double[] sorted = [.. people];
        Array.Sort(sorted);
        double sum = 0;
        foreach (double m in machines)
        {
            int below = Array.BinarySearch(sorted, m);
            sum += below < 0 ? ~below : below + 0.5;
        }
        return sum / ((double)people.Length * machines.Length);
    }

    /// <summary>Each class sums to at most 1000, each original of a class to the same, at most <paramref name="each"/>.</summary>
    private static double[] Weights(IReadOnlyList<RecordedExample> examples, double each)
    {
        var moments = examples.GroupBy(e => e.Original).ToDictionary(g => g.Key, g => g.Count());
        int machines = examples.Where(e => e.Machine).Select(e => e.Original).Distinct().Count();
        int people = examples.Where(e => !e.Machine).Select(e => e.Original).Distinct().Count();
        return [.. examples.Select(e => Math.Min(each, MostWeight / (e.Machine ? machines : people)) / moments[e.Original])];
    }

    private static void Accumulate(in RecordedExample example, double weight, double[] w, double[,] system)
    {
        int n = w.Length;
        double z = 0;
        for (int i = 0; i < n; i++)
            z += w[i] * example.Features[i];
        double p = 1 / (1 + Math.Exp(-z)), residual = weight * ((example.Machine ? 1 : 0) - p), curve = weight * Math.Max(p * (1 - p), 1e-4);
        for (int i = 0; i < n; i++)
        {
            double xi = example.Features[i];
            system[i, n] += residual * xi;
            for (int j = 0; j < n; j++)
                system[i, j] += curve * xi * example.Features[j];
        }
    }

    /// <summary>Gauss-Jordan with partial pivoting.</summary>
    private static double[] Solve(double[,] a, int n)
    {
        for (int c = 0; c < n; c++)
        {
            int pivot = c;
            for (int r = c + 1; r < n; r++)
                if (Math.Abs(a[r, c]) > Math.Abs(a[pivot, c]))
                    pivot = r;
            for (int k = 0; k <= n; k++)
                (a[c, k], a[pivot, k]) = (a[pivot, k], a[c, k]);
            for (int r = 0; r < n; r++)
            {
                if (r == c || a[c, c] == 0)
                    continue;
                double factor = a[r, c] / a[c, c];
                for (int k = c; k <= n; k++)
                    a[r, k] -= factor * a[c, k];
            }
        }
        double[] x = new double[n];
        for (int i = 0; i < n; i++)
            x[i] = a[i, i] == 0 ? 0 : a[i, n] / a[i, i];
        return x;
    }
}
