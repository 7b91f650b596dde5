using Dialer.Core.Attempts;
using Dialer.Core.Callers;
using Dialer.Core.Campaigns;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;

namespace Dialer.Core.Engine.Messages;

/// <summary>
/// Orders and facts since the last <see cref="Clear"/>, in sequence, drained by the caller after each Apply or
/// AdvanceTo. Grows to what one turn needs and keeps that memory: no allocation in steady state.
/// </summary>
public sealed class Outbox
{
    private EngineOutput[] _outputs = new EngineOutput[256];
    private AttemptOutcome[] _attempts = new AttemptOutcome[32];
    private InteractionRecord[] _interactions = new InteractionRecord[32];
    private ConversationDescription[] _descriptions = new ConversationDescription[8];
    private PacingExplanation[] _pacing = new PacingExplanation[8];
    private DialModeSettings[] _modes = new DialModeSettings[1];
    private RefusalPattern[] _refusals = new RefusalPattern[1];
    private LeadStanding[] _standings = new LeadStanding[1];
    private CompanyQuestion[] _questions = new CompanyQuestion[1];
    private Voicemail[] _voicemails = new Voicemail[1];
    private int _count;
    private int _attemptCount;
    private int _interactionCount;
    private int _descriptionCount;
    private int _pacingCount;
    private int _modeCount;
    private int _refusalCount;
    private int _standingCount;
    private int _questionCount;
    private int _voicemailCount;

    public ReadOnlySpan<EngineOutput> Outputs => _outputs.AsSpan(0, _count);

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

    public void Clear()
    {
        _refusalCount = 0;
        _standingCount = 0;
        _questionCount = 0;
        _voicemailCount = 0;
        _count = 0;
        _attemptCount = 0;
        _interactionCount = 0;
        _descriptionCount = 0;
        _pacingCount = 0;
        _modeCount = 0;
    }

    internal void Add(in EngineOutput output)
    {
        if (_count == _outputs.Length)
            Array.Resize(ref _outputs, _count * 2);
        _outputs[_count++] = output;
    }

    internal int AddRecord(in AttemptOutcome outcome)
    {
        if (_attemptCount == _attempts.Length)
            Array.Resize(ref _attempts, _attemptCount * 2);
        _attempts[_attemptCount] = outcome;
        return _attemptCount++;
    }

    internal int AddRecord(in InteractionRecord record)
    {
        if (_interactionCount == _interactions.Length)
            Array.Resize(ref _interactions, _interactionCount * 2);
        _interactions[_interactionCount] = record;
        return _interactionCount++;
    }

    internal int AddRecord(in ConversationDescription description)
    {
        if (_descriptionCount == _descriptions.Length)
            Array.Resize(ref _descriptions, _descriptionCount * 2);
        _descriptions[_descriptionCount] = description;
        return _descriptionCount++;
    }

    internal int AddRecord(in PacingExplanation explanation)
    {
        if (_pacingCount == _pacing.Length)
            Array.Resize(ref _pacing, _pacingCount * 2);
        _pacing[_pacingCount] = explanation;
        return _pacingCount++;
    }

    internal int AddRecord(in RefusalPattern pattern)
    {
        if (_refusalCount == _refusals.Length)
            Array.Resize(ref _refusals, _refusalCount * 2);
        _refusals[_refusalCount] = pattern;
        return _refusalCount++;
    }

    internal int AddRecord(in LeadStanding standing)
    {
        if (_standingCount == _standings.Length)
            Array.Resize(ref _standings, _standingCount * 2);
        _standings[_standingCount] = standing;
        return _standingCount++;
    }

    internal int AddRecord(in CompanyQuestion question)
    {
        if (_questionCount == _questions.Length)
            Array.Resize(ref _questions, _questionCount * 2);
        _questions[_questionCount] = question;
        return _questionCount++;
    }

    internal int AddRecord(in Voicemail voicemail)
    {
        if (_voicemailCount == _voicemails.Length)
            Array.Resize(ref _voicemails, _voicemailCount * 2);
        _voicemails[_voicemailCount] = voicemail;
        return _voicemailCount++;
    }

    internal int AddRecord(in DialModeSettings mode)
    {
        if (_modeCount == _modes.Length)
            Array.Resize(ref _modes, _modeCount * 2);
        _modes[_modeCount] = mode;
        return _modeCount++;
    }
}
