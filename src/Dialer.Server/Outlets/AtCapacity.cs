namespace Dialer.Server.Outlets;

/// <summary>What an outlet does with one more when it is full.</summary>
internal enum AtCapacity : byte
{
    /// <summary>Losing it would break a promise (an outcome, a hang-up): the process ends, and the next start puts things right.</summary>
    Fail,

    /// <summary>The oldest goes, and is counted.</summary>
    DropOldest,
}
