namespace Dialer.Simulation.Public;

/// <summary>What a called number turns out to be on one attempt.</summary>
public enum CalledPartyKind : byte
{
    Live,
    Machine,
    Busy,
    NoAnswer,
    SpecialInformationTone,
    Fax,

    /// <summary>Refused with <see cref="CalledParty.SipStatus"/>.</summary>
    Failure,
}
