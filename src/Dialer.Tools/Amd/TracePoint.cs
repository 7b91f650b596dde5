namespace Dialer.Tools.Amd;

/// <summary>What the analyzer's inner values were in one 20 ms frame.</summary>
internal readonly record struct TracePoint(float EnvelopeDb, float FloorDb, bool Speaking, float ToneHz);
