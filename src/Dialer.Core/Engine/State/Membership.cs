namespace Dialer.Core.Engine.State;

/// <summary>One agent's place in one group. Made when settings change, not while calls go on.</summary>
internal sealed class Membership(Agent agent, ServiceGroup group, int proficiency)
{
    public Agent Agent { get; } = agent;
    public ServiceGroup Group { get; } = group;

    /// <summary>How well the agent serves it, 1 to 10.</summary>
    public int Proficiency { get; } = proficiency;
    public Membership? Previous { get; set; }
    public Membership? Next { get; set; }
    public bool IsReady { get; set; }

    /// <summary>Longest idle first; the more proficient of two who are idle since the same instant; then the lower number.</summary>
    public bool Before(Membership other)
    {
        if (Agent.IdleSince != other.Agent.IdleSince)
            return Agent.IdleSince < other.Agent.IdleSince;
        if (Proficiency != other.Proficiency)
            return Proficiency > other.Proficiency;
        return Agent.Id.Value < other.Agent.Id.Value;
    }
}
