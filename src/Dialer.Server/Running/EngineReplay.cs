using Dialer.Core.Engine;
using Dialer.Core.Engine.Log;
using Dialer.Core.Pacing;
using Dialer.Store.Zones;

namespace Dialer.Server.Running;

/// <summary>Runs a recorded log through a fresh engine in virtual time: no clock, no thread, no line, no store.</summary>
public static class EngineReplay
{
    /// <exception cref="EngineLogException">The bytes are not a log, or make no sense.</exception>
    public static ReplayResult Run(ReadOnlySpan<byte> log)
    {
        var reader = new EngineLogReader(BundledZones.Find);
        long firstAttempt = reader.ReadHeader(ref log);
        var engine = new DialerEngine(new EngineOptions(firstAttempt, Pacers.Create));
        var digest = new OutputDigest();
        long inputs = 0;
        LogRead read;
        while ((read = reader.TryRead(ref log, out var input, out var at)) == LogRead.Record)
        {
            engine.Apply(input, at);
            digest.Add(engine.Outbox);
            engine.Outbox.Clear();
            inputs++;
        }
        return new ReplayResult(inputs, digest.Count, Text(digest.Value), read == LogRead.Torn);
    }

    public static string Text(ulong digest) => digest.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
}
