using Dialer.Core.Ids;

namespace Dialer.Simulation.Public;

/// <summary>One attempt's truth, drawn before anyone dials.</summary>
public readonly record struct CalledParty
{
    public required CalledPartyKind Kind { get; init; }

    /// <summary>From dialing to what happens: the pick-up, the busy or failure response; for no answer the time-out.</summary>
    public required TimeSpan After { get; init; }

    /// <summary>486 for busy, the drawn status for a failure, else 0.</summary>
    public int SipStatus { get; init; }

    /// <summary>How long a person talks, at an agent's normal speed.</summary>
    public TimeSpan Talk { get; init; }

    /// <summary>How long the agent's wrap-up after this conversation takes.</summary>
    public TimeSpan WrapUp { get; init; }

    /// <summary>How long a person waits for an agent before hanging up; MaxValue: to the end.</summary>
    public TimeSpan Patience { get; init; }

    /// <summary>What analysis with the scenario's confusion makes of it, where no audio is heard.</summary>
    public CpaVerdict HeardAs { get; init; }

    /// <summary>Picks among audio of the same kind; uniform.</summary>
    public ulong Variation { get; init; }

    public bool PicksUp => Kind is CalledPartyKind.Live or CalledPartyKind.Machine or CalledPartyKind.Fax or CalledPartyKind.SpecialInformationTone;
}
