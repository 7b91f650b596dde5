using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;

namespace Dialer.Core.Engine.Books;

/// <summary>Where a lead stands in the running engine, and what its gate says of each number.</summary>
/// <param name="Mode">How its campaign dials.</param>
/// <param name="IsHeld">It is loaded and waits for an agent and a line.</param>
/// <param name="IsOut">It is being called at this moment.</param>
/// <param name="ReadyAgents">Agents of the campaign who are free.</param>
/// <param name="IsPaused">No new calls, of any campaign: the store, the machine or its clock does not keep up, or the program ends.</param>
public sealed record LeadVerdict(CampaignState Campaign, DialMode Mode, bool IsHeld, bool IsOut, int ReadyAgents, bool IsPaused, IReadOnlyList<NumberVerdict> Numbers);
