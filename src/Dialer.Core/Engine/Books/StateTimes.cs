using System.Runtime.CompilerServices;
using Dialer.Core.Agents;

namespace Dialer.Core.Engine.Books;

/// <summary>How long an agent (or several, summed) has been in each state.</summary>
public struct StateTimes
{
    private TicksByState _ticks;

    public readonly TimeSpan Of(AgentState state) => new(_ticks[(int)state]);

    /// <summary>All states but LoggedOut.</summary>
    public readonly TimeSpan LoggedIn
    {
        get
        {
            long sum = 0;
            for (int state = 1; state < TicksByState.Length; state++)
                sum += _ticks[state];
            return new TimeSpan(sum);
        }
    }

    /// <summary>Talk and hold time / logged-in time, from 0 to 1; 0 while nobody was logged in.</summary>
    public readonly double TalkShare => LoggedIn == TimeSpan.Zero ? 0 : (Of(AgentState.Talking) + Of(AgentState.OnHold)) / LoggedIn;

    internal void Add(AgentState state, TimeSpan span) => _ticks[(int)state] += span.Ticks;

    internal void Add(in StateTimes other)
    {
        for (int state = 0; state < TicksByState.Length; state++)
            _ticks[state] += other._ticks[state];
    }

    [InlineArray(Length)]
    private struct TicksByState
    {
        public const int Length = 7;
        private long _first;
    }
}
