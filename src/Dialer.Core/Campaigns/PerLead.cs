namespace Dialer.Core.Campaigns;

/// <summary>Whether each call's own chance of being answered decides whom to dial and how many.</summary>
public enum PerLead : byte
{
    Off = 0,
    On,

    /// <summary>But for called numbers in the United States.</summary>
    ExceptUnitedStates,
}
