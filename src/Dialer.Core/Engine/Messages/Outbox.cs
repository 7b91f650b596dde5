using Dialer.Core.Attempts;
using Dialer.Core.Callers;
using Dialer.Core.Campaigns;
using Dialer.Core.Handovers;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;

namespace Dialer.Core.Engine.Messages;

/// <summary>
/// Orders and facts since the last <see cref="Clear"/>, in sequence, drained by the caller after each Apply or
/// AdvanceTo. Grows to what one turn needs and keeps that memory: no allocation in steady state.
/// </summary>
public sealed class Outbox
{
    private readonly RecordList<EngineOutput> _outputs = new(256);
    private readonly RecordList<AttemptOutcome> _attempts = new(32);
    private readonly RecordList<InteractionRecord> _interactions = new(32);
    private readonly RecordList<ConversationDescription> _descriptions = new(8);
    private readonly RecordList<PacingExplanation> _pacing = new(8);
    private readonly RecordList<DialModeSettings> _modes = new(1);
    private readonly RecordList<RefusalPattern> _refusals = new(1);
    private readonly RecordList<LeadStanding> _standings = new(1);
    private readonly RecordList<CompanyQuestion> _questions = new(1);
    private readonly RecordList<Voicemail> _voicemails = new(1);
    private readonly RecordList<LearnedChances> _learned = new(1);
    private readonly RecordList<StepDetail> _steps = new(4);

    public ReadOnlySpan<EngineOutput> Outputs => _outputs.All;

    /// <summary>The record of an AttemptClosed.</summary>
    public ref readonly AttemptOutcome AttemptOf(in EngineOutput closed) => ref _attempts[closed.Record];

    /// <summary>The record of an InteractionClosed.</summary>
    public ref readonly InteractionRecord InteractionOf(in EngineOutput closed) => ref _interactions[closed.Record];

    /// <summary>The record of a ConversationDescribed.</summary>
    public ref readonly ConversationDescription DescriptionOf(in EngineOutput described) => ref _descriptions[described.Record];

    /// <summary>The numbers of a PacingDecided.</summary>
    public ref readonly PacingExplanation PacingOf(in EngineOutput decided) => ref _pacing[decided.Record];

    /// <summary>How the campaign of a DialModeChanged dials from then on.</summary>
    public ref readonly DialModeSettings ModeOf(in EngineOutput changed) => ref _modes[changed.Record];

    /// <summary>What a CallsRefused tells of.</summary>
    public ref readonly RefusalPattern RefusalOf(in EngineOutput refused) => ref _refusals[refused.Record];

    /// <summary>How the lead of a LeadGivenBack stands again.</summary>
    public ref readonly LeadStanding StandingOf(in EngineOutput givenBack) => ref _standings[givenBack.Record];

    /// <summary>What an AskCompany asks.</summary>
    public ref readonly CompanyQuestion QuestionOf(in EngineOutput asked) => ref _questions[asked.Record];

    /// <summary>The recording of a VoicemailLeft.</summary>
    public ref readonly Voicemail VoicemailOf(in EngineOutput left) => ref _voicemails[left.Record];

    /// <summary>What a ChancesLearned tells of.</summary>
    public LeadModelState LearnedOf(in EngineOutput learned) => _learned[learned.Record].State;

    /// <summary>What a ConversationStepped tells of its conversation.</summary>
    public ref readonly StepDetail StepOf(in EngineOutput stepped) => ref _steps[stepped.Record];

    public void Clear()
    {
        _outputs.Clear();
        _attempts.Clear();
        _interactions.Clear();
        _descriptions.Clear();
        _pacing.Clear();
        _modes.Clear();
        _refusals.Clear();
        _standings.Clear();
        _questions.Clear();
        _voicemails.Clear();
        _learned.Clear();
        _steps.Clear();
    }

    internal void Add(in EngineOutput output) => _outputs.Add(output);

    internal int AddRecord(in AttemptOutcome outcome) => _attempts.Add(outcome);

    internal int AddRecord(in InteractionRecord record) => _interactions.Add(record);

    internal int AddRecord(in ConversationDescription description) => _descriptions.Add(description);

    internal int AddRecord(in PacingExplanation explanation) => _pacing.Add(explanation);

    internal int AddRecord(in DialModeSettings mode) => _modes.Add(mode);

    internal int AddRecord(in RefusalPattern pattern) => _refusals.Add(pattern);

    internal int AddRecord(in LeadStanding standing) => _standings.Add(standing);

    internal int AddRecord(in CompanyQuestion question) => _questions.Add(question);

    internal int AddRecord(in Voicemail voicemail) => _voicemails.Add(voicemail);

    internal int AddRecord(LeadModelState learned) => _learned.Add(new LearnedChances(learned));

    private readonly record struct LearnedChances(LeadModelState State);

    internal int AddRecord(in StepDetail detail) => _steps.Add(detail);
}
