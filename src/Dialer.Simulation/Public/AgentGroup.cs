namespace Dialer.Simulation.Public;

/// <summary>A group of agents who come, go and take their break together.</summary>
/// <param name="FromHour">When they log in, hours since the day's start.</param>
/// <param name="ToHour">When they log out.</param>
/// <param name="Count">How many.</param>
/// <param name="BreakAtHour">When their break is announced; NaN: none.</param>
/// <param name="BreakMinutes">Its length, from when each agent is free.</param>
/// <param name="Speed">Talk and wrap-up take 1/speed of what the scenario draws.</param>
public readonly record struct AgentGroup(double FromHour, double ToHour, int Count, double BreakAtHour, double BreakMinutes, double Speed)
{
    public bool HasBreak => BreakMinutes > 0 && !double.IsNaN(BreakAtHour);
}
