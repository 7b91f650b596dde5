namespace Dialer.Simulation.Virtual;

/// <summary>What one rehearsed day came to. Times in seconds, counted from the day's start to its planned end.</summary>
public sealed class DayReport
{
    private const int IdleBuckets = 64;
    private readonly int[] _idle = new int[IdleBuckets];

    /// <summary>Agents with people, without answering machines that reached an agent.</summary>
    public double TalkSeconds { get; internal set; }

    /// <summary>Agents with machines.</summary>
    public double MachineSeconds { get; internal set; }
    public double WrapUpSeconds { get; internal set; }

    /// <summary>Logged in and not on a break.</summary>
    public double AgentSeconds { get; internal set; }
    public long Dials { get; internal set; }

    /// <summary>Calls given up by the pacer after the minimum ring time.</summary>
    public long GivenUp { get; internal set; }

    /// <summary>People who reached an agent.</summary>
    public long Connected { get; internal set; }
    public long Abandoned { get; internal set; }

    /// <summary>People hung up on because they were taken for machines.</summary>
    public long FalsePositives { get; internal set; }

    /// <summary>Whether the rule counts <see cref="FalsePositives"/>.</summary>
    public bool CountsFalsePositives { get; internal init; }

    /// <summary>The true rate, as the rule defines it.</summary>
    public double AbandonedRate
    {
        get
        {
            long unserved = Abandoned + (CountsFalsePositives ? FalsePositives : 0);
            long people = Connected + unserved;
            return people == 0 ? 0 : (double)unserved / people;
        }
    }

    public double TalkMinutesPerAgentHour => AgentSeconds <= 0 ? 0 : TalkSeconds / AgentSeconds * 60;
    public double Utilisation => AgentSeconds <= 0 ? 0 : (TalkSeconds + MachineSeconds + WrapUpSeconds) / AgentSeconds;
    public double ReachedPerThousandDials => Dials == 0 ? 0 : 1000.0 * Connected / Dials;
    public double DialsPerAgentHour => AgentSeconds <= 0 ? 0 : Dials / AgentSeconds * 3600;

    /// <summary>Idle times of agents between two conversations, by bucket of a quarter octave from 1 s.</summary>
    public ReadOnlySpan<int> Idle => _idle;

    internal void AddIdle(double seconds) => _idle[seconds < 1 ? 0 : Math.Min(IdleBuckets - 1, 1 + (int)(4 * Math.Log2(seconds)))]++;

    /// <summary>Upper edge of an idle bucket, seconds.</summary>
    public static double IdleEdge(int bucket) => Math.Pow(2, bucket / 4.0);
}
