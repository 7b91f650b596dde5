using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dialer.Core.Text;

namespace Dialer.Store.Reports;

/// <summary>A report as people and as programs read it.</summary>
public static class ReportText
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One JSON object; names in camel case, and so the results, verdicts and states that counts are keyed by.</summary>
    public static string ToJson(CampaignReport report) => JsonSerializer.Serialize(report, Json);

    public static string ToText(CampaignReport report)
    {
        var text = new StringBuilder();
        Line(text, $"Campaign      {report.Campaign}{(report.Run is { } run ? $", run {run}" : "")}");
        if (report.FirstAttemptAt is { } first && report.LastAttemptAt is { } last)
            Line(text, $"Dialed        {first:yyyy-MM-dd HH:mm:ss} to {last:yyyy-MM-dd HH:mm:ss} UTC");
        Line(text, $"Leads         {report.Leads.Total}: {report.Leads.New} new, {report.Leads.Waiting} to be dialed again, {report.Leads.InAttempt} in attempt, {report.Leads.Done} done, {report.Leads.Exhausted} exhausted, {report.Leads.Interrupted} interrupted, {report.Leads.Refused} refused ({report.Leads.Share:P1} finished)");
        foreach (var held in report.HeldBack)
            Line(text, $"  {HeldBackText.Of(held)}");
        Line(text, $"Attempts      {report.Attempts}, outcomes stored {report.OutcomesStored}, in flight {report.InFlight}");
        Line(text, $"Results       {Counts(InWords(report.Results))}");
        Line(text, $"Analysis      {report.AnsweredLive} people, {report.Machines} machines{(report.Revoked == 0 ? "" : $" ({report.Revoked} of them taken for people at first)")}; {Counts(InWords(report.Verdicts))}");
        if (report.CalledMachine is { Calls: > 0 } estimate)
            Line(text, $"Called machine {(estimate.Share is { } share ? $"{share:P2} of the people, " : "")}{estimate.Low:P2} to {estimate.High:P2} (95 %); of {estimate.Calls} answers {estimate.Known} are known, {estimate.Unproven} machines are not proven{(estimate.Share is null && estimate.Unproven > 0 ? ": review clips of them (dialer amd review)" : "")}");
        Line(text, $"Connected     {report.Connected}, abandoned {report.Abandoned} ({report.AbandonedRate:P2})");
        Line(text, $"Talk          {Duration(report.TalkSeconds)} in this campaign; its agents talked {report.TalkShare:P1} of their time");
        if (report.CustomerHeardMs is { Count: > 0 } heard)
            Line(text, $"Heard after   {heard.P50:F1} ms half, {heard.P95:F1} ms 95 %, {heard.P99:F1} ms 99 % of {heard.Count} people");
        if (report.AnswerToAgentMs is { Count: > 0 } latency)
            Line(text, $"To the agent  {latency.P50:F1} ms half, {latency.P95:F1} ms 95 %, {latency.P99:F1} ms 99 % of {latency.Count} answers");
        if (report.Audio is { Calls: > 0 } audio)
            Line(text, $"Audio         {audio.LossShare:P2} of the packets lost, jitter {audio.JitterMs50:F1} ms half, {audio.JitterMs95:F1} ms 95 %, MOS {audio.Mos50:F2} half, {audio.Mos5:F2} the worst 5 % of {audio.Calls} calls");
        if (report.Chances is { } learned)
        {
            Line(text, $"Chances of an answer");
            foreach (string line in LearnedChancesText.Of(learned))
                Line(text, $"  {line}");
        }
        if (report.Dispositions.Count > 0)
            Line(text, $"Dispositions  {Counts(report.Dispositions)}");
        foreach (var agent in report.Agents)
            Line(text, $"  {agent.Name}: {agent.Conversations} conversations, talk {Duration(agent.TalkSeconds)}; {string.Join(", ", agent.SecondsByState.Select(state => $"{ReportWords.Word(state.Key)} {Duration(state.Value)}"))}");
        foreach (var list in report.Lists)
            Line(text, $"List {list.Name}: {list.Rows} rows, {list.Leads} leads, {list.RejectedRows} rows rejected, {list.NumbersRefused} numbers refused in rows kept");
        foreach (var reject in report.Rejects)
            Line(text, $"  {reject.Rows} x {reject.Reason}");
        return text.ToString();
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(PlainText.Line(line.ToString(CultureInfo.InvariantCulture))).Append('\n');

    private static IEnumerable<KeyValuePair<string, int>> InWords(IEnumerable<KeyValuePair<string, int>> counts) =>
        counts.Select(count => KeyValuePair.Create(ReportWords.Word(count.Key), count.Value));

    private static string Counts(IEnumerable<KeyValuePair<string, int>> counts)
    {
        string joined = string.Join(", ", counts.Where(count => count.Value > 0).OrderByDescending(count => count.Value).Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key} {count.Value}")));
        return joined.Length == 0 ? "none" : joined;
    }

    private static string Duration(double seconds) => TimeSpan.FromSeconds(Math.Round(seconds)).ToString("c", CultureInfo.InvariantCulture);
}
