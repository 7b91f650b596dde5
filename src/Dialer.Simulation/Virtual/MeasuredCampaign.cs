namespace Dialer.Simulation.Virtual;

/// <summary>What a finished campaign measured, by counting its closed attempts.</summary>
public sealed record MeasuredCampaign
{
    public required string Name { get; init; }
    public required int Attempts { get; init; }

    /// <summary>Answers concluded to be people, by the analyzer or by the agent.</summary>
    public required int Live { get; init; }
    public int Machines { get; init; }
    public int Busy { get; init; }
    public int OperatorAnnouncements { get; init; }
    public int Faxes { get; init; }

    /// <summary>Other final statuses and how often.</summary>
    public IReadOnlyDictionary<int, int> Failures { get; init; } = new Dictionary<int, int>();

    /// <summary>Attempts and people by whole hour since the first attempt of the day; empty: not known.</summary>
    public IReadOnlyList<(int Attempts, int Live)> ByHour { get; init; } = [];

    /// <summary>From dialing to the answer.</summary>
    public MeasuredTimes LiveRing { get; init; }
    public MeasuredTimes MachineRing { get; init; }

    /// <summary>From dialing to the end of calls that nobody answered.</summary>
    public MeasuredTimes NoAnswer { get; init; }
    public MeasuredTimes Talk { get; init; }
    public MeasuredTimes WrapUp { get; init; }

    /// <summary>From the answer to the verdict.</summary>
    public MeasuredTimes Analysis { get; init; }
    public int Agents { get; init; }
    public double Hours { get; init; }
}
