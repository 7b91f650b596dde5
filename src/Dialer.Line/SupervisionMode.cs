namespace Dialer.Line;

/// <summary>What a supervisor hears of an agent's conversations, and who hears the supervisor.</summary>
public enum SupervisionMode : byte
{
    /// <summary>Hears both, is heard by nobody.</summary>
    Listen = 0,

    /// <summary>Hears both, is heard by the agent alone.</summary>
    Whisper,

    /// <summary>A conference of three.</summary>
    Join,
}
