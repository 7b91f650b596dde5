using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Server.Terminal;
using Dialer.Store.Reports;

namespace Dialer.Tools.Amd;

/// <summary>
/// A person listens to kept clips and says what they hold. Clips are sampled by verdict, so the estimate weighs each
/// verdict by its share of all kept calls; it is the share of live people whom the analysis called a machine.
/// </summary>
internal static class ReviewSession
{
    private const string Index = "clips.csv", Answers = "labels.csv";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>One kept clip. <paramref name="Label"/> is empty until a person has listened.</summary>
    private sealed record Kept(string Path, string Campaign, CpaVerdict Verdict, string Label);

    public static int Run(string directory, string? campaign, int sample, ulong seed, bool json, TextReader input, TextWriter output, TextWriter error)
    {
        var kept = Read(directory, campaign, error, out bool clean);
        if (kept is null)
            return ExitCode.Usage;
        if (sample > 0)
            Ask(directory, kept, sample, seed, input, output);
        Estimate(kept, json, output);
        return clean ? ExitCode.Ok : ExitCode.Usage;
    }

    private static List<Kept>? Read(string directory, string? campaign, TextWriter error, out bool clean)
    {
        clean = true;
        string index = System.IO.Path.Combine(directory, Index);
        if (!File.Exists(index))
        {
            error.WriteLine($"dialer: {index}: no such file; it lists the kept clips as path,campaign,verdict.");
            return null;
        }
        Dictionary<string, string> labels = [];
        string answers = System.IO.Path.Combine(directory, Answers);
        if (File.Exists(answers))
            foreach (string[] row in File.ReadLines(answers).Skip(1).Select(l => l.Split(',')).Where(r => r.Length >= 2))
                labels[row[0]] = row[1].Trim();
        List<Kept> kept = [];
        int line = 1;
        foreach (string text in File.ReadLines(index).Skip(1))
        {
            line++;
            var row = AmdCorpus.Fields(text);
            if (row.Count < 3 || !Enum.TryParse(row[2], ignoreCase: true, out CpaVerdict verdict))
            {
                error.WriteLine($"dialer: {index}: line {line}: needs path,campaign,verdict");
                clean = false;
                continue;
            }
            if (campaign is null || row[1] == campaign)
                kept.Add(new Kept(row[0], row[1], verdict, labels.GetValueOrDefault(row[0], row.Count > 3 ? row[3] : "")));
        }
        return kept;
    }

    private static void Ask(string directory, List<Kept> kept, int sample, ulong seed, TextReader input, TextWriter output)
    {
        SeededRandom random = new(seed);
        string answers = System.IO.Path.Combine(directory, Answers);
        if (!File.Exists(answers))
            File.WriteAllText(answers, "path,label\n");
        output.WriteLine("For each clip: h human, m machine, t tone or fax, s silence or unclear; empty skips, q ends.");
        foreach (int i in Sample(kept, sample, random))
        {
            // The verdict is not shown: the listener's ear must not lean on it.
            output.Write($"{System.IO.Path.Combine(directory, kept[i].Path)} ? ");
            string? answer = input.ReadLine()?.Trim().ToLowerInvariant();
            if (answer is null or "q")
                break;
            string label = answer switch { "h" => "human", "m" => "machine", "t" => "tone", "s" => "silence", _ => "" };
            if (label.Length == 0)
                continue;
            kept[i] = kept[i] with { Label = label };
            File.AppendAllText(answers, $"{kept[i].Path},{label}\n");
        }
    }

    /// <summary>Turns by verdict, a random one of each, until enough.</summary>
    private static List<int> Sample(List<Kept> kept, int count, SeededRandom random)
    {
        List<List<int>> byVerdict = [.. Enumerable.Range(0, kept.Count).Where(i => kept[i].Label.Length == 0).GroupBy(i => kept[i].Verdict).OrderBy(g => g.Key).Select(g => g.ToList())];
        List<int> chosen = [];
        while (chosen.Count < count && byVerdict.Any(g => g.Count > 0))
            foreach (var group in byVerdict.Where(g => g.Count > 0))
            {
                if (chosen.Count == count)
                    break;
                int pick = random.Next(group.Count);
                chosen.Add(group[pick]);
                group.RemoveAt(pick);
            }
        return chosen;
    }

    private static void Estimate(List<Kept> kept, bool json, TextWriter output)
    {
        var estimate = FalsePositiveEstimate.From([.. kept.GroupBy(k => k.Verdict).Select(g => new JudgedAnswers(
            g.Key == CpaVerdict.AnsweringMachine, g.Count(), g.Count(k => k.Label.Length > 0), g.Count(k => k.Label == "human")))]);
        if (json)
            output.WriteLine(new JsonObject
            {
                ["calls"] = kept.Count,
                ["listened"] = estimate.Known,
                ["liveCalledMachine"] = estimate.Share is { } known ? new JsonObject { ["share"] = Math.Round(known, 5), ["low95"] = Math.Round(estimate.Low, 5), ["high95"] = Math.Round(estimate.High, 5) } : null,
            }.ToJsonString(Indented));
        else
            output.WriteLine(estimate.Share is { } share
                ? string.Create(CultureInfo.InvariantCulture, $"{kept.Count} calls kept, {estimate.Known} listened to: {100 * share:F2} % of live people were called a machine (95 %: {100 * estimate.Low:F2} to {100 * estimate.High:F2} %).")
                : $"{kept.Count} calls kept, {estimate.Known} listened to: not enough for an estimate; listen to clips of machines and of people.");
    }
}
