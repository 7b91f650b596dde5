namespace Dialer.Core.Routing.Foresight;

internal enum RehearsedEvent : byte
{
    Arrives,
    AgentFree,
    HangsUp,
    LookedAt,
}
