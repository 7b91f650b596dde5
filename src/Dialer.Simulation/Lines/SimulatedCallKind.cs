namespace Dialer.Simulation.Lines;

internal enum SimulatedCallKind : byte
{
    Outbound,
    Inbound,
    Agent,
}
