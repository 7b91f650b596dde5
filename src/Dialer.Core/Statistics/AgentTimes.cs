using System.Runtime.CompilerServices;
using Dialer.Core.Agents;

namespace Dialer.Core.Statistics;

[InlineArray(7)]
internal struct TicksByState
{
    private long _first;
}

/// <summary>How long one agent has been in each state. The present state's time is added when it ends.</summary>
internal sealed class AgentTimes
{
    private TicksByState _ticks;

    public long Calls { get; set; }

    public TimeSpan In(AgentState state) => new(_ticks[(int)state]);

    public void Add(AgentState state, TimeSpan span) => _ticks[(int)state] += span.Ticks;
}
