using Dialer.Core.Ids;

namespace Dialer.Core.Pacing;

/// <param name="Duration">Dialed to answer or to end; talk; wrap-up; by kind.</param>
public readonly record struct PacingEvent(PacingEventKind Kind, int Segment, AgentId Agent, CallResult Result, CpaVerdict Verdict, TimeSpan Duration)
{
    /// <summary>As the call was judged when it was dialed.</summary>
    public LeadChance Chance { get; init; }
}
