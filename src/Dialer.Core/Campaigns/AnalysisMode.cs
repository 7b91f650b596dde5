namespace Dialer.Core.Campaigns;

/// <summary>Whether call progress analysis listens after the answer, and who waits for it.</summary>
public enum AnalysisMode : byte
{
    /// <summary>Every answer goes to an agent at once.</summary>
    Off,

    /// <summary>Listen, then connect people.</summary>
    Detect,

    /// <summary>Connect at once; the verdict is for the statistics and for the agent's screen.</summary>
    Background,

    /// <summary>Listen, connect people, and leave a message on machines after their greeting.</summary>
    Message,
}
