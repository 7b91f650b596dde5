using Dialer.Core.Attempts;
using Dialer.Core.Callers;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Handovers;
using Dialer.Core.Ids;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;
using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Server.Configuration;
using Dialer.Store;

namespace Dialer.Server.Monitoring;

/// <summary>Facts of the engine as events for people and programs outside.</summary>
/// <param name="leadOf">Reads a lead for the agent's screen; null: unknown.</param>
internal sealed class EventMaker(Func<LeadId, LeadCard?> leadOf)
{
    /// <summary>Null: not of interest outside.</summary>
    /// <param name="quality">Of the call whose attempt closes; null: no audio arrived.</param>
    public DialerEvent? Make(in EngineOutput fact, object? record, CallQuality? quality = null) => fact.Kind switch
    {
        EngineOutputKind.AttemptStarted => Of("dialing", fact) with { Party = fact.Number },
        EngineOutputKind.AttemptRinging => Of("ringing", fact),
        EngineOutputKind.AttemptAnswered => Of("answered", fact),
        EngineOutputKind.AttemptClassified => Of("classified", fact) with { Verdict = Words.Word(fact.Verdict) },
        EngineOutputKind.AttemptRevoked => Of("revoked", fact) with { Verdict = Words.Word(fact.Verdict), Reason = Words.Word(fact.Revocation) },
        EngineOutputKind.AttemptClosed when record is AttemptOutcome outcome => Closed(fact, outcome) with { Audio = Audio(quality) },
        EngineOutputKind.InteractionQueued => Of("queued", fact) with { Party = fact.Party, Channel = Medium(fact) },
        EngineOutputKind.InteractionOffered => Of("offered", fact) with { Party = fact.Party, Channel = Medium(fact), WaitSeconds = fact.Waited.TotalSeconds },
        EngineOutputKind.WorkAnswered => Of("workAnswered", fact) with { Party = fact.Party, Channel = Medium(fact) },
        EngineOutputKind.InteractionConnected => Of("connected", fact) with { Party = fact.Party, Channel = Medium(fact), WaitSeconds = fact.Waited.TotalSeconds, Lead = Lead(fact) },
        EngineOutputKind.CallerRefused => Of("callerRefused", fact) with { Way = fact.Way, SipStatus = fact.SipStatus },
        EngineOutputKind.CallerSent => Of("sent", fact) with { Way = fact.Way, WaitSeconds = fact.Waited.TotalSeconds },
        EngineOutputKind.VoicemailLeft when record is Voicemail voicemail => Of("voicemail", fact) with { Party = fact.Party, Mailbox = voicemail.Mailbox, File = voicemail.File, Seconds = fact.Length.TotalSeconds },
        EngineOutputKind.ConversationStepped when record is StepDetail detail => Stepped(fact, detail),
        EngineOutputKind.InteractionClosed when record is InteractionRecord closed => Of("ended", fact) with { Channel = Medium(fact), Way = closed.Way is { Length: > 0 } way ? way : null, Reason = Words.Word(closed.End), Disposition = closed.Disposition?.Code },
        EngineOutputKind.ConversationDescribed when record is ConversationDescription described => Of("disposition", fact) with { Party = fact.Party, Disposition = described.Disposition.Code, Late = described.IsLate ? true : null, CallBackAt = Moment(described.Disposition.CallBackAt) },
        EngineOutputKind.CallAbandoned => Of("abandoned", fact) with { Lead = Lead(fact) },
        EngineOutputKind.CallBackPromised => Of("callBackPromised", fact) with { Party = fact.Party, CallBackAt = Moment(fact.Until) },
        EngineOutputKind.AgentStateChanged => Of("agentState", fact) with { State = Words.Word(fact.AgentTo), Reason = fact.Reason },
        EngineOutputKind.CampaignStateChanged => Of("campaignState", fact) with { State = Words.Word(fact.CampaignState) },
        EngineOutputKind.DialModeChanged when record is DialModeSettings mode => Of("dialMode", fact) with { Dialing = DialModeView.Of(mode) },
        EngineOutputKind.DialRefused => Of("dialRefused", fact) with { Reason = Words.Word(fact.Refusal), Party = fact.Number, Lead = null },
        EngineOutputKind.PreviewOffered => Of("previewOffered", fact) with { Party = fact.Number, Lead = Lead(fact) },
        EngineOutputKind.PacingDecided when record is PacingExplanation pacing => Of("pacing", fact) with { Pacing = pacing },
        EngineOutputKind.TrunkStateChanged => Of("trunkState", fact) with { State = !fact.IsAvailable ? (fact.IsStarting ? "starting" : "unavailable") : fact.Reason is null ? "available" : "onTrial", Reason = fact.Reason },
        EngineOutputKind.CallsRefused when record is RefusalPattern pattern => Of("callsRefused", fact) with
        {
            State = pattern.Failover is null ? "paused" : "failover",
            Reason = RefusalText.Answer(pattern.Answer),
            SipStatus = pattern.Answer.SipStatus,
            Leads = pattern.Leads,
        },
        EngineOutputKind.LogInFailed => Of("logInFailed", fact) with { Reason = fact.Reason, SipStatus = fact.SipStatus == 0 ? null : fact.SipStatus },
        EngineOutputKind.LeadGivenBack => Of("leadGivenBack", fact),
        EngineOutputKind.CommandRefused => Of("commandRefused", fact) with { Reason = fact.Reason },
        EngineOutputKind.Drained => Of("drained", fact),

        // Told without its record, of the line's or the store's business, or told by a fact of its own.
        EngineOutputKind.AttemptClosed or EngineOutputKind.InteractionClosed or EngineOutputKind.ConversationDescribed or EngineOutputKind.DialModeChanged
            or EngineOutputKind.PacingDecided or EngineOutputKind.CallsRefused or EngineOutputKind.VoicemailLeft or EngineOutputKind.ConversationStepped => null,
        EngineOutputKind.AnswerToAgentMeasured or EngineOutputKind.CustomerHeardMeasured or EngineOutputKind.None or EngineOutputKind.PlaceCall or EngineOutputKind.PlaceAgentCall or EngineOutputKind.AnswerCall or EngineOutputKind.RejectCall
            or EngineOutputKind.HangUp or EngineOutputKind.BridgeLegs or EngineOutputKind.UnbridgeLegs or EngineOutputKind.Play or EngineOutputKind.StopPlaying => null,
        EngineOutputKind.LoadLeads or EngineOutputKind.FindCaller or EngineOutputKind.LoadConversation or EngineOutputKind.AskCompany or EngineOutputKind.RecordMessage or EngineOutputKind.JoinLegs or EngineOutputKind.MuteLeg
            or EngineOutputKind.SendKeys or EngineOutputKind.ControlRecording or EngineOutputKind.AnswerTransfer => null,
        EngineOutputKind.InteractionStarted or EngineOutputKind.LeadReturned or EngineOutputKind.ChancesLearned => null,
    };

    /// <summary>How one trunk is: what is wrong with it, and what to do.</summary>
    public static DialerEvent Of(TrunkReport report, DateTimeOffset at) => new()
    {
        Type = "trunkReport",
        At = at,
        Trunk = report.Trunk.Value,
        State = Words.Word(report.Condition),
        Reason = report.Cause,
        Remedy = report.Remedy,
    };

    /// <summary>Whoever is shown the conversation gets what the one before them had, before the voice.</summary>
    private DialerEvent Stepped(in EngineOutput fact, in StepDetail detail) => Of("step", fact) with
    {
        Step = Words.Word(fact.Step),
        About = fact.About,
        Note = detail.Note,
        Party = detail.Party,
        Disposition = detail.Disposition,
        Lead = fact.Step is ConversationStep.Offered or ConversationStep.PickedUp ? Lead(fact) : null,
    };

    private static DialerEvent Closed(in EngineOutput fact, in AttemptOutcome outcome) => Of("attemptClosed", fact) with
    {
        Result = Words.Word(outcome.Result),
        Verdict = outcome.Verdict == CpaVerdict.None ? null : Words.Word(outcome.Verdict),
        Disposition = outcome.Disposition?.Code,
        Agent = outcome.Agent?.Value,
        Party = outcome.Number,
        EndedBy = Words.Word(outcome.EndedBy),
        SipStatus = outcome.SipStatus == 0 ? null : outcome.SipStatus,
        Cause = outcome.Q850Cause == 0 ? null : outcome.Q850Cause,
        Phrase = outcome.Phrase,
        ReasonText = outcome.ReasonText,
    };

    private static AudioEvent? Audio(CallQuality? quality) => quality is not { } heard ? null
        : new AudioEvent(Math.Round(heard.LossShare, 5), Math.Round(heard.JitterMs, 1), heard.RoundTripMs is { } ms ? Math.Round(ms, 1) : null, Math.Round(heard.Mos, 2));

    private static DialerEvent Of(string type, in EngineOutput fact) => new()
    {
        Type = type,
        At = fact.At.ToDateTimeOffset(),
        Campaign = Known(fact.Campaign.Value),
        Agent = Known(fact.Agent.Value),
        Queue = Known(fact.Queue.Value),
        Trunk = Known(fact.Trunk.Value),
        Attempt = Known(fact.Attempt.Value),
        Interaction = Known(fact.Interaction.Value),
        Call = Known(fact.Call.Value),
    };

    /// <summary>Null: a call.</summary>
    private static string? Medium(in EngineOutput fact) => fact.Channel == Core.Channels.Channel.Voice ? null : Words.Word(fact.Channel);

    private static DateTimeOffset? Moment(Instant? at) => at is { } moment && moment != Instant.Never ? moment.ToDateTimeOffset() : null;

    private static int? Known(int id) => id == 0 ? null : id;

    private static long? Known(long id) => id == 0 ? null : id;

    private LeadEvent? Lead(in EngineOutput fact)
    {
        if (fact.Lead.Value == 0 || leadOf(fact.Lead) is not { } card)
            return null;
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in card.Fields)
            fields.TryAdd(name, value);
        return new LeadEvent(card.Lead.Value, card.List, fields, [.. card.Phones.Select(phone => phone.Number)], card.AttemptsMade, card.LastDisposition, card.LastNote);
    }
}
