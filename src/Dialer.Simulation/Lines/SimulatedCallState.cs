namespace Dialer.Simulation.Lines;

internal enum SimulatedCallState : byte
{
    Dialing,
    Ringing,
    Answered,
    Ended,
}
