using System.Text.Json;

namespace Dialer.Simulation.Desk;

/// <summary>Routings as <c>dialer simulate --json</c> prints them.</summary>
public static class RoutingJson
{
    public static void Write(Utf8JsonWriter json, IReadOnlyList<RoutingResult> routings)
    {
        json.WriteStartArray("routings");
        foreach (var routing in routings)
        {
            json.WriteStartObject();
            json.WriteString("name", routing.Name);
            Number(json, "occupancy", routing.Occupancy);
            Number(json, "worstAttainment", routing.WorstAttainment);
            json.WriteStartArray("queues");
            foreach (var queue in routing.Queues)
                Write(json, queue);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, QueueResult queue)
    {
        json.WriteStartObject();
        json.WriteString("name", queue.Name);
        json.WriteNumber("offered", queue.Offered);
        json.WriteNumber("answered", queue.Answered);
        json.WriteNumber("abandoned", queue.Abandoned);
        Number(json, "serviceLevel", queue.ServiceLevel);
        json.WriteStartObject("waitSeconds");
        Number(json, "mean", queue.Waits.Mean);
        Number(json, "p50", queue.Waits.Median);
        Number(json, "p95", queue.Waits.P95);
        Number(json, "p99", queue.Waits.P99);
        Number(json, "max", queue.Waits.Max);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, double value) => json.WriteNumber(name, Math.Round(value, 6));
}
