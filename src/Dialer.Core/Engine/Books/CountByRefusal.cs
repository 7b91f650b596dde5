using System.Runtime.CompilerServices;
using Dialer.Core.Compliance;

namespace Dialer.Core.Engine.Books;

/// <summary>A count per <see cref="DialRefusal"/>.</summary>
[InlineArray(15)]
public struct CountByRefusal
{
    private long _first;

    public readonly long Of(DialRefusal refusal) => this[(int)refusal];

    internal void Add(DialRefusal refusal) => this[(int)refusal]++;
}
