using Dialer.Core.Ids;

namespace Dialer.Core.CallProgress;

/// <summary>The rules, in their order, up to the verdict.</summary>
public sealed partial class CallProgressAnalyzer
{
    private void Decide()
    {
        if (DecideOnTones())
            return;
        int pauseMs = _voice.PauseBlocks(_now - 1) * 10;
        int sinceAnswerMs = (_now - Math.Max(_answeredAt, _ringEnd)) * 10;
        bool afterTone = _now * 10 - _tones.LastToneEndMs < 400 || _tones.SteadyToneRuns;
        if (Match.Scope != MemoryScope.None)
            Conclude(CpaVerdict.AnsweringMachine, VerdictRule.Remembered, 0.97f, pauseMs);
        else if (BeepConvicts())
            Conclude(CpaVerdict.AnsweringMachine, VerdictRule.Beep, 0.95f, pauseMs);
        else if (_voice.PhraseStart < 0)
            DecideOnSilence(sinceAnswerMs, afterTone);
        else if (!afterTone && _beep.LengthMs == 0)
            DecideOnVoice(pauseMs, sinceAnswerMs);
    }

    /// <summary>The beep that has just ended. What whistles far below the voice is the room, or the recording.</summary>
    private Tone Beep => _tones.Beep.LevelDb >= _voice.PeakDb - WeakestBeepDb ? _tones.Beep : default;

    /// <summary>
    /// A beep that came after a voice, apart from it, and stands alone: nothing sounds behind it. A note of music has
    /// other notes beside it, special information tones and the network's rhythms have another tone behind.
    /// </summary>
    private bool BeepConvicts()
    {
        if (Beep.LengthMs > 0)
        {
            bool oneOfSeveral = _lastBeep.LengthMs > 0 && Beep.StartMs - _lastBeep.EndMs < OtherNotesMs && MathF.Abs(Beep.Hz - _lastBeep.Hz) > SameNoteHz;
            _lastBeep = Beep;
            if (!oneOfSeveral && SpeechBefore(Beep))
                _beep = Beep;
        }
        if (_beep.LengthMs == 0)
            return false;
        bool another = _tones.SteadyToneRuns || _tones.LastToneEndMs > _beep.EndMs || _tones.RunningHz > 0;
        if (another || _voice.Speaking)
        {
            _beep = default;
            return false;
        }
        return _now * 10 - _beep.EndMs >= (CadenceTracker.InBand(_beep.Hz) ? AfterRhythmicBeepMs : AfterBeepMs);
    }

    /// <summary>Enough was said, with the pitch of a voice and no held notes, and it had ended.</summary>
    private bool SpeechBefore(in Tone beep)
    {
        int voicedMs = _voice.VoicedBlocks * 10;
        bool music = _tones.MusicSteps >= EarlyMusicSteps && _tones.MusicShare > (_tones.MusicSteps < MusicLeastSteps ? EarlyMusicalBeepShare : MusicalBeepShare);
        bool apart = beep.StartMs - _voice.PhraseEnd * 10 >= BeepApartMs || voicedMs >= BeepAnywhereFromMs;
        return voicedMs >= BeepAfterVoicedMs && !music && apart && _phrase.IsPitched;
    }

    private bool DecideOnTones()
    {
        if (_tones.SitHeard)
            Conclude(CpaVerdict.SpecialInformationTone, VerdictRule.SitTones, 0.99f, 0);
        else if (_tones.FaxHz > 0)
            Conclude(CpaVerdict.Fax, VerdictRule.FaxTone, 0.97f, 0);
        else if (Progress == ProgressTone.Busy)
            Conclude(CpaVerdict.Busy, VerdictRule.BusyCadence, 0.95f, 0);
        else if (Progress is ProgressTone.Congestion or ProgressTone.Reorder)
            Conclude(CpaVerdict.Reorder, VerdictRule.ReorderCadence, 0.95f, 0);
        return Verdict != CpaVerdict.None;
    }

    private void DecideOnSilence(int sinceAnswerMs, bool afterTone)
    {
        bool tonal = Progress != ProgressTone.None;
        if (!_mediaSinceAnswer && sinceAnswerMs >= _options.NoMediaMs)
            Conclude(CpaVerdict.NoMedia, VerdictRule.NoPackets, 0.9f, sinceAnswerMs);
        else if (!tonal && !afterTone && !_voice.Speaking && sinceAnswerMs >= (_ringEnd >= 0 ? _options.RingPauseMs : _options.InitialSilenceMs))
            Conclude(CpaVerdict.Silence, VerdictRule.NobodySpoke, 0.8f, sinceAnswerMs);
        else if (sinceAnswerMs >= _options.TotalMs)
            ConcludeNothing(sinceAnswerMs);
    }

    /// <summary>It rings on though the call is answered: what the clocks wait for begins when the ringing ends.</summary>
    private void NoteRinging()
    {
        if (Verdict != CpaVerdict.None || (_now - _answeredAt) * 10 > _options.RingAfterAnswerMs || !_tones.RingsNow)
            return;
        _ringEnd = _now;
        if (_voice.VoicedBlocks * 10 >= ScrapMs)
            return;
        _voice.Reset();
        _phrase.Reset();
        _tones.ForgetMusic();
    }

    private void NoteQuiet()
    {
        bool quiet = _level.EnvelopeDb < MathF.Min(_floor.Db + _options.VoiceOffDb, _voice.PeakDb - SilentBelowPeakDb);
        _quietBlocks = quiet ? _quietBlocks + 1 : 0;
    }

    private void DecideOnVoice(int pauseMs, int sinceAnswerMs)
    {
        int voicedMs = _voice.VoicedBlocks * 10;
        int phraseMs = (_voice.PhraseEnd - _voice.PhraseStart) * 10;
        if (pauseMs > _options.PauseInPhraseMs)
            GreetingEndAtSamples = (long)_voice.PhraseEnd * LevelMeter.BlockSamples;
        if (MaybeMusic && !FellSilent)
        {
            if (_tones.MusicSteps * ToneTracker.StepMs >= _options.MusicFromMs)
                Conclude(CpaVerdict.Music, VerdictRule.SteadyTones, 0.5f + 0.5f * _tones.MusicShare, pauseMs);
        }
        else if (pauseMs == 0 || !(_tones.Sustained || _voice.MaybeSpeaking(_now)))
        {
            // A scrap of sound beside a tone is the tone, broken by noise.
            bool scrap = voicedMs < ScrapMs && _tones.LastToneEndMs > _answeredAt * 10;
            if (!scrap && (FellSilent || !RatherMusic || pauseMs >= _options.NoMusicAfterPauseMs))
                DecideOnPhrase(voicedMs, phraseMs, pauseMs);
        }
        if (Verdict != CpaVerdict.None)
            return;
        // Who speaks so long is given the time to end, or to go on beyond what anybody greets for.
        bool isLong = IsLong(voicedMs, phraseMs) && !MaybeMusic && !RatherMusic;
        bool goesOn = isLong && _voice.Speaking;
        int limitMs = isLong ? _options.SurelyMachinePhraseMs + _options.RecordedPauseMs : _options.TotalAfterOnsetMs;
        bool timeUp = sinceAnswerMs >= _options.TotalMs || (_now - _voice.PhraseStart) * 10 >= limitMs;
        if (timeUp && goesOn)
            Conclude(CpaVerdict.AnsweringMachine, VerdictRule.SpeechGoesOn, 0.8f, pauseMs);
        else if (timeUp)
            ConcludeNothing(pauseMs);
    }

    /// <summary>Longer than nearly anybody greets.</summary>
    private bool IsLong(int voicedMs, int phraseMs) =>
        _options.RecordedModel is not null && (voicedMs >= _options.AnyMachineVoicedMs || (phraseMs >= _options.AnyMachinePhraseMs && voicedMs >= _options.RecordedFromVoicedMs));

    /// <summary>What sounded has stopped, down to the line's own noise: music does not, whatever notes it held; a voice that held a vowel does.</summary>
    private bool FellSilent => _quietBlocks >= SilentBlocks;

    private void ConcludeNothing(int pauseMs) =>
        Conclude(CpaVerdict.Undetermined, Progress == ProgressTone.Ringback ? VerdictRule.RingbackAfterAnswer : VerdictRule.TimeUp, 0f, pauseMs);

    /// <summary>Enough was heard, and it held its notes. A short sung "hello" is not enough.</summary>
    private bool MaybeMusic => HeldShare >= _options.MusicShare;

    private float HeldShare => _tones.MusicSteps < MusicLeastSteps ? 0f : _tones.MusicShare;

    /// <summary>
    /// A beat breaks the notes, so music may hold fewer of them; but it is there from the answer on, or goes on beneath
    /// each pause, where a person's room is far quieter than the voice. Neither a person nor a machine is concluded.
    /// </summary>
    private bool RatherMusic
    {
        get
        {
            bool atOnce = _voice.PhraseStart - _answeredAt <= AtOnceBlocks;
            return OutOfRoomDb < HardlyOutOfRoomDb || (atOnce && OutOfRoomDb < 15f) || (OutOfRoomDb < 18f && HeldShare > 0.2f) || HeldShare > 0.45f;
        }
    }

    private void DecideOnPhrase(int voicedMs, int phraseMs, int pauseMs)
    {
        if (_options.RecordedModel is { } model)
            DecideWithModel(model, voicedMs, phraseMs, pauseMs);
        else
            DecideOnLengths(voicedMs, phraseMs, pauseMs);
    }

    private void DecideOnLengths(int voicedMs, int phraseMs, int pauseMs)
    {
        if (voicedMs >= _options.MachineVoicedMs || phraseMs >= _options.MachinePhraseMs)
            Conclude(CpaVerdict.AnsweringMachine, VerdictRule.SpeechGoesOn, 0.8f, pauseMs);
        else if (voicedMs >= _options.LiveVoicedLeastMs && voicedMs <= _options.LiveVoicedMaxMs && pauseMs >= LivePauseMs(voicedMs))
            Conclude(CpaVerdict.LiveVoice, VerdictRule.UtteranceThenPause, 0.8f, pauseMs);
    }

    private void DecideWithModel(RecordedModel model, int voicedMs, int phraseMs, int pauseMs)
    {
        bool wordy = voicedMs >= _options.RecordedFromVoicedMs;
        if (IsLong(voicedMs, phraseMs) && (_now % 5 == 0 || pauseMs > 0))
        {
            _logit = Logit(model, ended: false);
            if (_logit >= _options.RecordedFromWhenLong(voicedMs) || phraseMs >= _options.SurelyMachinePhraseMs)
            {
                Conclude(CpaVerdict.AnsweringMachine, VerdictRule.SpeechGoesOn, 0.9f, pauseMs);
                return;
            }
        }
        bool speaking = _voice.Speaking && phraseMs >= _options.RecordedFromMs && _now % 5 == 0;
        bool ended = voicedMs >= _options.LiveVoicedLeastMs && pauseMs >= LivePauseMs(voicedMs);
        bool maybeEnded = !ended && voicedMs > ShortestToJudgeMs && voicedMs <= LongestSurelyLiveMs && pauseMs >= _options.LivePauseWhenSureMs;
        if (!speaking && !ended && !maybeEnded)
            return;
        _logit = Logit(model, ended || maybeEnded);
        if (maybeEnded && _logit > _options.RecordedSurelyNot)
            return;
        float margin = _logit - _options.RecordedFrom(voicedMs);
        bool recorded = wordy && margin >= 0;
        float sure = recorded ? 1f / (1f + MathF.Exp(-_logit)) : SureOfPerson(-margin);
        if (recorded && speaking)
            Conclude(CpaVerdict.AnsweringMachine, VerdictRule.SpeechGoesOn, sure, pauseMs);
        else if (recorded)
            ConcludeRecorded(sure, pauseMs);
        else if (!speaking)
            Conclude(CpaVerdict.LiveVoice, VerdictRule.UtteranceThenPause, sure, pauseMs);
    }

    /// <summary>
    /// By the distance from the line, as often as such verdicts were right on development audio of which a fifth were
    /// machines: near the line most are wrong. Where more machines answer, fewer are right.
    /// </summary>
    private static float SureOfPerson(float distance) => MostSure / (1f + MathF.Exp(SureOffset - SureSlope * distance));

    /// <summary>How recorded the phrase sounds; what noise takes from that is given back.</summary>
    private float Logit(RecordedModel model, bool ended)
    {
        float noise = Math.Clamp((HardlyNoisyDb - OutOfRoomDb) / (HardlyNoisyDb - VeryNoisyDb), 0f, 1f);
        return model.Logit(ReadPhrase(ended)) + noise * _options.RecordedInNoise + _prior;
    }

    private void ConcludeRecorded(float sure, int pauseMs)
    {
        bool screening = _options.ScreeningWaitMs != 0;
        if (pauseMs < (screening ? _options.ScreeningWaitMs : _options.RecordedPauseMs))
            return;
        if (screening)
            Conclude(CpaVerdict.CallScreening, VerdictRule.AnnouncementThenWait, sure, pauseMs);
        else
            Conclude(CpaVerdict.AnsweringMachine, VerdictRule.RecordedPhrase, sure, pauseMs);
    }

    private int LivePauseMs(int voicedMs) => voicedMs switch
    {
        <= 600 => _options.LivePauseAfterWordMs + MoreInNoiseMs,
        <= 1100 => _options.LivePauseAfterShortMs + MoreInNoiseMs,
        <= 1700 => _options.LivePauseAfterPhraseMs,
        _ => _options.LivePauseAfterLongMs,
    };

    private float OutOfRoomDb => _voice.PeakDb - _floor.Db;

    private int MoreInNoiseMs => OutOfRoomDb < _options.NoisyBelowDb ? _options.LivePauseInNoiseMs : 0;

    private float DecidingHz(VerdictRule rule) => rule == VerdictRule.Beep ? _beep.Hz : _tones.FaxHz > 0 ? _tones.FaxHz : _tones.CadenceHz;

    private void Conclude(CpaVerdict verdict, VerdictRule rule, float confidence, int pauseMs)
    {
        Verdict = verdict;
        Confidence = confidence;
        VerdictAtSamples = _position;
        bool spoke = _voice.PhraseStart >= 0;
        Reason = new VerdictReason(rule,
            spoke ? (_voice.PhraseStart - _answeredAt) * 10 : -1,
            spoke ? (_voice.PhraseEnd - _voice.PhraseStart) * 10 : 0,
            _voice.VoicedBlocks * 10, pauseMs, _voice.Bursts, _floor.Db, _voice.PeakDb, 1f / (1f + MathF.Exp(-_logit)), DecidingHz(rule), Sit);
        _events |= CallProgressEvents.Verdict;
        if (verdict == CpaVerdict.AnsweringMachine)
            AwaitMessage();
        if (verdict != CpaVerdict.LiveVoice)
            return;
        GreetingEndAtSamples = (long)_voice.PhraseEnd * LevelMeter.BlockSamples;
        _shadow.Begin(_now * 10, _options.ShadowMs);
        if (_options.RevokeVoicedMs > 0)
            _revocation.Begin(_now * 10, _voice.VoicedBlocks, _voice.PeakDb);
    }
}
