using System.Runtime.CompilerServices;
using Dialer.Core.Ids;

namespace Dialer.Core.Engine.Books;

/// <summary>A count per <see cref="CallResult"/>.</summary>
[InlineArray(11)]
public struct CountByResult
{
    private long _first;

    public readonly long Of(CallResult result) => this[(int)result];

    internal void Add(CallResult result) => this[(int)result]++;
}
