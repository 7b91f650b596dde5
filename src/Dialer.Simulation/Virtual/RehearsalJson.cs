using System.Buffers;
using System.Text;
using System.Text.Json;
using Dialer.Core.Pacing;

namespace Dialer.Simulation.Virtual;

/// <summary>A rehearsal's results as one JSON object. The same seed gives the same bytes, but for the speed.</summary>
public static class RehearsalJson
{
    public static string Write(string scenario, ulong seed, int days, IReadOnlyList<PacerResult> pacers, double simulatedSecondsPerSecond)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("scenario", scenario);
            json.WriteNumber("seed", seed);
            json.WriteNumber("days", days);
            json.WriteStartArray("pacers");
            foreach (var pacer in pacers)
                Write(json, pacer);
            json.WriteEndArray();
            json.WriteNumber("simulatedSecondsPerSecond", Math.Round(simulatedSecondsPerSecond));
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Several worlds, each with the policies that were rehearsed in it.</summary>
    public static string WriteWorlds(ulong seed, int days, IReadOnlyList<(NamedWorld World, IReadOnlyList<PacerResult> Pacers)> worlds)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("seed", seed);
            json.WriteNumber("days", days);
            json.WriteStartArray("worlds");
            foreach (var (world, pacers) in worlds)
            {
                json.WriteStartObject();
                json.WriteString("name", world.Name);
                json.WriteBoolean("lawful", world.IsLawful);
                json.WriteStartArray("pacers");
                foreach (var pacer in pacers)
                    Write(json, pacer);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, PacerResult pacer)
    {
        json.WriteStartObject();
        json.WriteString("name", pacer.Name);
        Number(json, "talkMinutesPerAgentHour", pacer.TalkMinutesPerAgentHour.Mean);
        Number(json, "utilisation", pacer.Utilisation.Mean);
        Number(json, "abandonedRate", pacer.AbandonedRate.Mean);
        json.WriteNumber("daysOverCap", pacer.DaysOverCap);
        Number(json, "worstDayRate", pacer.WorstDayRate);
        Number(json, "dialsPerAgentHour", pacer.DialsPerAgentHour.Mean);
        Number(json, "reachedPerThousandDials", pacer.ReachedPerThousandDials.Mean);
        json.WriteStartObject("idleSeconds");
        Number(json, "mean", pacer.IdleSeconds.Mean);
        Number(json, "p50", pacer.IdleQuantiles[0]);
        Number(json, "p90", pacer.IdleQuantiles[1]);
        Number(json, "p99", pacer.IdleQuantiles[2]);
        json.WriteEndObject();
        if (pacer.Learned is { } learned)
            WriteLearned(json, learned);
        json.WriteStartObject("standardError");
        Number(json, "talkMinutesPerAgentHour", pacer.TalkMinutesPerAgentHour.StandardError);
        Number(json, "utilisation", pacer.Utilisation.StandardError);
        Number(json, "abandonedRate", pacer.AbandonedRate.StandardError);
        Number(json, "daysOverCap", pacer.DaysOverCapError);
        Number(json, "worstDayRate", pacer.WorstDayRateError);
        Number(json, "dialsPerAgentHour", pacer.DialsPerAgentHour.StandardError);
        Number(json, "reachedPerThousandDials", pacer.ReachedPerThousandDials.StandardError);
        Number(json, "idleSeconds", pacer.IdleSeconds.StandardError);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteLearned(Utf8JsonWriter json, LeadModelState learned)
    {
        json.WriteStartObject("perLead");
        json.WriteStartArray("effects");
        foreach (var effect in learned.Effects)
        {
            json.WriteStartObject();
            json.WriteString("trait", effect.Trait);
            Number(json, "times", effect.Times);
            Number(json, "from", effect.From);
            Number(json, "to", effect.To);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("reliability");
        foreach (var bin in learned.Reliability)
        {
            json.WriteStartObject();
            Number(json, "calls", bin.Calls);
            Number(json, "said", bin.Said);
            Number(json, "answered", bin.Answered);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, double value) => json.WriteNumber(name, Math.Round(value, 6));
}
