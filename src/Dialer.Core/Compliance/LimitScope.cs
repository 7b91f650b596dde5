namespace Dialer.Core.Compliance;

/// <summary>Whose calls a limit counts.</summary>
public enum LimitScope : byte
{
    /// <summary>Calls to the number by this campaign.</summary>
    Campaign,

    /// <summary>Calls to the number by all campaigns: the same business.</summary>
    Everyone,

    /// <summary>Calls to the person, by any number of theirs, by all campaigns.</summary>
    Person,
}
