using System.Runtime.CompilerServices;
using Dialer.Core.Attempts;

namespace Dialer.Core.Engine.Books;

/// <summary>Open attempts by where they stand.</summary>
[InlineArray(12)]
internal struct CountByPlace
{
    private int _first;

    public readonly int Of(AttemptState state) => this[(int)state];

    public void Add(AttemptState state) => this[(int)state]++;

    public void Move(AttemptState from, AttemptState to)
    {
        this[(int)from]--;
        if (to != AttemptState.Closed)
            this[(int)to]++;
    }
}
