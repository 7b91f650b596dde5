using Dialer.Core.Ids;

namespace Dialer.Core.CallProgress;

/// <summary>What follows a verdict: the message's moment, the shadow, and second thoughts about a person.</summary>
public sealed partial class CallProgressAnalyzer
{
    /// <summary>So long a pause ends what was said after the greeting; less voice than this is a sound of the room.</summary>
    private const int SecondPhrasePauseMs = 700, SecondPhraseLeastMs = 500, SecondPhraseWithinMs = 5000;

    private void AfterVerdict()
    {
        int nowMs = _now * 10;
        if (_message.Running)
        {
            _events |= _message.Tick(nowMs, _answeredAt * 10, _voice.PhraseEnd * 10, _voice.Speaking, Beep, _options, out var moment);
            if (moment.Cause != MessageCause.None)
                Message = moment;
        }
        if (_revocation.Running)
            Reconsider(nowMs);
        if (_shadow.Running)
        {
            Shadow = _shadow.Tick(nowMs, _voice.Speaking, Beep.LengthMs > 0);
            if (Shadow != ShadowFinding.None)
                _events |= CallProgressEvents.ShadowEnd;
        }
    }

    private void Reconsider(int nowMs)
    {
        bool convicts = BeepConvicts();
        _revocation.Tick(nowMs, _voice.VoicedBlocks, _level.EnvelopeDb, _agentSpeaks, _options);
        int elapsedMs = _revocation.ElapsedMs(nowMs);
        if (convicts && elapsedMs <= _options.RevokeBeepWithinMs)
            Revoke(RevocationCause.Beep);
        else if (_revocation.VoicedMs >= _options.RevokeVoicedMs && elapsedMs <= _options.RevokeVoiceWithinMs)
            Revoke(RevocationCause.VoiceGoesOn);
        else if (elapsedMs <= SecondPhraseWithinMs && SecondPhraseSoundsRecorded())
            Revoke(RevocationCause.GreetingEnd);
    }

    /// <summary>Somebody said more, unanswered, and fell silent; with that, the whole is long enough to say how it sounds.</summary>
    private bool SecondPhraseSoundsRecorded()
    {
        int voicedMs = _voice.VoicedBlocks * 10;
        bool ended = !_revocation.AgentSpoke && _revocation.VoicedMs >= SecondPhraseLeastMs && _voice.PauseBlocks(_now - 1) * 10 == SecondPhrasePauseMs;
        if (!ended || _options.RecordedModel is not { } model || voicedMs < _options.RecordedFromVoicedMs || RatherMusic)
            return false;
        _logit = Logit(model, ended: true);
        return _logit >= _options.RecordedFrom(voicedMs) - _options.RecordedLessWhenUnanswered;
    }

    private void Revoke(RevocationCause cause)
    {
        _revocation.End();
        Revoked = new Revocation(cause, _position);
        _events |= CallProgressEvents.Revoked;
        AwaitMessage();
    }

    /// <summary>A machine: its greeting's end and its beep are awaited. The beep that decided is the one to speak after.</summary>
    private void AwaitMessage()
    {
        _message.Begin(_now * 10);
        _events |= _message.Tick(_now * 10, _answeredAt * 10, _voice.PhraseEnd * 10, _voice.Speaking, _beep, _options, out var moment);
        if (moment.Cause != MessageCause.None)
            Message = moment;
    }

    private void TakePrint()
    {
        if ((_now & 1) == 0)
            return;
        bool loud = _level.LevelDb > _floor.Db + LoudOverFloorDb;
        _printer.Add(_tones.Frame.Hz > 0 ? _tones.Powers : default, loud);
        int first = _voice.PhraseStart >> 1;
        bool due = _answeredAt >= 0 && _voice.PhraseStart >= 0 && Print.FirmBits == 0 && ((_now + 1) >> 1) == first + GreetingPrint.Steps;
        if (due && !_tones.SteadyToneRuns && _printer.TryTake(first, out var print) && print.FirmBits >= GreetingPrint.LeastFirm)
            Print = print;
    }

    /// <summary>The greeting is one that was heard before. A call that has ended otherwise is not looked at again.</summary>
    private void Recognise()
    {
        if (!_remembers || (_now & 1) != 0 || _voice.PhraseStart < 0 || Match.Scope != MemoryScope.None)
            return;
        int steps = (_now >> 1) - (_voice.PhraseStart >> 1);
        if (steps is < GreetingPrinter.EarliestEnd or > GreetingPrinter.LatestEnd)
            return;
        var match = default(GreetingMatch);
        if (_remembered.FirmBits >= GreetingPrint.LeastFirm && _printer.BitErrors(_remembered) is var errors && errors <= _options.RememberedBitErrors)
            match = new GreetingMatch(MemoryScope.Number, errors, _position, -1);
        else
            match = FindAnnouncement();
        if (match.Scope == MemoryScope.None)
            return;
        Match = match;
        if (Verdict == CpaVerdict.LiveVoice && Revoked.Cause == RevocationCause.None)
            Revoke(RevocationCause.Remembered);
    }

    private GreetingMatch FindAnnouncement()
    {
        var match = default(GreetingMatch);
        for (int i = 0; i < _announcements.Length; i++)
        {
            float wrong = _printer.BitErrors(_announcements[i]);
            if (wrong <= _options.AnnouncementBitErrors && (match.Scope == MemoryScope.None || wrong < match.BitErrors))
                match = new GreetingMatch(MemoryScope.Network, wrong, _position, i);
        }
        return match;
    }
}
