namespace Dialer.Core.Routing.Foresight;

/// <summary>By what a rehearsed desk joins agents and callers.</summary>
internal enum RehearsedRule : byte
{
    /// <summary>Nothing learned yet.</summary>
    None,
    LongestIdle,
    MostSkilled,
    SpecialistsFirst,

    /// <summary>The tables.</summary>
    Values,
}
