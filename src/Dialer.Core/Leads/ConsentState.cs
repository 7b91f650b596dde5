namespace Dialer.Core.Leads;

/// <summary>Whether the called person agreed to be called, as the list says it.</summary>
public enum ConsentState : byte
{
    /// <summary>The list does not say.</summary>
    Unknown,
    Given,
    Refused,
}
