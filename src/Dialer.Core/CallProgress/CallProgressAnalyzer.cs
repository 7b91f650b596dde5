using System.Runtime.CompilerServices;
using Dialer.Core.Ids;

namespace Dialer.Core.CallProgress;

/// <summary>
/// Listens to one call and says who answered. Streaming and pure: its clock is the count of samples (8 kHz), never
/// the wall; it allocates nothing after construction; one instance serves one call at a time from one thread, and
/// <see cref="Reset"/> makes it ready for the next. Feed every frame in order of time; say <see cref="Answered"/>
/// when the call is answered, and <see cref="NoFrames"/> when time passes without packets.
/// </summary>
public sealed class CallProgressAnalyzer
{
    /// <summary>A jump in RTP time beyond this is another stream, not a gap.</summary>
    private const int LongestGapSamples = 8000 * 60;
    private const int WideTaps = 7;
    private const int ScrapMs = 250;
    private const int AtOnceBlocks = 10;
    private const int MusicLeastSteps = 50;

    /// <summary>Where so much held its notes, a pure tone is one more note.</summary>
    private const float MusicalBeepShare = 0.25f;

    /// <summary>Less voice than this does not say how it sounds; more may be a machine's first sentence, whatever it sounds like.</summary>
    private const int ShortestToJudgeMs = 600, LongestSurelyLiveMs = 1700;

    /// <summary>Peak of the voice over the noise floor: where noise is all over the voice, and where it no longer matters.</summary>
    private const float VeryNoisyDb = 18f, HardlyNoisyDb = 32f;

    /// <summary>Only loud moments say how a voice sounds; the rest is the room's.</summary>
    private const float LoudOverFloorDb = 10f, LoudBelowPeakDb = 25f;

    private const float WeakestBeepDb = 27f;

    /// <summary>Less voice than this before a beep may be a click or the hook.</summary>
    private const int BeepAfterVoicedMs = 400;

    /// <summary>After the beep, so that the second of special information tones is heard first.</summary>
    private const int AfterBeepMs = 150;

    private readonly CallProgressOptions _options;
    private readonly int _decimate;
    private LevelMeter _level;
    private NoiseFloor _floor;
    private VoiceTracker _voice;
    private PhraseStatistics _phrase;
    private float _logit;
    private Tone _beep;
    private ToneEar _tones;
    private MessageWatch _message;
    private ShadowWatch _shadow;
    private Block _block;
    private WideWindow _wide;
    private bool _wideOdd;
    private int _filled;
    private int _now;
    private int _answeredAt;
    private long _position;
    private uint _expected;
    private bool _anchored;
    private int _filledWithoutPackets;
    private bool _mediaSinceAnswer;
    private CallProgressEvents _events;

    /// <param name="options">Parameters; shared by many analyzers.</param>
    /// <param name="sampleRate">8000 or 16000 Hz.</param>
    public CallProgressAnalyzer(CallProgressOptions options, int sampleRate = 8000)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (sampleRate is not (8000 or 16000))
            throw new ArgumentOutOfRangeException(nameof(sampleRate), sampleRate, "8000 or 16000");
        _options = options;
        _decimate = sampleRate / 8000;
        Reset();
    }

    /// <summary>What is concluded; <see cref="CpaVerdict.None"/> until then. Once set it stays.</summary>
    public CpaVerdict Verdict { get; private set; }

    /// <summary>0 to 1; of a verdict, how sure its rule is.</summary>
    public float Confidence { get; private set; }

    /// <summary>Why, in numbers.</summary>
    public VerdictReason Reason { get; private set; }

    /// <summary>Where in the stream the verdict fell, samples at 8 kHz from the first; -1: not yet.</summary>
    public long VerdictAtSamples { get; private set; }

    /// <summary>Where the answer was marked; -1: not yet.</summary>
    public long AnsweredAtSamples => _answeredAt < 0 ? -1 : (long)_answeredAt * LevelMeter.BlockSamples;

    /// <summary>Where the first phrase after the answer ended: a person's completed greeting; -1: none yet.</summary>
    public long GreetingEndAtSamples { get; private set; }

    /// <summary>Before the answer: what the network plays.</summary>
    public ProgressTone Progress { get; private set; }

    /// <summary>Before the answer: the class of special information tones heard.</summary>
    public SitClass Sit { get; private set; }

    /// <summary>Before the answer: what the attempt ends with on what is played; <see cref="CallResult.None"/>: it goes on.</summary>
    public CallResult ProgressResult => ProgressToneResult.ResultOf(Progress, Sit);

    /// <summary>After a machine: when to leave the message, once known.</summary>
    public MessageMoment Message { get; private set; }

    /// <summary>After a live verdict: what the shadow concluded.</summary>
    public ShadowFinding Shadow { get; private set; }

    /// <summary>Samples at 8 kHz taken in so far, gaps included.</summary>
    public long PositionSamples => _position;

    /// <summary>Noise floor now, dBov.</summary>
    public float FloorDb => _floor.Db;

    /// <summary>Part of the loud spectra that stayed as they were, 0 to 1: music holds its notes.</summary>
    public float MusicShare => _tones.MusicShare;

    /// <summary>A steady tone that sounds now, Hz; 0 if none.</summary>
    public float ToneHz => _tones.RunningHz;

    /// <summary>Envelope now, dBov.</summary>
    public float EnvelopeDb => _level.EnvelopeDb;

    /// <summary>Somebody, or something, speaks now.</summary>
    public bool Speaking => _voice.Speaking;

    /// <summary>Silence since the last voice, ms; 0 while somebody speaks or before anybody has.</summary>
    public int PauseMs => _voice.PauseBlocks(_now - 1) * 10;

    /// <summary>The phrase after the answer, as it sounds so far; null before the first voice.</summary>
    public PhraseFeatures? PhraseSoFar(bool ended) => _voice.PhraseStart < 0 ? null : ReadPhrase(ended);

    /// <summary>Ready for another call.</summary>
    public void Reset()
    {
        _level = default;
        _floor.Reset();
        _voice.Reset();
        _tones.Reset();
        _phrase.Reset();
        _logit = -10f;
        _beep = default;
        _filled = 0;
        _wide = default;
        _wideOdd = false;
        _now = 0;
        _answeredAt = -1;
        _position = 0;
        _expected = 0;
        _anchored = false;
        _filledWithoutPackets = 0;
        _mediaSinceAnswer = false;
        Verdict = CpaVerdict.None;
        Confidence = 0;
        Reason = default;
        VerdictAtSamples = GreetingEndAtSamples = -1;
        Progress = ProgressTone.None;
        Sit = SitClass.None;
        Message = default;
        Shadow = ShadowFinding.None;
        _message = default;
        _shadow = default;
    }

    /// <summary>The call is answered here, between the frames before and those after.</summary>
    public void Answered()
    {
        if (_answeredAt >= 0)
            return;
        _answeredAt = _now;
        _voice.Reset();
        _phrase.Reset();
        _tones.ForgetMusic();
        if (Progress == ProgressTone.Announcement)
            Progress = ProgressTone.None;
    }

    /// <summary>One frame, in order, by its RTP timestamp (clock 8000 also for 16 kHz audio, as G.722's is). Late and repeated frames are ignored; gaps are held.</summary>
    public CallProgressEvents Push(ReadOnlySpan<short> frame, FrameFlags flags, uint rtpTimestamp)
    {
        _events = CallProgressEvents.None;
        int samples = frame.Length / _decimate;
        if (_anchored)
        {
            int ahead = unchecked((int)(rtpTimestamp - _expected));
            bool late = ahead < 0 && -ahead > _filledWithoutPackets && -ahead < LongestGapSamples;
            if (late)
                return _events;
            if (ahead > 0 && ahead < LongestGapSamples)
                Gap(ahead);
        }
        _anchored = true;
        _expected = unchecked(rtpTimestamp + (uint)samples);
        _filledWithoutPackets = 0;
        Take(frame, flags);
        return _events;
    }

    /// <summary>One frame that follows the last without a gap.</summary>
    public CallProgressEvents Push(ReadOnlySpan<short> frame, FrameFlags flags = FrameFlags.None)
    {
        _events = CallProgressEvents.None;
        _expected = unchecked(_expected + (uint)(frame.Length / _decimate));
        Take(frame, flags);
        return _events;
    }

    /// <summary>Media time passed and no packet came (the caller's clock, since packets are the analyzer's).</summary>
    public CallProgressEvents NoFrames(TimeSpan duration)
    {
        _events = CallProgressEvents.None;
        int samples = (int)(Math.Clamp(duration.TotalSeconds, 0, 60) * 8000);
        Gap(samples);
        _expected = unchecked(_expected + (uint)samples);
        _filledWithoutPackets = Math.Min(_filledWithoutPackets + samples, LongestGapSamples);
        return _events;
    }

    private void Take(ReadOnlySpan<short> frame, FrameFlags flags)
    {
        if ((flags & FrameFlags.Lost) != 0)
        {
            Gap(frame.Length == 0 ? 160 : frame.Length / _decimate);
            return;
        }
        if (_answeredAt >= 0 && (flags & FrameFlags.EarlyMedia) == 0)
            _mediaSinceAnswer = true;
        var kind = (flags & FrameFlags.ComfortNoise) != 0 ? BlockKind.ComfortNoise : BlockKind.Audio;
        if (_decimate == 2)
            TakeWide(frame, kind);
        else
            TakeNarrow(frame, kind);
    }

    private void TakeNarrow(ReadOnlySpan<short> frame, BlockKind kind)
    {
        while (frame.Length > 0)
        {
            int count = Math.Min(frame.Length, LevelMeter.BlockSamples - _filled);
            var place = ((Span<float>)_block).Slice(_filled, count);
            for (int i = 0; i < place.Length; i++)
                place[i] = frame[i];
            frame = frame[count..];
            _filled += count;
            _position += count;
            if (_filled < LevelMeter.BlockSamples)
                return;
            _filled = 0;
            Advance(_block, kind);
        }
    }

    /// <summary>16 kHz: a half-band filter of seven taps, then every second sample.</summary>
    private void TakeWide(ReadOnlySpan<short> frame, BlockKind kind)
    {
        Span<float> w = _wide;
        foreach (short sample in frame)
        {
            w[1..].CopyTo(w);
            w[WideTaps - 1] = sample;
            _wideOdd = !_wideOdd;
            if (_wideOdd)
                continue;
            Put((16f * w[3] + 9f * (w[2] + w[4]) - (w[0] + w[6])) / 32f, kind);
        }
    }

    private void Put(float sample, BlockKind kind)
    {
        _block[_filled++] = sample;
        _position++;
        if (_filled < LevelMeter.BlockSamples)
            return;
        _filled = 0;
        Advance(_block, kind);
    }

    private void Gap(int samples)
    {
        for (int i = 0; i < samples; i++)
        {
            _position++;
            _block[_filled++] = 0;
            if (_filled < LevelMeter.BlockSamples)
                continue;
            _filled = 0;
            Advance(_block, BlockKind.Missing);
        }
    }

    private void Advance(ReadOnlySpan<float> block, BlockKind kind)
    {
        Span<float> filtered = stackalloc float[LevelMeter.BlockSamples];
        _level.Add(block, kind, _floor.Db, _options.HoldLostMs, filtered);
        _tones.Add(_now, filtered, _level.Held, _level.LevelDb, _options.Country);
        bool tone = _tones.SteadyToneRuns;
        if (_level.Real && !_tones.MaybeTone)
            _floor.Add(_level.EnvelopeDb);
        if (tone)
            _voice.CutBurst(_tones.SteadyToneStartMs / 10);
        else if (_level.Real && _floor.JustSteady)
            _voice.CutBurst(_now - NoiseFloor.SteadyBlocks);
        _voice.Add(_now, _level.EnvelopeDb, _level.LevelDb, _floor.Db, _tones.VoiceEvidence, tone, _phrase.IsNoise, _options);
        GatherPhrase();
        _now++;
        if (Beep.LengthMs > 0)
            _events |= CallProgressEvents.Beep;
        NoteProgress();
        if (_answeredAt < 0)
            return;
        if (Verdict == CpaVerdict.None)
            Decide();
        else
            AfterVerdict();
    }

    private void AfterVerdict()
    {
        int nowMs = _now * 10;
        if (_message.Running)
        {
            _events |= _message.Tick(nowMs, _answeredAt * 10, _voice.PhraseEnd * 10, _voice.Speaking, Beep, _options, out var moment);
            if (moment.Cause != MessageCause.None)
                Message = moment;
        }
        if (_shadow.Running)
        {
            Shadow = _shadow.Tick(nowMs, _voice.Speaking, Beep.LengthMs > 0);
            if (Shadow != ShadowFinding.None)
                _events |= CallProgressEvents.ShadowEnd;
        }
    }

    private void GatherPhrase()
    {
        if (Verdict != CpaVerdict.None)
            return;
        if (!_voice.Speaking && _voice.PhraseStart < 0)
        {
            _phrase.Reset();
            return;
        }
        _phrase.AddLevel(_level.LevelDb, _voice.Speaking);
        if ((_now & 1) == 0)
            return;
        bool loud = _voice.Speaking && _level.LevelDb > MathF.Max(_floor.Db + LoudOverFloorDb, _voice.PeakDb - LoudBelowPeakDb);
        if (loud && _tones.Frame.Hz > 0)
            _phrase.AddSpectrum(_tones.Powers, _tones.Samples);
        else
            _phrase.SkipSpectrum();
    }

    private PhraseFeatures ReadPhrase(bool ended) => _phrase.Read((_voice.PhraseEnd - _voice.PhraseStart) * 10, _voice.VoicedBlocks * 10, ended);

    private void NoteProgress()
    {
        var heard = _tones.SitHeard ? ProgressTone.SpecialInformation : _tones.Cadence;
        if (heard == ProgressTone.None && (Progress == ProgressTone.Announcement || EarlyAnnouncement()))
            heard = ProgressTone.Announcement;
        if (heard == Progress)
            return;
        Progress = heard;
        Sit = _tones.SitClass;
        _events |= CallProgressEvents.Progress;
        if (_answeredAt < 0 && ProgressResult != CallResult.None)
            _events |= CallProgressEvents.EndAttempt;
    }

    private bool EarlyAnnouncement() =>
        _answeredAt < 0 && _voice.VoicedBlocks * 10 >= _options.EarlyAnnouncementMs && _tones.MusicShare < _options.MusicShare;

    private void Decide()
    {
        if (DecideOnTones())
            return;
        int pauseMs = _voice.PauseBlocks(_now - 1) * 10;
        int sinceAnswerMs = (_now - _answeredAt) * 10;
        bool afterTone = _now * 10 - _tones.LastToneEndMs < 400 || _tones.SteadyToneRuns;
        if (Beep.LengthMs > 0 && _voice.VoicedBlocks * 10 >= BeepAfterVoicedMs)
            _beep = Beep;
        bool beepAfterSpeech = _beep.LengthMs > 0 && _now * 10 - _beep.EndMs >= AfterBeepMs;
        if (beepAfterSpeech && (SitMayFollow() || HeldShare > MusicalBeepShare))
            _beep = default;
        else if (beepAfterSpeech)
            Conclude(CpaVerdict.AnsweringMachine, VerdictRule.Beep, 0.95f, pauseMs);
        else if (_voice.PhraseStart < 0)
            DecideOnSilence(sinceAnswerMs, afterTone);
        else if (!afterTone)
            DecideOnVoice(pauseMs, sinceAnswerMs);
    }

    /// <summary>The beep that has just ended. What whistles far below the voice is the room, or the recording.</summary>
    private Tone Beep => _tones.Beep.LevelDb >= _voice.PeakDb - WeakestBeepDb ? _tones.Beep : default;

    /// <summary>Another tone has begun: the beep was the first of special information tones.</summary>
    private bool SitMayFollow() => _tones.SteadyToneRuns || _tones.LastToneEndMs > _beep.EndMs;

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
        else if (!tonal && !afterTone && !_voice.Speaking && sinceAnswerMs >= _options.InitialSilenceMs)
            Conclude(CpaVerdict.Silence, VerdictRule.NobodySpoke, 0.8f, sinceAnswerMs);
        else if (sinceAnswerMs >= _options.TotalMs)
            ConcludeNothing(sinceAnswerMs);
    }

    private void DecideOnVoice(int pauseMs, int sinceAnswerMs)
    {
        int voicedMs = _voice.VoicedBlocks * 10;
        int phraseMs = (_voice.PhraseEnd - _voice.PhraseStart) * 10;
        if (pauseMs > _options.PauseInPhraseMs)
            GreetingEndAtSamples = (long)_voice.PhraseEnd * LevelMeter.BlockSamples;
        if (MaybeMusic)
        {
            if (_tones.MusicSteps * ToneTracker.StepMs >= _options.MusicFromMs)
                Conclude(CpaVerdict.Music, VerdictRule.SteadyTones, 0.5f + 0.5f * _tones.MusicShare, pauseMs);
        }
        else if (pauseMs == 0 || !(_tones.Sustained || _voice.MaybeSpeaking(_now)))
        {
            // A scrap of sound beside a tone is the tone, broken by noise.
            bool scrap = voicedMs < ScrapMs && _tones.LastToneEndMs > _answeredAt * 10;
            if (!scrap && !RatherMusic)
                DecideOnPhrase(voicedMs, phraseMs, pauseMs);
        }
        if (Verdict != CpaVerdict.None)
            return;
        bool timeUp = sinceAnswerMs >= _options.TotalMs || (_now - _voice.PhraseStart) * 10 >= _options.TotalAfterOnsetMs;
        if (timeUp)
            ConcludeNothing(pauseMs);
    }

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
            return (atOnce && OutOfRoomDb < 15f) || (OutOfRoomDb < 18f && HeldShare > 0.2f) || HeldShare > 0.45f;
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
        if (voicedMs >= _options.AnyMachineVoicedMs || (phraseMs >= _options.AnyMachinePhraseMs && wordy))
        {
            Conclude(CpaVerdict.AnsweringMachine, VerdictRule.SpeechGoesOn, 0.9f, pauseMs);
            return;
        }
        bool speaking = _voice.Speaking && phraseMs >= _options.RecordedFromMs && _now % 5 == 0;
        bool ended = voicedMs >= _options.LiveVoicedLeastMs && pauseMs >= LivePauseMs(voicedMs);
        bool maybeEnded = !ended && voicedMs > ShortestToJudgeMs && voicedMs <= LongestSurelyLiveMs && pauseMs >= _options.LivePauseWhenSureMs;
        if (!speaking && !ended && !maybeEnded)
            return;
        float noise = Math.Clamp((HardlyNoisyDb - OutOfRoomDb) / (HardlyNoisyDb - VeryNoisyDb), 0f, 1f);
        _logit = model.Logit(ReadPhrase(ended || maybeEnded)) + noise * _options.RecordedInNoise;
        if (maybeEnded && _logit > _options.RecordedSurelyNot)
            return;
        float margin = _logit - _options.RecordedFrom(voicedMs);
        bool recorded = wordy && margin >= 0;
        float sure = 1f / (1f + MathF.Exp(recorded ? -_logit : margin));
        if (recorded && speaking)
            Conclude(CpaVerdict.AnsweringMachine, VerdictRule.SpeechGoesOn, sure, pauseMs);
        else if (recorded)
            ConcludeRecorded(sure, pauseMs);
        else if (!speaking)
            Conclude(CpaVerdict.LiveVoice, VerdictRule.UtteranceThenPause, sure, pauseMs);
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
        {
            _message.Begin(_now * 10);
            // The beep that decided is the one to speak after.
            _events |= _message.Tick(_now * 10, _answeredAt * 10, _voice.PhraseEnd * 10, _voice.Speaking, _beep, _options, out _);
        }
        if (verdict != CpaVerdict.LiveVoice)
            return;
        GreetingEndAtSamples = (long)_voice.PhraseEnd * LevelMeter.BlockSamples;
        _shadow.Begin(_now * 10, _options.ShadowMs);
    }

    [InlineArray(WideTaps)]
    private struct WideWindow
    {
        private float _first;
    }

    [InlineArray(LevelMeter.BlockSamples)]
    private struct Block
    {
        private float _first;
    }
}
