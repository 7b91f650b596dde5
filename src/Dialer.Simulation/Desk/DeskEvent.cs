namespace Dialer.Simulation.Desk;

/// <summary>What happens at a rehearsed desk.</summary>
internal enum DeskEvent : byte
{
    Arrives,
    HangsUp,
    AgentFree,
}
