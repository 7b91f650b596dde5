using Dialer.Core.Attempts;
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
    private PacingExplanation[] _pacing = new PacingExplanation[8];
    private DialModeSettings[] _modes = new DialModeSettings[1];
    private int _count;
    private int _attemptCount;
    private int _interactionCount;
    private int _pacingCount;
    private int _modeCount;

    public ReadOnlySpan<EngineOutput> Outputs => _outputs.AsSpan(0, _count);

    /// <summary>The record of an AttemptClosed.</summary>
    public ref readonly AttemptOutcome AttemptOf(in EngineOutput closed) => ref _attempts[closed.Record];

    /// <summary>The record of an InteractionClosed.</summary>
    public ref readonly InteractionRecord InteractionOf(in EngineOutput closed) => ref _interactions[closed.Record];

    /// <summary>The numbers of a PacingDecided.</summary>
    public ref readonly PacingExplanation PacingOf(in EngineOutput decided) => ref _pacing[decided.Record];

    /// <summary>How the campaign of a DialModeChanged dials from then on.</summary>
    public ref readonly DialModeSettings ModeOf(in EngineOutput changed) => ref _modes[changed.Record];

    public void Clear()
    {
        _count = 0;
        _attemptCount = 0;
        _interactionCount = 0;
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

    internal int AddRecord(in PacingExplanation explanation)
    {
        if (_pacingCount == _pacing.Length)
            Array.Resize(ref _pacing, _pacingCount * 2);
        _pacing[_pacingCount] = explanation;
        return _pacingCount++;
    }

    internal int AddRecord(in DialModeSettings mode)
    {
        if (_modeCount == _modes.Length)
            Array.Resize(ref _modes, _modeCount * 2);
        _modes[_modeCount] = mode;
        return _modeCount++;
    }
}
