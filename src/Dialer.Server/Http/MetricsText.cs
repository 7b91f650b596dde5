using System.Globalization;
using System.Text;
using Dialer.Core.Engine.Books;
using Dialer.Server.Monitoring;
using Dialer.Server.Running;

namespace Dialer.Server.Http;

/// <summary>
/// What a monitor collects: names in base units, few labels. Counters grow from the start of the program. OpenMetrics where it is asked
/// for, else the text format of Prometheus.
/// </summary>
internal sealed class MetricsText(bool isOpenMetrics)
{
    public const string OpenMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    public const string Prometheus = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    public string Of(WallboardView view, SpanBoard spans, DialerGauges gauges)
    {
        Head("dialer_calls", "gauge", "Outbound calls in progress by state.");
        foreach (var campaign in view.Campaigns)
        {
            Row("dialer_calls", campaign.Ringing, ("campaign", campaign.Name), ("state", "ringing"));
            Row("dialer_calls", campaign.Answering, ("campaign", campaign.Name), ("state", "answering"));
            Row("dialer_calls", campaign.Talking, ("campaign", campaign.Name), ("state", "talking"));
        }
        Counter("dialer_attempts", "Attempts begun.", view.Campaigns, campaign => campaign.Attempts);
        Counter("dialer_answers_live", "Answers that a person gave.", view.Campaigns, campaign => campaign.AnsweredLive);
        Counter("dialer_answers_machine", "Answers that a machine gave.", view.Campaigns, campaign => campaign.Machines);
        Counter("dialer_connected", "People connected with an agent.", view.Campaigns, campaign => campaign.Connected);
        Counter("dialer_abandoned", "People who answered and got no agent in time.", view.Campaigns, campaign => campaign.Abandoned);
        HeadOfCounter("dialer_attempts_closed", "Attempts closed, by result of the network.");
        foreach (var campaign in view.Campaigns)
            foreach (var (result, count) in campaign.Results)
                RowOfCounter("dialer_attempts_closed", count, ("campaign", campaign.Name), ("result", result));
        HeadOfCounter("dialer_dial_refusals", "Leads that the rules held back, by reason.");
        foreach (var campaign in view.Campaigns)
            foreach (var (reason, count) in campaign.Refusals)
                RowOfCounter("dialer_dial_refusals", count, ("campaign", campaign.Name), ("reason", reason));
        Head("dialer_agents", "gauge", "Agents by state.");
        foreach (var (state, count) in view.AgentsByState)
            Row("dialer_agents", count, ("state", state));
        Head("dialer_trunk_available", "gauge", "1: calls go out by the trunk.");
        foreach (var trunk in view.Trunks)
            Row("dialer_trunk_available", trunk.Available ? 1 : 0, ("trunk", trunk.Name));
        Head("dialer_queue_waiting", "gauge", "Who wait for an agent.");
        foreach (var queue in view.Queues)
            Row("dialer_queue_waiting", queue.Waiting, ("queue", queue.Name));
        CounterOfQueues("dialer_queue_offered", "Who came into the queue.", view.Queues, queue => queue.Offered);
        CounterOfQueues("dialer_queue_answered", "Who got an agent.", view.Queues, queue => queue.Answered);
        CounterOfQueues("dialer_queue_hung_up", "Who hung up while they waited.", view.Queues, queue => queue.HungUp);
        Head("dialer_queue_wait_seconds", "histogram", "How long people waited, until an agent came or they were gone.");
        foreach (var (queue, waits) in spans.Waits.Where(wait => view.Queues.Any(queue => queue.Name == wait.Key)))
            Histogram("dialer_queue_wait_seconds", waits, ("queue", queue));
        Head("dialer_answer_to_agent_seconds", "histogram", "From the answer to the first packet for the agent, of calls that found an agent reserved.");
        Histogram("dialer_answer_to_agent_seconds", spans.AnswerToAgent);
        Head("dialer_customer_heard_seconds", "histogram", "From the answer to the first packet with the person's voice for the agent.");
        Histogram("dialer_customer_heard_seconds", spans.CustomerHeard);
        One("dialer_inbox_inputs", "Inputs that wait for the engine.", gauges.Inbox);
        One("dialer_store_writing_seconds", "How long the write that is going on has taken; 0: none is.", gauges.StoreWriting.TotalSeconds);
        One("dialer_overloaded", "1: this machine does not keep up, and nobody new is dialed.", gauges.IsOverloaded ? 1 : 0);
        One("dialer_draining", "1: the program ends, and conversations may finish.", view.Draining ? 1 : 0);
        if (isOpenMetrics)
            _text.Append("# EOF\n");
        return _text.ToString();
    }

    private void Counter(string name, string help, IReadOnlyList<CampaignRow> campaigns, Func<CampaignRow, long> value)
    {
        HeadOfCounter(name, help);
        foreach (var campaign in campaigns)
            RowOfCounter(name, value(campaign), ("campaign", campaign.Name));
    }

    /// <summary>OpenMetrics names the family without the suffix of its rows, the older format with it.</summary>
    private void HeadOfCounter(string name, string help) => Head(isOpenMetrics ? name : name + "_total", "counter", help);

    private void RowOfCounter(string name, double value, params (string Name, string Value)[] labels) => Row(name + "_total", value, labels);

    private void One(string name, string help, double value)
    {
        Head(name, "gauge", help);
        Row(name, value);
    }

    private void CounterOfQueues(string name, string help, IReadOnlyList<QueueRow> queues, Func<QueueRow, long> value)
    {
        HeadOfCounter(name, help);
        foreach (var queue in queues)
            RowOfCounter(name, value(queue), ("queue", queue.Name));
    }

    private void Histogram(string name, SpanHistogram spans, params (string Name, string Value)[] labels)
    {
        for (int i = 0; i < BucketCounts.Length; i++)
            Row(name + "_bucket", spans.Within[i], [.. labels, ("le", BucketCounts.Bounds[i].ToString("0.0##", CultureInfo.InvariantCulture))]);
        Row(name + "_bucket", spans.Count, [.. labels, ("le", "+Inf")]);
        Row(name + "_sum", spans.Sum.TotalSeconds, labels);
        Row(name + "_count", spans.Count, labels);
    }

    private void Head(string name, string type, string help) => _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private void Row(string name, double value, params (string Name, string Value)[] labels)
    {
        _text.Append(name);
        if (labels.Length > 0)
            _text.Append('{').AppendJoin(',', labels.Select(label => $"{label.Name}=\"{label.Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"")).Append('}');
        _text.Append(CultureInfo.InvariantCulture, $" {value:R}\n");
    }
}
