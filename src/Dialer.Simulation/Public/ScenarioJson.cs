using System.Globalization;
using System.Text.Json;
using Dialer.Core.Campaigns;

namespace Dialer.Simulation.Public;

/// <summary>Reads a scenario's JSON. Unknown fields are refused; every error is reported at once, with its field.</summary>
public static class ScenarioJson
{
    public const int MaxBytes = 1 << 20;
    internal const int MaxAgents = 20_000;
    private const int MaxNesting = 4;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static ScenarioResult Parse(ReadOnlyMemory<byte> utf8, Scenario? defaults = null)
    {
        var errors = new List<ScenarioError>();
        if (utf8.Length > MaxBytes)
            return new ScenarioResult(null, [new ScenarioError("$", $"has {utf8.Length} bytes; at most {MaxBytes} are read")]);
        if (utf8.Span.StartsWith("\uFEFF"u8))
            utf8 = utf8[3..];
        try
        {
            using var document = JsonDocument.Parse(utf8, Options);
            var scenario = Read(new FieldReader(document.RootElement, "", errors), defaults ?? Scenario.Default, errors);
            return new ScenarioResult(errors.Count == 0 ? scenario : null, errors);
        }
        catch (JsonException broken)
        {
            return new ScenarioResult(null, [new ScenarioError("$", $"is not JSON: line {(broken.LineNumber ?? 0) + 1}, byte {(broken.BytePositionInLine ?? 0) + 1}")]);
        }
        catch (InvalidOperationException)
        {
            // A text with half a surrogate pair or broken UTF-8 is found only when it is read.
            return new ScenarioResult(null, [new ScenarioError("$", "holds a text that is not valid UTF-8")]);
        }
    }

    private static Scenario Read(FieldReader root, Scenario defaults, List<ScenarioError> errors)
    {
        double hours = root.Number("hours", defaults.Hours, 0, 24, aboveLeast: true);
        var trunk = root.Object("trunk");
        var scenario = defaults with
        {
            Name = root.Text("name", defaults.Name, 200),
            Hours = hours,
            Agents = root.Whole("agents", defaults.Agents, 1, MaxAgents),
            AgentPlan = root.Has("agentPlan") ? root.List("agentPlan", 1000, (entry, path) => ReadGroup(new FieldReader(entry, path, errors), hours)) : Take(root, "agentPlan", defaults.AgentPlan),
            Answer = ReadAnswer(root.Object("answer"), defaults.Answer, errors),
            Ring = ReadRing(root.Object("ringSeconds"), defaults.Ring, errors),
            TalkSeconds = ReadDistribution(root, "talkSeconds", defaults.TalkSeconds, errors),
            WrapUpSeconds = ReadDistribution(root, "wrapUpSeconds", defaults.WrapUpSeconds, errors),
            PatienceSeconds = root.Has("patienceSeconds") ? ReadDistribution(root, "patienceSeconds", Distribution.Constant(60), errors) : Take(root, "patienceSeconds", defaults.PatienceSeconds),
            Analysis = ReadAnalysis(root.Object("analysis"), defaults.Analysis),
            Abandon = ReadAbandon(root.Object("abandon"), defaults.Abandon),
            TrunkChannels = trunk?.Whole("channels", defaults.TrunkChannels, 1, 100_000) ?? defaults.TrunkChannels,
            TrunkCallsPerSecond = trunk?.Number("callsPerSecond", defaults.TrunkCallsPerSecond, 0, 10_000, aboveLeast: true) ?? defaults.TrunkCallsPerSecond,
            Leads = root.Whole("leads", defaults.Leads, 0, 100_000_000),
            InboundPerHour = root.Number("inboundPerHour", defaults.InboundPerHour, 0, 100_000),
        };
        trunk?.Close();
        scenario = ScenarioDeskJson.Read(root, scenario, errors);
        root.Close();
        CheckAgents(scenario, errors);
        return scenario;
    }

    private static void CheckAgents(Scenario scenario, List<ScenarioError> errors)
    {
        long total = 0;
        foreach (var group in scenario.AgentPlan)
            total += group.Count;
        if (total > MaxAgents)
            errors.Add(new ScenarioError("agentPlan", $"must have at most {MaxAgents} agents in all, not {total}"));
        if (scenario.AgentPlan.Count > 0 && total == 0)
            errors.Add(new ScenarioError("agentPlan", "must have at least one agent"));
    }

    private static AgentGroup ReadGroup(FieldReader fields, double hours)
    {
        double from = fields.Number("from", 0, 0, hours);
        double to = fields.Number("to", hours, 0, hours);
        int count = fields.Whole("count", 1, 0, MaxAgents);
        double breakAt = fields.Number("breakAtHour", fields.Has("breakMinutes") ? (from + to) / 2 : double.NaN, 0, hours);
        double breakMinutes = fields.Number("breakMinutes", fields.Has("breakAtHour") ? 10 : 0, 0, 24 * 60);
        double speed = fields.Number("speed", 1, 0.01, 100);
        if (to <= from)
            fields.Wrong("to", $"must be after from ({FieldReader.Show(from)}), not {FieldReader.Show(to)}");
        if (!double.IsNaN(breakAt) && (breakAt < from || breakAt >= to))
            fields.Wrong("breakAtHour", $"must lie between from and to, not {FieldReader.Show(breakAt)}");
        else if (!double.IsNaN(breakAt) && breakMinutes > (to - breakAt) * 60)
            fields.Wrong("breakMinutes", $"must fit before to: at most {FieldReader.Show((to - breakAt) * 60)}, not {FieldReader.Show(breakMinutes)}");
        fields.Close();
        return new AgentGroup(from, to, count, breakAt, breakMinutes, speed);
    }

    private static AnswerShares ReadAnswer(FieldReader? fields, AnswerShares defaults, List<ScenarioError> errors)
    {
        if (fields is null)
            return defaults;
        var answer = new AnswerShares
        {
            Live = fields.Number("live", defaults.Live, 0, 1),
            Machine = fields.Number("machine", defaults.Machine, 0, 1),
            Busy = fields.Number("busy", defaults.Busy, 0, 1),
            SpecialInformationTone = fields.Number("sit", defaults.SpecialInformationTone, 0, 1),
            Fax = fields.Number("fax", defaults.Fax, 0, 1),
            Failures = fields.Object("failure") is { } failures ? ReadFailures(failures, errors) : defaults.Failures,
            ByHour = fields.Has("byHour") ? ReadByHour(fields, errors) : Take(fields, "byHour", defaults.ByHour),
            PerNumber = fields.Object("perNumber") is { } numbers ? ReadNumbers(numbers) : defaults.PerNumber,
            Lists = fields.Has("lists") ? fields.List("lists", 100, (entry, path) => ReadList(new FieldReader(entry, path, errors))) : Take(fields, "lists", defaults.Lists),
        };
        CheckShares(answer, fields, errors);
        fields.Close();
        return answer;
    }

    private static NumberAnswers ReadNumbers(FieldReader fields)
    {
        var beta = fields.Object("beta");
        if (beta is null && !fields.Has("beta"))
            fields.Wrong("beta", "is missing");
        double mean = beta?.Number("mean", 0.08, 0, 0.99, aboveLeast: true) ?? 0.08;
        double sd = beta?.Number("sd", 0.08, 0, 1) ?? 0.08;
        double most = Math.Sqrt(mean * (1 - mean));
        if (sd >= most)
            beta!.Wrong("sd", $"must be below {FieldReader.Show(most)}, the most that chances of that mean can differ by, not {FieldReader.Show(sd)}");
        beta?.Close();
        var numbers = new NumberAnswers(mean, sd, fields.Number("never", 0, 0, 0.99), fields.Number("hours", 0, 0, 1), fields.Whole("triesPerNumber", 1, 1, 100));
        fields.Close();
        return numbers;
    }

    private static IReadOnlyList<double> ReadByHour(FieldReader fields, List<ScenarioError> errors)
    {
        var factors = fields.List("byHour", 24, (entry, path) => FieldReader.ReadNumber(entry, path, 0, 1000, false, errors) ?? 1);
        if (fields.All["byHour"].ValueKind == JsonValueKind.Array && factors.Count == 0)
            fields.Wrong("byHour", "must have at least one value");
        return factors;
    }

    private static LeadList ReadList(FieldReader fields)
    {
        var list = new LeadList(fields.Number("share", 1, 0, 1, aboveLeast: true), fields.Number("live", 0.3, 0, 1));
        fields.Close();
        return list;
    }

    private static List<KeyValuePair<int, double>> ReadFailures(FieldReader fields, List<ScenarioError> errors)
    {
        var failures = new List<KeyValuePair<int, double>>();
        foreach (var (name, value) in fields.All)
        {
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int status) || status is < 400 or > 699)
                fields.Wrong(name, "must be a SIP final status from 400 to 699");
            else if (FieldReader.ReadNumber(value, fields.At(name), 0, 1, false, errors) is { } share)
                failures.Add(new(status, share));
        }
        failures.Sort((a, b) => a.Key.CompareTo(b.Key));
        return failures;
    }

    private static void CheckShares(AnswerShares answer, FieldReader fields, List<ScenarioError> errors)
    {
        double lists = 0;
        double highest = answer.Lists.Count == 0 ? answer.Live : 0;
        foreach (var list in answer.Lists)
        {
            lists += list.Share;
            highest = Math.Max(highest, list.Live);
        }
        if (answer.Lists.Count > 0 && Math.Abs(lists - 1) > 1e-6)
            fields.Wrong("lists", $"must have shares that add up to 1, not {FieldReader.Show(lists)}");
        double rest = answer.Machine + answer.Busy + answer.SpecialInformationTone + answer.Fax;
        foreach (var (_, share) in answer.Failures)
            rest += share;
        if (highest + rest > 1 + 1e-9)
            errors.Add(new ScenarioError(fields.At("live"), $"and the other shares must add up to at most 1, not {FieldReader.Show(highest + rest)}"));
        for (int hour = 0; hour < answer.ByHour.Count; hour++)
            if (highest * answer.ByHour[hour] > 1 + 1e-9)
                fields.Wrong($"byHour[{hour}]", $"takes the answer rate to {FieldReader.Show(highest * answer.ByHour[hour])}; at most 1 is possible");
    }

    private static RingModel ReadRing(FieldReader? fields, RingModel defaults, List<ScenarioError> errors)
    {
        if (fields is null)
            return defaults;
        var ring = new RingModel
        {
            Live = ReadDistribution(fields, "live", defaults.Live, errors),
            Machine = ReadDistribution(fields, "machine", defaults.Machine, errors),
            TimeoutSeconds = fields.Number("timeout", defaults.TimeoutSeconds, 1, 600),
        };
        if (Least(ring.Live) >= ring.TimeoutSeconds)
            fields.Wrong("live", $"must be able to end before the time-out of {FieldReader.Show(ring.TimeoutSeconds)} s");
        fields.Close();
        return ring;
    }

    private static double Least(Distribution ring) => ring.Kind switch
    {
        DistributionKind.Constant => ring.Mean,
        DistributionKind.Gamma => ring.Min,
        DistributionKind.Exponential or DistributionKind.Normal or DistributionKind.Lognormal => 0,
        DistributionKind.Mixture => ring.Parts.Count == 0 ? 0 : ring.Parts.Min(part => Least(part.Of)),
    };

    private static AnalysisModel ReadAnalysis(FieldReader? fields, AnalysisModel defaults)
    {
        if (fields is null)
            return defaults;
        var analysis = new AnalysisModel
        {
            Mode = fields.Choice("mode", defaults.Mode, ("off", AnalysisMode.Off), ("detect", AnalysisMode.Detect), ("background", AnalysisMode.Background), ("message", AnalysisMode.Message)),
            Seconds = fields.Number("seconds", defaults.Seconds, 0, 30),
            LiveAsMachine = fields.Number("liveAsMachine", defaults.LiveAsMachine, 0, 1),
            MachineAsLive = fields.Number("machineAsLive", defaults.MachineAsLive, 0, 1),
            AgentSecondsPerMachine = fields.Number("agentSecondsPerMachine", defaults.AgentSecondsPerMachine, 0, 3600),
        };
        fields.Close();
        return analysis;
    }

    private static AbandonRule ReadAbandon(FieldReader? fields, AbandonRule defaults)
    {
        if (fields is null)
            return defaults;
        var rule = new AbandonRule(
            TimeSpan.FromSeconds(fields.Number("afterSeconds", defaults.After.TotalSeconds, 0, 60)),
            fields.Choice("from", defaults.From, ("answer", AbandonClock.Answer), ("greetingEnd", AbandonClock.GreetingEnd)),
            fields.Number("cap", defaults.Cap, 0, 1, aboveLeast: true),
            fields.Choice("window", defaults.Window, ("day", AbandonWindow.Day), ("campaign", AbandonWindow.Campaign), ("30days", AbandonWindow.ThirtyDays), ("thirtyDays", AbandonWindow.ThirtyDays)),
            fields.Flag("countFalsePositives", defaults.CountFalsePositives));
        fields.Close();
        return rule;
    }

    internal static Distribution ReadDistribution(FieldReader parent, string name, Distribution defaults, List<ScenarioError> errors) =>
        parent.TryTake(name, out var value) ? ReadDistribution(value, parent.At(name), defaults, errors, 0) : defaults;

    private static Distribution ReadDistribution(JsonElement value, string path, Distribution defaults, List<ScenarioError> errors, int depth)
    {
        if (value.ValueKind == JsonValueKind.Number)
            return Distribution.Constant(FieldReader.ReadNumber(value, path, 0, 86_400, false, errors) ?? 0);
        var outer = new FieldReader(value, path, errors);
        if (outer.All.Count != 1)
        {
            if (value.ValueKind == JsonValueKind.Object)
                errors.Add(new ScenarioError(path, "must have exactly one of gamma, normal, lognormal, exponential, constant, mixture"));
            return defaults;
        }
        if (outer.Has("mixture"))
            return ReadMixture(outer, defaults, errors, depth);
        var read = ReadPlain(outer, "gamma", f => Distribution.Gamma(Positive(f, "mean"), Positive(f, "shape"), f.Number("min", 0, 0, 86_400)))
            ?? ReadPlain(outer, "normal", f => Distribution.Normal(Positive(f, "mean"), f.Number("sd", 0, 0, 86_400)))
            ?? ReadPlain(outer, "lognormal", f => Distribution.Lognormal(Positive(f, "mean"), f.Number("cv", 1, 0, 100)))
            ?? ReadPlain(outer, "exponential", f => Distribution.Exponential(Positive(f, "mean")))
            ?? ReadPlain(outer, "constant", f => Distribution.Constant(f.Number("seconds", 0, 0, 86_400)));
        outer.TryTake("mixture", out _);
        outer.Close();
        if (read is { Kind: DistributionKind.Gamma } gamma && gamma.Mean <= gamma.Min)
            errors.Add(new ScenarioError($"{path}.gamma.mean", $"must be above min ({FieldReader.Show(gamma.Min)}), not {FieldReader.Show(gamma.Mean)}"));
        return read ?? defaults;
    }

    private static double Positive(FieldReader fields, string name)
    {
        if (!fields.Has(name))
            fields.Wrong(name, "is missing");
        return fields.Number(name, 1, 0, 86_400, aboveLeast: true);
    }

    private static Distribution? ReadPlain(FieldReader outer, string kind, Func<FieldReader, Distribution> read)
    {
        if (outer.Object(kind) is not { } fields)
            return null;
        var distribution = read(fields);
        fields.Close();
        return distribution;
    }

    private static Distribution ReadMixture(FieldReader outer, Distribution defaults, List<ScenarioError> errors, int depth)
    {
        if (depth >= MaxNesting)
        {
            outer.Wrong("mixture", $"may be nested at most {MaxNesting} deep");
            outer.TryTake("mixture", out _);
            return defaults;
        }
        var parts = outer.List("mixture", 100, (entry, path) => ReadPart(new FieldReader(entry, path, errors), path, errors, depth));
        if (parts.Count == 0)
            outer.Wrong("mixture", "must have at least one part");
        outer.Close();
        return Distribution.Mixture([.. parts]);
    }

    private static MixturePart ReadPart(FieldReader fields, string path, List<ScenarioError> errors, int depth)
    {
        double weight = fields.Number("weight", 1, 0, 1e6, aboveLeast: true);
        var of = Distribution.Constant(1);
        if (fields.TryTake("of", out var inner))
            of = ReadDistribution(inner, $"{path}.of", of, errors, depth + 1);
        else
            fields.Wrong("of", "is missing");
        fields.Close();
        return new MixturePart(weight, of);
    }

    private static T Take<T>(FieldReader fields, string name, T byDefault)
    {
        fields.TryTake(name, out _);
        return byDefault;
    }
}
