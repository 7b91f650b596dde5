namespace Dialer.Simulation.Rivals;

internal enum VicidialOverCap : byte
{
    /// <summary>ADAPT_HARD_LIMIT: over the cap the level is 1.</summary>
    HardLimit,

    /// <summary>ADAPT_AVERAGE: over the cap the level is halved at each update.</summary>
    Average,
}
