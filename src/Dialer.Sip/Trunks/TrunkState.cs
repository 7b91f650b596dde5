namespace Dialer.Sip.Trunks;

/// <summary>What is known of a trunk.</summary>
internal enum TrunkState : byte
{
    /// <summary>It answers.</summary>
    Available = 0,

    /// <summary>Calls go out, and nothing has come back yet.</summary>
    OnTrial,
    Unavailable,
}
