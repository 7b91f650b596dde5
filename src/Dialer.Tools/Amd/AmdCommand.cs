using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dialer.Audio;
using Dialer.Core.CallProgress;
using Dialer.Server.Configuration;
using Dialer.Server.Terminal;
using Dialer.Store;
using Dialer.Tools.Terminal;

namespace Dialer.Tools.Amd;

/// <summary><c>dialer amd</c>: classify files, judge the detectors, train the second stage, review kept clips.</summary>
public static class AmdCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The command with its four subcommands.</summary>
    public static Command Create() => new("amd", "Call progress analysis: who answered? Classify recordings, judge detectors, train, review.")
    {
        Classify(), Evaluate(), Train(), Review(),
    };

    private static Command Classify()
    {
        Argument<string[]> files = new("FILE") { Arity = ArgumentArity.OneOrMore, Description = "Recordings (WAV, AIFF, MP3), each a call from its answer on." };
        Option<bool> json = new("--json") { Description = "One JSON array." };
        var channel = WholeNumberOption.Create("--channel", "Channel to listen to, from 1.", 1, 1, SoundFile.MaxChannels);
        Option<string?> plot = new("--plot") { Description = "Draws energy, floor, voice, tones and decisions as SVG (one FILE)." };
        Option<string?> memory = new("--memory") { Description = "A memory of greetings: machines are recognised from it, and learned into it, in the order of the files." };
        Command command = new("classify", "Says who or what each file holds, when that is known, and why.") { files, json, channel, plot, memory };
        ListeningOptions listening = new(command);
        command.SetAction(parsed =>
        {
            TextWriter output = parsed.InvocationConfiguration.Output, error = parsed.InvocationConfiguration.Error;
            string[] paths = parsed.GetValue(files) ?? [];
            if (!listening.TryRead(parsed, out var options))
                return ExitCode.Usage;
            string? plotPath = parsed.GetValue(plot);
            if (plotPath is not null && paths.Length != 1)
            {
                error.WriteLine("dialer: --plot draws one FILE at a time.");
                return ExitCode.Usage;
            }
            string? memoryPath = parsed.GetValue(memory);
            if (!TryMemory(memoryPath, error, out var greetings))
                return ExitCode.Usage;
            JsonArray found = [];
            int wrong = 0;
            foreach (string path in paths)
            {
                try
                {
                    var c = Classification.Of(path, AmdAudio.Read8kHz(path, parsed.GetValue(channel) - 1), options, greetings);
                    found.Add(c.Json());
                    if (!parsed.GetValue(json))
                        output.WriteLine(c.Line());
                    if (plotPath is not null)
                        File.WriteAllText(plotPath, CallPlot.Draw(c));
                }
                catch (AudioRefusedException e)
                {
                    wrong++;
                    error.WriteLine("dialer: " + e.Message);
                }
            }
            if (parsed.GetValue(json))
                output.WriteLine(found.ToJsonString(Indented));
            return TrySave(greetings, memoryPath, error) && wrong == 0 ? ExitCode.Ok : ExitCode.Usage;
        });
        return command;
    }

    private static bool TryMemory(string? path, TextWriter error, out GreetingFile? memory)
    {
        memory = null;
        if (path is null)
            return true;
        try
        {
            memory = GreetingFile.Load(path);
            return true;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            error.WriteLine("dialer: --memory: " + e.Message);
            return false;
        }
    }

    private static bool TrySave(GreetingFile? memory, string? path, TextWriter error)
    {
        try
        {
            memory?.Save(path!);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.WriteLine("dialer: --memory: " + e.Message);
            return false;
        }
    }

    private static Command Evaluate()
    {
        Argument<string?> directory = new("DIR") { Arity = ArgumentArity.ZeroOrOne, Description = "Where the clips are; without it the sample that the program makes itself." };
        Option<string?> labels = new("--labels") { Description = "labels.csv with at least path,label; paths are relative to the CSV. DIR/labels.csv unless told." };
        Option<string[]> augment = new("--augment")
        {
            Description = "Variations: " + string.Join(", ", CallComposer.Variations) + "; 'all', or 'none' for clean.",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string[]> group = new("--group") { Description = "Only these speaker groups (column speaker_group, or the folder); noise is kept.", AllowMultipleArgumentsPerToken = true };
        Option<bool> asIs = new("--as-is") { Description = "Each file is a whole call, answered at second 0; nothing is composed or varied." };
        var seed = WholeNumberOption.Seed("The same seed gives the same calls.");
        Option<bool> json = new("--json") { Description = "One JSON object." };
        Option<string?> misses = new("--misses") { Description = "Writes each call that our detector got wrong, with its reason, to this file." };
        Option<string?> calls = new("--calls") { Description = "Writes each call as our detector heard it, at first and in the end, to this CSV file." };
        Option<bool> oursOnly = new("--ours-only") { Description = "Without the rivals: sooner." };
        Command command = new("evaluate", "Judges our detector beside app_amd, mod_amd and simpleamd on labelled clips.") { directory, labels, augment, group, asIs, seed, json, misses, calls, oursOnly };
        ListeningOptions listening = new(command);
        command.SetAction(parsed =>
        {
            TextWriter output = parsed.InvocationConfiguration.Output, error = parsed.InvocationConfiguration.Error;
            if (!listening.TryRead(parsed, out var options))
                return ExitCode.Usage;
            if (!TryVariations(parsed.GetValue(augment) ?? [], error, out var variations))
                return ExitCode.Usage;
            var corpus = LoadCorpus(parsed.GetValue(directory), parsed.GetValue(labels));
            foreach (string problem in corpus.Problems)
                error.WriteLine("dialer: " + problem);
            if (!TryGroups(ref corpus, parsed.GetValue(group) ?? [], error))
                return ExitCode.Usage;
            if (!corpus.Scored.Any())
            {
                error.WriteLine("dialer: nothing to judge.");
                return ExitCode.Usage;
            }
            Evaluation evaluation = new(corpus, new EvaluationOptions(variations, parsed.GetValue(asIs), parsed.GetValue(seed), options), parsed.GetValue(oursOnly));
            evaluation.Run();
            output.WriteLine(parsed.GetValue(json) ? EvaluationReport.Json(evaluation, parsed.GetValue(seed), listening.AsGiven(parsed)) : EvaluationReport.Text(evaluation));
            if (parsed.GetValue(misses) is { } path)
                File.WriteAllLines(path, evaluation.Misses.Select(Line));
            if (parsed.GetValue(calls) is { } callsPath)
                File.WriteAllLines(callsPath, evaluation.Calls.Select(call => call.Line()).Prepend(JudgedCall.Header));
            return corpus.Problems.Count == 0 ? ExitCode.Ok : ExitCode.Usage;
        });
        return command;
    }

    private static Command Train()
    {
        Argument<string?> directory = new("DIR") { Arity = ArgumentArity.ZeroOrOne, Description = "Where the labelled clips are. Not needed with --db." };
        Option<string?> labels = new("--labels") { Description = "labels.csv; DIR/labels.csv unless told. Only human, machine and noise rows are used." };
        Option<string?> db = new("--db") { Description = "A store: its calls of which it is known who answered (a beep, a voice that went on, a greeting heard before, the agent's word). Without DIR the built-in weights are moved by them." };
        Option<string?> campaign = new("--campaign") { Description = "Only calls of this campaign, with --db." };
        Option<string> save = new("--out") { Description = "The weights, a readable JSON file.", DefaultValueFactory = _ => "recorded-model.json" };
        var seed = WholeNumberOption.Seed("The same seed gives the same variations of the clips.");
        Command command = new("train", "Fits the second stage to labelled calls and says how well it does on originals it has not seen.") { directory, labels, db, campaign, save, seed };
        command.SetAction(parsed =>
        {
            TextWriter output = parsed.InvocationConfiguration.Output, error = parsed.InvocationConfiguration.Error;
            bool hasClips = (parsed.GetValue(directory) ?? parsed.GetValue(labels)) is not null;
            string? store = parsed.GetValue(db);
            if (!hasClips && store is null)
            {
                error.WriteLine("dialer: give DIR with labelled clips, or --db with the calls of your own.");
                return ExitCode.Usage;
            }
            var corpus = hasClips ? LoadCorpus(parsed.GetValue(directory), parsed.GetValue(labels)) : new AmdCorpus([], []);
            foreach (string problem in corpus.Problems)
                error.WriteLine("dialer: " + problem);
            var examples = RecordedTrainer.Gather(corpus, RecordedTrainer.Variations, parsed.GetValue(seed));
            List<LabelledAnswer> calls = [];
            if (store is not null && !TryCalls(store, parsed.GetValue(campaign), calls, error))
                return ExitCode.Usage;
            if (store is not null)
                output.WriteLine($"{calls.Count} calls of one's own: {calls.Count(call => call.Label == AnswerLabel.Person)} of people by the agent's word, {calls.Count(call => call.Label == AnswerLabel.Machine)} of machines.");
            examples.AddRange(RecordedTrainer.Gather(calls, corpus.Clips.Count));
            if (examples.All(e => e.Machine) || !examples.Any(e => e.Machine))
            {
                error.WriteLine($"dialer: training needs phrases of both people and machines; there are {examples.Count(e => !e.Machine)} of people and {examples.Count(e => e.Machine)} of machines.");
                return ExitCode.Usage;
            }
            var from = hasClips ? null : RecordedModel.BuiltIn;
            var fitted = RecordedTrainer.Fit(examples, from);
            string weights = parsed.GetRequiredValue(save);
            RecordedModelFile.Save(weights, fitted);
            output.WriteLine(RecordedTrainer.Report(examples, from));
            if (calls.Count > 0)
                output.WriteLine(EvidenceTrial.Report(calls, fitted));
            output.WriteLine($"weights in {weights}; try them with 'dialer amd evaluate ... --model {weights}', and give them to a campaign as \"callProgress\": {{ \"model\": \"{weights}\" }}");
            return corpus.Problems.Count == 0 ? ExitCode.Ok : ExitCode.Usage;
        });
        return command;
    }

    private static bool TryCalls(string store, string? campaign, List<LabelledAnswer> calls, TextWriter error)
    {
        try
        {
            var reader = StoreReader.Open(store);
            var known = reader.Campaigns();
            if (campaign is not null && known.All(one => one.Name != campaign))
            {
                error.WriteLine($"dialer: --campaign '{campaign}' is none of {string.Join(", ", known.Select(one => one.Name))}.");
                return false;
            }
            calls.AddRange(reader.Answers(campaign is null ? null : known.First(one => one.Name == campaign).Id));
            return true;
        }
        catch (StoreException e)
        {
            error.WriteLine("dialer: --db: " + e.Message);
            return false;
        }
    }

    private static Command Review()
    {
        Argument<string> directory = new("DIR") { Description = "Kept clips with clips.csv: path,campaign,verdict[,label] (the first 5 s, where recording is allowed)." };
        Option<string?> campaign = new("--campaign") { Description = "Only this campaign." };
        var sample = WholeNumberOption.Create("--sample", "How many unlabelled clips to ask about, spread over the verdicts.", 20, 0, int.MaxValue);
        var seed = WholeNumberOption.Seed("The same seed asks about the same clips.");
        Option<bool> json = new("--json") { Description = "Only the estimate, as JSON; asks nothing." };
        Command command = new("review", "Asks a person what kept clips hold, and estimates the campaign's false positives with their interval.") { directory, campaign, sample, seed, json };
        command.SetAction(parsed => ReviewSession.Run(
            parsed.GetRequiredValue(directory), parsed.GetValue(campaign), parsed.GetValue(json) ? 0 : parsed.GetValue(sample), parsed.GetValue(seed), parsed.GetValue(json),
            Console.In, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }

    private static AmdCorpus LoadCorpus(string? directory, string? labels)
    {
        if (directory is null && labels is null)
            return SampleSet.Make();
        string csv = labels ?? Path.Combine(directory!, "labels.csv");
        return AmdCorpus.Load(csv, Path.GetDirectoryName(Path.GetFullPath(csv))!);
    }

    private static bool TryGroups(ref AmdCorpus corpus, string[] asked, TextWriter error)
    {
        if (asked.Length == 0)
            return true;
        string[] known = [.. corpus.Scored.Select(c => c.Group).Distinct().Order(StringComparer.Ordinal)];
        if (asked.FirstOrDefault(g => !known.Contains(g)) is { } unknown)
        {
            error.WriteLine($"dialer: --group '{unknown}' is none of {string.Join(", ", known)}.");
            return false;
        }
        corpus = corpus with { Clips = [.. corpus.Clips.Where(c => c.Label == AmdLabel.Noise || asked.Contains(c.Group))] };
        return true;
    }

    private static bool TryVariations(string[] asked, TextWriter error, out IReadOnlyList<string> variations)
    {
        string[] names = [.. asked.SelectMany(a => a.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Select(a => a == "none" ? "clean" : a).Distinct()];
        variations = names.Length == 0 ? CallComposer.DefaultVariations : names.Contains("all") ? CallComposer.Variations : names.Contains("clean") ? names : ["clean", .. names];
        string? unknown = names.FirstOrDefault(n => n != "all" && !CallComposer.Variations.Contains(n));
        if (unknown is not null)
            error.WriteLine($"dialer: --augment '{unknown}' is none of {string.Join(", ", CallComposer.Variations)}, all, none.");
        return unknown is null;
    }

    private static string Line(Miss miss) =>
        string.Create(CultureInfo.InvariantCulture, $"{miss.Label.ToString().ToLowerInvariant()} {miss.Stratum} {miss.Path}: {miss.Verdict}, {miss.Reason.Describe()}");
}
