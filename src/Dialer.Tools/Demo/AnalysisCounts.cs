namespace Dialer.Tools.Demo;

/// <summary>The five counts of the demo's JSON. Undetermined: neither live nor machine was concluded.</summary>
public sealed record AnalysisCounts(int LiveAsLive, int LiveAsMachine, int MachineAsMachine, int MachineAsLive, int Undetermined);
