using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Handovers;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>How orders and facts are written to the outbox.</summary>
internal sealed class Facts(Turn turn)
{
    public void Emit(in EngineOutput output) => turn.Outbox.Add(output);

    public void EmitAttempt(EngineOutputKind kind, Attempt attempt) => Emit(new EngineOutput
    {
        Kind = kind,
        At = turn.Now,
        Campaign = attempt.Campaign.Id,
        Lead = attempt.Lead.Id,
        Attempt = attempt.Id,
        Interaction = attempt.Conversation,
        Call = attempt.Call,
        Verdict = attempt.Verdict,
        Record = -1,
    });

    public void EmitInteraction(EngineOutputKind kind, Interaction interaction, int record) => Emit(About(kind, interaction) with
    {
        Agent = interaction.Agent?.Id ?? default,
        SpanSlot = turn.Now - interaction.WaitingSince,
        TextSlot = interaction.Party,
        Record = record,
    });

    /// <param name="agent">Who did it, or whom it is shown to.</param>
    public void EmitStep(ConversationStep step, Interaction interaction, AgentId agent, string? about = null) => Emit(About(EngineOutputKind.ConversationStepped, interaction) with
    {
        Agent = agent,
        CodeSlot = (int)step,
        TextSlot = about,
        Record = turn.Outbox.AddRecord(new StepDetail { Party = interaction.Party, Note = interaction.Note, Disposition = interaction.Disposition?.Code, SaidNote = interaction.Disposition?.Note }),
    });

    private EngineOutput About(EngineOutputKind kind, Interaction interaction) => new()
    {
        Kind = kind,
        At = turn.Now,
        Campaign = interaction.Group.Campaign?.Id ?? default,
        Queue = interaction.Queue.Settings.Id,
        Lead = interaction.Attempt?.Lead.Id ?? default,
        Attempt = interaction.Attempt?.Id ?? default,
        Interaction = interaction.Id,
        Call = interaction.Call,
        Record = -1,
    };

    public void EmitCampaign(Campaign campaign) => Emit(new EngineOutput
    {
        Kind = EngineOutputKind.CampaignStateChanged,
        At = turn.Now,
        Campaign = campaign.Id,
        CodeSlot = (int)campaign.State,
        Record = -1,
    });

    public void EmitDialMode(Campaign campaign) => Emit(new EngineOutput
    {
        Kind = EngineOutputKind.DialModeChanged,
        At = turn.Now,
        Campaign = campaign.Id,
        CodeSlot = (int)campaign.Settings.Mode,
        Record = turn.Outbox.AddRecord(DialModeSettings.Of(campaign.Settings)),
    });

    public void EmitTrunk(Trunk trunk, string? why, bool isStarting = false) => Emit(new EngineOutput
    {
        Kind = EngineOutputKind.TrunkStateChanged,
        At = turn.Now,
        Trunk = trunk.Settings.Id,
        FlagSlot = trunk.IsAvailable,
        CodeSlot = isStarting ? 1 : 0,
        TextSlot = why,
        Record = -1,
    });

    public void EmitRefusals(Campaign campaign, in RefusalPattern pattern) => Emit(new EngineOutput
    {
        Kind = EngineOutputKind.CallsRefused,
        At = turn.Now,
        Campaign = campaign.Id,
        Trunk = pattern.Trunk,
        CodeSlot = pattern.Answer.SipStatus,
        FlagSlot = pattern.Failover is not null,
        TextSlot = pattern.Answer.Phrase,
        Record = turn.Outbox.AddRecord(pattern),
    });

    public void EmitGivenBack(Campaign campaign, in LeadStanding standing) => Emit(new EngineOutput
    {
        Kind = EngineOutputKind.LeadGivenBack,
        At = turn.Now,
        Campaign = campaign.Id,
        Lead = standing.Before.Id,
        Attempt = standing.Attempt,
        Record = turn.Outbox.AddRecord(standing),
    });

    public void EmitLogInFailed(AgentId agent, int status, string why) => Emit(new EngineOutput
    {
        Kind = EngineOutputKind.LogInFailed,
        At = turn.Now,
        Agent = agent,
        CodeSlot = status,
        TextSlot = why,
        Record = -1,
    });

    public void EmitLead(EngineOutputKind kind, Campaign campaign, HopperLead lead, AgentId agent, string? text, Instant until = default) => Emit(new EngineOutput
    {
        Kind = kind,
        At = turn.Now,
        Campaign = campaign.Id,
        Lead = lead.Id,
        Agent = agent,
        Until = until,
        TextSlot = text,
        Record = -1,
    });

    /// <param name="leaves">The lead goes back to the store; false: another of its numbers is tried at once.</param>
    public void EmitRefusal(Campaign campaign, HopperLead lead, string number, DialPermission permission, bool leaves) => Emit(new EngineOutput
    {
        Kind = EngineOutputKind.DialRefused,
        At = turn.Now,
        Campaign = campaign.Id,
        Lead = lead.Id,
        Refusal = permission.Refusal,
        Until = permission.Until,
        FlagSlot = leaves,
        TextSlot = number,
        Record = -1,
    });

    public void EmitPacing(Campaign campaign, IPacer pacer) => Emit(new EngineOutput
    {
        Kind = EngineOutputKind.PacingDecided,
        At = turn.Now,
        Campaign = campaign.Id,
        Record = turn.Outbox.AddRecord(Explain(campaign, pacer)),
    });

    /// <summary>The pacer's numbers; where the engine did not ask it, what kept it from asking.</summary>
    public PacingExplanation Explain(Campaign campaign, IPacer pacer)
    {
        var explanation = pacer.Explain();
        return campaign.Limit == PacingLimit.None ? explanation : explanation with { At = turn.Now, Launched = 0, LimitedBy = campaign.Limit };
    }

    public void Refuse(AgentId agent, string why) => Emit(new EngineOutput { Kind = EngineOutputKind.CommandRefused, At = turn.Now, Agent = agent, TextSlot = why, Record = -1 });

    public void Refuse(in EngineInput command, CommandRefusal refusal, string why) =>
        Emit(new EngineOutput { Kind = EngineOutputKind.CommandRefused, At = turn.Now, Agent = command.Agent, Interaction = command.Interaction, CodeSlot = (int)refusal, TextSlot = why, Record = -1 });

    public void Refuse(CampaignId campaign, string why) => Emit(new EngineOutput { Kind = EngineOutputKind.CommandRefused, At = turn.Now, Campaign = campaign, TextSlot = why, Record = -1 });

    /// <summary>Where there is news of it.</summary>
    public void EmitLearned(Campaign campaign)
    {
        if (campaign.Model.HasNews)
            Emit(new EngineOutput { Kind = EngineOutputKind.ChancesLearned, At = turn.Now, Campaign = campaign.Id, Record = turn.Outbox.AddRecord(campaign.Model.State()) });
    }

    public void EmitRevoked(Attempt attempt) => Emit(new EngineOutput
    {
        Kind = EngineOutputKind.AttemptRevoked,
        At = turn.Now,
        Campaign = attempt.Campaign.Id,
        Lead = attempt.Lead.Id,
        Attempt = attempt.Id,
        Call = attempt.Call,
        Agent = attempt.State == AttemptState.Connected && attempt.Agent is { } agent ? agent.Id : default,
        Verdict = attempt.Heard,
        CodeSlot = (int)attempt.Revoked,
        Record = -1,
    });
}
