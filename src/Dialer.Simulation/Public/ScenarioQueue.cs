using Dialer.Core.Channels;
using Dialer.Core.Routing;

namespace Dialer.Simulation.Public;

/// <summary>Those who ask a service desk for the same thing.</summary>
public sealed record ScenarioQueue
{
    public required string Name { get; init; }

    /// <summary>Who comes, in each hour of the day; the last goes on to the end.</summary>
    public required IReadOnlyList<double> ByHour { get; init; }
    public required Distribution TalkSeconds { get; init; }

    /// <summary>Null: nobody hangs up.</summary>
    public Distribution? PatienceSeconds { get; init; }
    public ServiceTarget ServiceLevel { get; init; } = ServiceTarget.Within20Seconds;

    /// <summary>What is asked of an agent, step by step; the names are those of the groups' skills.</summary>
    public IReadOnlyList<AskedSkills> Skills { get; init; } = [];

    /// <summary>-100 to 100, higher first.</summary>
    public int Priority { get; init; }
    public Channel Channel { get; init; }

    public double PerHour(double hour) => ByHour[Math.Min((int)hour, ByHour.Count - 1)];
}
