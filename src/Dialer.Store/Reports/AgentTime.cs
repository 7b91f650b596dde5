using System.Text.Json.Serialization;

namespace Dialer.Store.Reports;

/// <summary>An agent's time in this campaign's runs, in seconds, by state.</summary>
public sealed record AgentTime(
    int Agent,
    string Name,
    int Conversations,
    double TalkSeconds,
    [property: JsonConverter(typeof(WordKeys<double>))] IReadOnlyDictionary<string, double> SecondsByState);
