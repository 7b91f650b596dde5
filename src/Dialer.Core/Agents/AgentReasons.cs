namespace Dialer.Core.Agents;

/// <summary>Reasons of an agent's state that the engine gives by itself and that others go by.</summary>
public static class AgentReasons
{
    /// <summary>Nothing is heard of the agent's phone, though its PBX may answer for it: nobody is given to it until it is heard.</summary>
    public const string PhoneSilent = "phone silent";

    /// <summary>The ceilings for occupancy or unbroken time on the telephone ask for a rest; the agent is at work again by itself.</summary>
    public const string Resting = "resting";
}
