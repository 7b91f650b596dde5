using Dialer.Core.Ids;
using Dialer.Simulation.Public;

namespace Dialer.Simulation.Lines;

/// <summary>One leg of a <see cref="SimulatedLine"/>.</summary>
internal sealed class SimulatedCall(CallId id, SimulatedCallKind kind)
{
    public CallId Id { get; } = id;
    public SimulatedCallKind Kind { get; } = kind;
    public SimulatedCallState State { get; set; }
    public CampaignId Campaign { get; init; }
    public TrunkId Trunk { get; init; }
    public AgentId Agent { get; init; }

    /// <summary>Who is at the far end; of an agent's leg nobody.</summary>
    public CalledParty Party { get; set; }

    /// <summary>By the line's clock; 0: not yet.</summary>
    public long AnsweredAt { get; set; }
    public SimulatedCall? Peer { get; set; }

    /// <summary>Grows with each prompt, and with each that is stopped: an end of an earlier one is none.</summary>
    public int Playing { get; set; }

    /// <summary>They had an agent once.</summary>
    public bool HasTalked { get; set; }

    /// <summary>Null: nothing is recorded.</summary>
    public long? RecordingSince { get; set; }
}
