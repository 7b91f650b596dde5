using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>How facts are written to the outbox, and told to the pacer.</summary>
public sealed partial class DialerEngine
{
    private void Emit(in EngineOutput output) => Outbox.Add(output);

    private void EmitAttempt(EngineOutputKind kind, Attempt attempt) => Emit(new EngineOutput
    {
        Kind = kind,
        At = _now,
        Campaign = attempt.Campaign.Id,
        Lead = attempt.Lead.Id,
        Attempt = attempt.Id,
        Interaction = attempt.Conversation,
        Call = attempt.Call,
        Verdict = attempt.Verdict,
        Record = -1,
    });

    private void EmitInteraction(EngineOutputKind kind, Interaction interaction, int record) => Emit(new EngineOutput
    {
        Kind = kind,
        At = _now,
        Campaign = interaction.Group.Campaign?.Id ?? default,
        Queue = interaction.Queue.Settings.Id,
        Lead = interaction.Attempt?.Lead.Id ?? default,
        Attempt = interaction.Attempt?.Id ?? default,
        Interaction = interaction.Id,
        Call = interaction.Call,
        Agent = interaction.Agent?.Id ?? default,
        SpanSlot = _now - interaction.WaitingSince,
        TextSlot = interaction.Party,
        Record = record,
    });

    private void EmitCampaign(Campaign campaign) => Emit(new EngineOutput
    {
        Kind = EngineOutputKind.CampaignStateChanged,
        At = _now,
        Campaign = campaign.Id,
        CodeSlot = (int)campaign.State,
        Record = -1,
    });

    private void EmitDialMode(Campaign campaign) => Emit(new EngineOutput
    {
        Kind = EngineOutputKind.DialModeChanged,
        At = _now,
        Campaign = campaign.Id,
        CodeSlot = (int)campaign.Settings.Mode,
        Record = Outbox.AddRecord(DialModeSettings.Of(campaign.Settings)),
    });

    private void EmitTrunk(Trunk trunk, string? why, bool isStarting = false) => Emit(new EngineOutput
    {
        Kind = EngineOutputKind.TrunkStateChanged,
        At = _now,
        Trunk = trunk.Settings.Id,
        FlagSlot = trunk.IsAvailable,
        CodeSlot = isStarting ? 1 : 0,
        TextSlot = why,
        Record = -1,
    });

    private void EmitRefusals(Campaign campaign, in RefusalPattern pattern) => Emit(new EngineOutput
    {
        Kind = EngineOutputKind.CallsRefused,
        At = _now,
        Campaign = campaign.Id,
        Trunk = pattern.Trunk,
        CodeSlot = pattern.Answer.SipStatus,
        FlagSlot = pattern.Failover is not null,
        TextSlot = pattern.Answer.Phrase,
        Record = Outbox.AddRecord(pattern),
    });

    private void EmitGivenBack(Campaign campaign, in LeadStanding standing) => Emit(new EngineOutput
    {
        Kind = EngineOutputKind.LeadGivenBack,
        At = _now,
        Campaign = campaign.Id,
        Lead = standing.Before.Id,
        Attempt = standing.Attempt,
        Record = Outbox.AddRecord(standing),
    });

    private void EmitLogInFailed(AgentId agent, int status, string why) => Emit(new EngineOutput
    {
        Kind = EngineOutputKind.LogInFailed,
        At = _now,
        Agent = agent,
        CodeSlot = status,
        TextSlot = why,
        Record = -1,
    });

    private void EmitLead(EngineOutputKind kind, Campaign campaign, HopperLead lead, AgentId agent, string? text) => Emit(new EngineOutput
    {
        Kind = kind,
        At = _now,
        Campaign = campaign.Id,
        Lead = lead.Id,
        Agent = agent,
        TextSlot = text,
        Record = -1,
    });

    /// <param name="leaves">The lead goes back to the store; false: another of its numbers is tried at once.</param>
    private void EmitRefusal(Campaign campaign, HopperLead lead, string number, DialPermission permission, bool leaves) => Emit(new EngineOutput
    {
        Kind = EngineOutputKind.DialRefused,
        At = _now,
        Campaign = campaign.Id,
        Lead = lead.Id,
        Refusal = permission.Refusal,
        Until = permission.Until,
        FlagSlot = leaves,
        TextSlot = number,
        Record = -1,
    });

    private void EmitPacing(Campaign campaign, IPacer pacer) => Emit(new EngineOutput
    {
        Kind = EngineOutputKind.PacingDecided,
        At = _now,
        Campaign = campaign.Id,
        Record = Outbox.AddRecord(Explain(campaign, pacer)),
    });

    /// <summary>The pacer's numbers; where the engine did not ask it, what kept it from asking.</summary>
    private PacingExplanation Explain(Campaign campaign, IPacer pacer)
    {
        var explanation = pacer.Explain();
        return campaign.Limit == PacingLimit.None ? explanation : explanation with { At = _now, Launched = 0, LimitedBy = campaign.Limit };
    }

    private void Refuse(AgentId agent, string why) => Emit(new EngineOutput { Kind = EngineOutputKind.CommandRefused, At = _now, Agent = agent, TextSlot = why, Record = -1 });

    private void Refuse(in EngineInput command, CommandRefusal refusal, string why) =>
        Emit(new EngineOutput { Kind = EngineOutputKind.CommandRefused, At = _now, Agent = command.Agent, Interaction = command.Interaction, CodeSlot = (int)refusal, TextSlot = why, Record = -1 });

    private void Refuse(CampaignId campaign, string why) => Emit(new EngineOutput { Kind = EngineOutputKind.CommandRefused, At = _now, Campaign = campaign, TextSlot = why, Record = -1 });

    private void Observe(Attempt attempt, PacingEventKind kind, TimeSpan duration)
    {
        var campaign = attempt.Campaign;
        campaign.Pacer?.Observe(new PacingEvent(kind, attempt.Segment, attempt.Agent?.Id ?? default, attempt.Result, attempt.Verdict, duration), _now);
    }

    private void ObserveAgent(Agent agent, PacingEventKind kind)
    {
        foreach (var member in agent.Memberships)
            member.Group.Campaign?.Pacer?.Observe(new PacingEvent(kind, 0, agent.Id, CallResult.None, CpaVerdict.None, TimeSpan.Zero), _now);
    }

    private static string NameOf(CampaignState state) => state switch
    {
        CampaignState.Idle => "idle",
        CampaignState.Running => "running",
        CampaignState.Paused => "paused",
        CampaignState.Stopped => "stopped",
        CampaignState.Finished => "finished",
    };
}
