namespace Dialer.Core.Leads;

/// <summary>What became of one try at a lead, as far as it tells of the next one.</summary>
public enum TryResult : byte
{
    /// <summary>There was none.</summary>
    None = 0,
    NoAnswer,
    Busy,
    Machine,
    Person,
    Refused,

    /// <summary>Given up by us, or lost with the trunk: it says nothing of the called person.</summary>
    Unknown,
}
