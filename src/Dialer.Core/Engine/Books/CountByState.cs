using System.Runtime.CompilerServices;
using Dialer.Core.Agents;

namespace Dialer.Core.Engine.Books;

/// <summary>A count per <see cref="AgentState"/>.</summary>
public struct CountByState
{
    private Counts _counts;

    public readonly int Of(AgentState state) => _counts[(int)state];

    internal void Add(AgentState state) => _counts[(int)state]++;

    [InlineArray(7)]
    private struct Counts
    {
        private int _first;
    }
}
