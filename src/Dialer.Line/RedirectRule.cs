namespace Dialer.Line;

/// <summary>What is done with a 3xx answer.</summary>
public enum RedirectRule : byte
{
    /// <summary>The attempt ends; a carrier may not send our calls where it likes.</summary>
    Refuse = 0,

    /// <summary>One redirect is followed, if it names a number at the same trunk.</summary>
    FollowSameTrunk,

    /// <summary>One redirect is followed, if it names a number at one of our trunks, and goes by that trunk.</summary>
    FollowTrunks,
}
