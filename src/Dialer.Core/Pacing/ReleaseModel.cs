using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Pacing;

/// <summary>
/// The chance that a busy agent is free within each of a few horizons, given how long the present talk or wrap-up has
/// lasted, and how fast this agent is. Tables by age are rebuilt now and then; a look-up is all that a decision costs.
/// </summary>
public sealed class ReleaseModel
{
    /// <summary>Most horizons a decision may ask for.</summary>
    public const int MaxHorizons = 8;

    // Agents whose speed is learned; beyond, everyone is average.
    private const int MaxAgents = 1 << 16;
    private const int Steps = 32;

    // Speed classes: talk times of 2^((class - Average) / 2) times the campaign's mean.
    private const int Classes = 9;
    private const int Average = 4;

    /// <summary>Talks that the campaign's mean weighs against an agent's own.</summary>
    private const double Shrinkage = 25;

    private static readonly double[] Factors = [0.25, 0.35355, 0.5, 0.70711, 1, 1.41421, 2, 2.82843, 4];
    private readonly ServiceHazard _talk = new(guessSeconds: 120);
    private readonly ServiceHazard _wrapUp = new(guessSeconds: 30);
    private readonly double[] _horizons = new double[MaxHorizons];
    private readonly float[][] _talkTables = new float[Classes][];
    private readonly float[] _wrapTable = new float[ServiceHazard.Bins * MaxHorizons];
    private readonly double[] _ends = new double[Steps + 1];
    private readonly double[] _wrapped = new double[Steps + 1];
    private AgentPace[] _agents = new AgentPace[64];
    private int _horizonCount;

    public double MeanTalkSeconds => _talk.MeanSeconds;
    public double MeanWrapUpSeconds => _wrapUp.MeanSeconds;

    /// <summary>Of talk and wrap-up together, in square seconds.</summary>
    public double Variance => _talk.Variance + _wrapUp.Variance;

    /// <summary>Talks that ended, as far as they are remembered.</summary>
    public double KnownTalks => _talk.Known;

    public void AddTalk(AgentId agent, double seconds)
    {
        _talk.Add(seconds);
        if (agent.Value is < 0 or >= MaxAgents)
            return;
        if (agent.Value >= _agents.Length)
            Array.Resize(ref _agents, Math.Min(MaxAgents, Math.Max(agent.Value + 1, _agents.Length * 2)));
        _agents[agent.Value].Add(Math.Log(Math.Max(seconds, 0.1)));
    }

    public void AddWrapUp(double seconds) => _wrapUp.Add(seconds);

    /// <summary>Rebuilds the tables for the given horizons, seconds from now, ascending.</summary>
    public void Refresh(ReadOnlySpan<double> horizons, ReadOnlySpan<BusyAgent> busy, Instant now)
    {
        horizons.CopyTo(_horizons);
        _horizonCount = horizons.Length;
        AddPresent(busy, now);
        _talk.Refresh();
        _wrapUp.Refresh();
        BuildWrapTable();
        for (int speed = 0; speed < Classes; speed++)
            if (_talkTables[speed] is { } table)
                BuildTalkTable(table, speed);
    }

    /// <summary>The table row of one busy agent: the chance of being free at each horizon.</summary>
    public ReadOnlySpan<float> RowOf(in BusyAgent agent, Instant now)
    {
        double age = Math.Max(0, (now - agent.Since).TotalSeconds);
        if (agent.Phase == BusyPhase.WrapUp)
            return Row(_wrapTable, age);
        int speed = ClassOf(agent.Agent);
        float[]? table = _talkTables[speed];
        if (table is null)
        {
            table = _talkTables[speed] = new float[ServiceHazard.Bins * MaxHorizons];
            BuildTalkTable(table, speed);
        }
        return Row(table, age / Factor(speed));
    }

    private ReadOnlySpan<float> Row(float[] table, double age) =>
        table.AsSpan(ServiceHazard.BinOf(age) * MaxHorizons, _horizonCount);

    private int ClassOf(AgentId agent)
    {
        if ((uint)agent.Value >= (uint)_agents.Length)
            return Average;
        double log = _agents[agent.Value].LogFactor(_talk.MeanLog, Shrinkage);
        return Math.Clamp(Average + (int)Math.Round(log * 2 / Math.Log(2)), 0, Classes - 1);
    }

    private static double Factor(int speed) => Factors[speed];

    private void AddPresent(ReadOnlySpan<BusyAgent> busy, Instant now)
    {
        _talk.ClearPresent();
        _wrapUp.ClearPresent();
        foreach (ref readonly var agent in busy)
        {
            double age = (now - agent.Since).TotalSeconds;
            if (agent.Phase == BusyPhase.WrapUp)
                _wrapUp.AddPresent(age);
            else if (agent.Phase == BusyPhase.Talking)
                _talk.AddPresent(age);
        }
    }

    private void BuildWrapTable()
    {
        for (int bin = 0; bin < ServiceHazard.Bins; bin++)
            for (int k = 0; k < _horizonCount; k++)
                _wrapTable[(bin * MaxHorizons) + k] = (float)_wrapUp.EndsWithin(ServiceHazard.MiddleOf(bin), _horizons[k]);
    }

    /// <summary>F(h) = integral over u to h of the talk's end at age + u, times the wrap-up's end within h - u.</summary>
    private void BuildTalkTable(float[] table, int speed)
    {
        double factor = Factor(speed);
        double step = Math.Max(_horizons[_horizonCount - 1], 0.1) / Steps;
        // A wrap-up's end within what is left, seen from the middle of the step in which the talk ended.
        for (int i = 0; i <= Steps; i++)
            _wrapped[i] = _wrapUp.EndsWithin(0, Math.Max(0, (i - 0.5) * step));
        for (int bin = 0; bin < ServiceHazard.Bins; bin++)
        {
            double age = ServiceHazard.MiddleOf(bin);
            double start = _talk.CumulativeAt(age);
            for (int i = 0; i <= Steps; i++)
                _ends[i] = 1 - Math.Exp(start - _talk.CumulativeAt(age + (i * step / factor)));
            for (int k = 0; k < _horizonCount; k++)
                table[(bin * MaxHorizons) + k] = (float)FreeBy(_horizons[k] / step);
        }
    }

    private double FreeBy(double steps)
    {
        int whole = Math.Min(Steps, (int)steps);
        double at = FreeByWhole(whole);
        return whole == Steps ? at : at + ((steps - whole) * (FreeByWhole(whole + 1) - at));
    }

    private double FreeByWhole(int steps)
    {
        double free = 0;
        for (int i = 1; i <= steps; i++)
            free += (_ends[i] - _ends[i - 1]) * _wrapped[steps - i + 1];
        return free;
    }

    /// <summary>One agent's talks, forgotten slowly.</summary>
    private struct AgentPace
    {
        private const double Memory = 300;
        private double _count;
        private double _logSum;

        public void Add(double log)
        {
            double keep = _count >= Memory ? 1 - (1 / Memory) : 1;
            (_count, _logSum) = ((_count * keep) + 1, (_logSum * keep) + log);
        }

        public readonly double LogFactor(double campaignLog, double shrinkage) => (_logSum - (_count * campaignLog)) / (_count + shrinkage);
    }
}
