using System.Globalization;
using System.Text;
using Dialer.Core.Ids;
using Dialer.Server.Monitoring;
using Dialer.Simulation.Public;
using Dialer.Store.Reports;

namespace Dialer.Tools.Demo;

/// <summary>The words of a rehearsal.</summary>
internal static class DemoText
{
    public static string Opening(DemoRun run) => string.Create(CultureInfo.InvariantCulture,
        $"Rehearsal: {run.Progress().Total} leads, {run.World.Phones.Count} agents, {run.Options.Length.TotalSeconds:0} s. Carrier {run.World.Carrier.SipEndPoint}, line {run.Dialer.SipEndPoint}.\nStore: {run.StorePath}");

    public static string Line(DemoRun run)
    {
        var view = run.Dialer.View();
        var line = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{run.Elapsed.TotalSeconds,4:0} s"));
        foreach (var row in view.Campaigns)
            line.Append(CultureInfo.InvariantCulture, $"  {row.Name}: level {row.DialLevel:0.00}, ringing {row.Ringing}, people {row.AnsweredLive}, machines {row.Machines}, abandoned {row.AbandonedRate:P2}");
        line.Append("  agents:");
        foreach (var (state, count) in view.AgentsByState)
            if (count > 0)
                line.Append(CultureInfo.InvariantCulture, $" {count} {state}");
        line.Append(CultureInfo.InvariantCulture, $"  talk {view.TalkShare:P0}, heard after {Latency(view.CustomerHeardMs)}, answer to agent {Latency(view.AnswerToAgentMs)}, list {run.ListShare:P0}");
        return line.ToString();
    }

    public static string Latency(LatencyView latency) => latency.Count == 0
        ? "-"
        : string.Create(CultureInfo.InvariantCulture, $"p50 {latency.P50:0.0} p95 {latency.P95:0.0} p99 {latency.P99:0.0} ms");

    public static string Closing(DemoRun run)
    {
        var text = new StringBuilder().Append('\n').Append(ReportText.ToText(run.Report()));
        if (run.AnalysisIsOn)
            text.Append('\n').Append(Truth(run.Truth.Count()));
        return text.Append('\n').Append($"Show it again: {Program} report --db ").Append(Quoted(run.StorePath)).ToString();
    }

    /// <summary>What was true down, what was concluded across.</summary>
    private static string Truth(IReadOnlyDictionary<(CalledPartyKind True, CpaVerdict Concluded), int> counts)
    {
        var verdicts = counts.Keys.Select(key => key.Concluded).Distinct().Order().ToArray();
        var text = new StringBuilder("What was true, by what was concluded from the audio (no accuracy is claimed from the generated set):\n");
        text.Append("".PadRight(24)).AppendJoin("", verdicts.Select(verdict => Heading(verdict).PadLeft(Heading(verdict).Length + 3))).Append('\n');
        foreach (var kind in counts.Keys.Select(key => key.True).Distinct().Order())
            text.Append(("  " + kind).PadRight(24))
                .AppendJoin("", verdicts.Select(verdict => counts.GetValueOrDefault((kind, verdict)).ToString(CultureInfo.InvariantCulture).PadLeft(Heading(verdict).Length + 3)))
                .Append('\n');
        return text.ToString();
    }

    private static string Heading(CpaVerdict verdict) => verdict == CpaVerdict.None ? "(none)" : verdict.ToString();

    /// <summary>As it can be typed here: from a clone by way of the SDK, else the installed program.</summary>
    private static string Program => File.Exists(Path.Combine("src", "Dialer.Host", "Dialer.Host.csproj")) ? "dotnet run -c Release --project src/Dialer.Host --" : "dialer";

    private static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;
}
