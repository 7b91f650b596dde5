using Xunit;

namespace Dialer.Testing;

/// <summary>Rehearsals take the line's ports and both processors: one at a time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TelephoneLineCollection
{
    public const string Name = "telephone line";
}
