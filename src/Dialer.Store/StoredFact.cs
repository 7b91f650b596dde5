using Dialer.Core.Attempts;
using Dialer.Core.Callers;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Handovers;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;
using Dialer.Line;

namespace Dialer.Store;

/// <summary>One fact on its way to the store: the output, its long record copied out of the outbox, what was measured of a call.</summary>
internal readonly record struct StoredFact(
    long Sequence, EngineOutput Output, AttemptOutcome? Outcome = null, InteractionRecord? Interaction = null, ConversationDescription? Description = null,
    Voicemail? Voicemail = null, CallQuality? Quality = null, LeadStanding? Standing = null,
    StepDetail? Step = null, LearnedGreeting? Greeting = null, string? Forgotten = null, HeardAnswer? Heard = null, LeadModelState? Learned = null)
{
    /// <summary>Does the store keep facts of this kind?</summary>
    public static bool IsKept(EngineOutputKind kind) => kind switch
    {
        EngineOutputKind.AttemptStarted or EngineOutputKind.AttemptAnswered or EngineOutputKind.AttemptClassified or EngineOutputKind.AttemptRevoked
            or EngineOutputKind.AttemptClosed or EngineOutputKind.InteractionStarted or EngineOutputKind.InteractionQueued or EngineOutputKind.InteractionConnected
            or EngineOutputKind.InteractionClosed or EngineOutputKind.ConversationDescribed
            or EngineOutputKind.AgentStateChanged or EngineOutputKind.DialRefused or EngineOutputKind.LeadReturned
            or EngineOutputKind.LeadGivenBack or EngineOutputKind.CallBackPromised or EngineOutputKind.VoicemailLeft or EngineOutputKind.ConversationStepped or EngineOutputKind.WorkAnswered
            or EngineOutputKind.AnswerToAgentMeasured or EngineOutputKind.CustomerHeardMeasured or EngineOutputKind.ChancesLearned => true,
        EngineOutputKind.None or EngineOutputKind.PlaceCall or EngineOutputKind.PlaceAgentCall or EngineOutputKind.AnswerCall
            or EngineOutputKind.RejectCall or EngineOutputKind.HangUp or EngineOutputKind.BridgeLegs or EngineOutputKind.UnbridgeLegs
            or EngineOutputKind.Play or EngineOutputKind.StopPlaying or EngineOutputKind.LoadLeads or EngineOutputKind.LoadConversation or EngineOutputKind.FindCaller
            or EngineOutputKind.AttemptRinging
            or EngineOutputKind.CallAbandoned or EngineOutputKind.CampaignStateChanged or EngineOutputKind.DialModeChanged
            or EngineOutputKind.PreviewOffered or EngineOutputKind.PacingDecided or EngineOutputKind.TrunkStateChanged
            or EngineOutputKind.CallsRefused or EngineOutputKind.LogInFailed or EngineOutputKind.CommandRefused or EngineOutputKind.Drained
            or EngineOutputKind.AskCompany or EngineOutputKind.RecordMessage or EngineOutputKind.JoinLegs or EngineOutputKind.MuteLeg
            or EngineOutputKind.SendKeys or EngineOutputKind.ControlRecording or EngineOutputKind.AnswerTransfer or EngineOutputKind.CallerSent or EngineOutputKind.CallerRefused or EngineOutputKind.InteractionOffered => false,
    };

    public static StoredFact From(long sequence, in EngineOutput output, Outbox outbox) => output.Kind switch
    {
        EngineOutputKind.AttemptClosed => new(sequence, output, Outcome: outbox.AttemptOf(output)),
        EngineOutputKind.InteractionClosed => new(sequence, output, Interaction: outbox.InteractionOf(output)),
        EngineOutputKind.VoicemailLeft => new(sequence, output, Voicemail: outbox.VoicemailOf(output)),
        EngineOutputKind.ChancesLearned => new(sequence, output, Learned: outbox.LearnedOf(output)),
        EngineOutputKind.ConversationStepped => new(sequence, output, Step: outbox.StepOf(output)),
        EngineOutputKind.LeadGivenBack => new(sequence, output, Standing: outbox.StandingOf(output)),
        EngineOutputKind.ConversationDescribed => new(sequence, output, Description: outbox.DescriptionOf(output)),
        _ => new(sequence, output),
    };
}
