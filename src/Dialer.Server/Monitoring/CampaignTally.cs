using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Ids;
using Dialer.Core.Pacing;
using Dialer.Server.Configuration;

namespace Dialer.Server.Monitoring;

/// <summary>What one campaign's facts add up to.</summary>
internal sealed class CampaignTally(int id, string name, DialModeSettings dialing)
{
    private readonly Dictionary<AttemptId, Open> _open = [];
    private readonly long[] _heard = new long[3];
    private readonly int[] _places = new int[4];
    private readonly Dictionary<CallResult, long> _results = [];
    private readonly Dictionary<DialRefusal, long> _refusals = [];
    private string _state = "idle";
    private long _attempts;
    private long _closed;
    private long _connected;
    private long _abandoned;
    private PacingExplanation? _pacing;
    private DialModeSettings _dialing = dialing;

    public string Name { get; } = name;

    /// <summary>What went wrong, and what to do; null: nothing.</summary>
    public string? Why { get; set; }

    /// <summary>Started again, whatever was wrong is looked at anew.</summary>
    public void StateChanged(string? state)
    {
        _state = state ?? _state;
        if (_state is "running" or "stopped")
            Why = null;
    }

    public void Started(AttemptId attempt)
    {
        _attempts++;
        _open[attempt] = new Open(AttemptPlace.Ringing, HeardAs.Nothing);
        _places[(int)AttemptPlace.Ringing]++;
    }

    public void Move(AttemptId attempt, AttemptPlace to)
    {
        if (!_open.TryGetValue(attempt, out var open) || open.Place == to)
            return;
        _places[(int)open.Place]--;
        _places[(int)to]++;
        _open[attempt] = open with { Place = to };
    }

    /// <summary>A later verdict takes the place of an earlier one.</summary>
    public void Classified(AttemptId attempt, CpaVerdict verdict)
    {
        if (verdict is CpaVerdict.AnsweringMachine or CpaVerdict.Fax)
            Count(attempt, HeardAs.Machine);
        else if (verdict == CpaVerdict.LiveVoice)
            Count(attempt, HeardAs.Person);
    }

    public void Connected(AttemptId attempt)
    {
        _connected++;
        Move(attempt, AttemptPlace.Talking);
        CountIfUnheard(attempt);
    }

    public void Abandoned(AttemptId attempt)
    {
        _abandoned++;
        CountIfUnheard(attempt);
    }

    public void Closed(in AttemptOutcome outcome)
    {
        if (_open.Remove(outcome.Attempt, out var open))
            _places[(int)open.Place]--;
        _closed++;
        _results[outcome.Result] = _results.GetValueOrDefault(outcome.Result) + 1;
    }

    /// <summary>Whoever was given an agent, or should have been, was taken for a person.</summary>
    private void CountIfUnheard(AttemptId attempt)
    {
        if (_open.TryGetValue(attempt, out var open) && open.Heard == HeardAs.Nothing)
            Count(attempt, HeardAs.Person);
    }

    private void Count(AttemptId attempt, HeardAs heard)
    {
        if (!_open.TryGetValue(attempt, out var open))
            return;
        _heard[(int)open.Heard]--;
        _heard[(int)heard]++;
        _open[attempt] = open with { Heard = heard };
    }

    public void Refused(DialRefusal why) => _refusals[why] = _refusals.GetValueOrDefault(why) + 1;

    /// <summary>The numbers of another mode's last decision say nothing of this one.</summary>
    public void Dials(in DialModeSettings mode)
    {
        if (mode.Mode != _dialing.Mode)
            _pacing = null;
        _dialing = mode;
    }

    public void Paced(in PacingExplanation explanation) => _pacing = explanation;

    public CampaignRow Row() => new()
    {
        Id = id,
        Name = Name,
        State = _state,
        Why = Why,
        Dialing = DialModeView.Of(_dialing),
        Ringing = _places[(int)AttemptPlace.Ringing],
        Answering = _places[(int)AttemptPlace.Answering],
        Talking = _places[(int)AttemptPlace.Talking],
        Attempts = _attempts,
        Closed = _closed,
        AnsweredLive = _heard[(int)HeardAs.Person],
        Machines = _heard[(int)HeardAs.Machine],
        Connected = _connected,
        Abandoned = _abandoned,
        Results = _results.ToDictionary(row => row.Key.ToString(), row => row.Value),
        Refusals = _refusals.ToDictionary(row => Words.Word(row.Key), row => row.Value),
        Pacing = _pacing,
    };

    private enum HeardAs : byte
    {
        Nothing,
        Person,
        Machine,
    }

    private readonly record struct Open(AttemptPlace Place, HeardAs Heard);
}
