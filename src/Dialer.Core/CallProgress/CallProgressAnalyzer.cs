using System.Runtime.CompilerServices;
using Dialer.Core.Ids;

namespace Dialer.Core.CallProgress;

/// <summary>
/// Listens to one call and says who answered. Streaming and pure: its clock is the count of samples (8 kHz), never
/// the wall; it allocates nothing after construction; one instance serves one call at a time from one thread, and
/// <see cref="Reset"/> makes it ready for the next. Feed every frame in order of time; say <see cref="Answered"/>
/// when the call is answered, and <see cref="NoFrames"/> when time passes without packets.
/// </summary>
public sealed partial class CallProgressAnalyzer
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

    /// <summary>After the beep, so that the second of special information tones is heard first; where networks put their rhythms, the next of those.</summary>
    private const int AfterBeepMs = 250, AfterRhythmicBeepMs = 650;

    /// <summary>A beep is a sound of its own, unless it comes so late that no person would still be greeting.</summary>
    private const int BeepApartMs = 40, BeepAnywhereFromMs = 2000;

    /// <summary>Tones of different pitch so close together are notes.</summary>
    private const int OtherNotesMs = 1000;
    private const float SameNoteHz = 12f;

    private const float MostSure = 0.985f, SureOffset = 4.7f, SureSlope = 1.6f;

    /// <summary>So short a while of sound may hold a vowel; half of it held is notes.</summary>
    private const int EarlyMusicSteps = 15;
    private const float EarlyMusicalBeepShare = 0.4f;

    /// <summary>A pause of so long, near the floor and so far below the voice, has no music beneath it.</summary>
    private const int SilentBlocks = 80;
    private const float SilentBelowPeakDb = 20f;

    /// <summary>What hardly stands out of what is always there is no voice that is meant for the caller.</summary>
    private const float HardlyOutOfRoomDb = 7f;

    private readonly CallProgressOptions _options;
    private readonly int _decimate;
    private LevelMeter _level;
    private NoiseFloor _floor;
    private VoiceTracker _voice;
    private PhraseStatistics _phrase;
    private float _logit;
    private Tone _beep, _lastBeep;
    private ToneEar _tones;
    private MessageWatch _message;
    private ShadowWatch _shadow;
    private RevocationWatch _revocation;
    private GreetingPrinter _printer;
    private GreetingPrint _remembered;
    private GreetingPrint[] _announcements = [];
    private bool _remembers, _agentSpeaks;
    private float _prior;
    private int _ringEnd;
    private int _quietBlocks;
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

    public CallProgressOptions Options => _options;

    /// <summary>What is concluded; <see cref="CpaVerdict.None"/> until then. Once set it stays.</summary>
    public CpaVerdict Verdict { get; private set; }

    /// <summary>0 to 1; of a verdict, how sure its rule is.</summary>
    public float Confidence { get; private set; }

    /// <summary>Why, in numbers.</summary>
    public VerdictReason Reason { get; private set; }

    /// <summary>A live verdict that what followed has taken back; its cause is <see cref="RevocationCause.None"/> while it stands.</summary>
    public Revocation Revoked { get; private set; }

    /// <summary>The verdict, or what it was turned into.</summary>
    public CpaVerdict Final => Revoked.Cause == RevocationCause.None ? Verdict : CpaVerdict.AnsweringMachine;

    /// <summary>The remembered greeting that this one is.</summary>
    public GreetingMatch Match { get; private set; }

    /// <summary>The first second of the voice, once it is whole; empty (no firm bits) before.</summary>
    public GreetingPrint Print { get; private set; }

    /// <summary>Nothing that comes can still change or add anything: whoever feeds it may stop. The shadow is no reason to go on.</summary>
    public bool IsDone => Verdict != CpaVerdict.None && !_message.Running && !_revocation.Running;

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
        _beep = _lastBeep = default;
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
        _revocation = default;
        _printer.Reset();
        _remembered = default;
        _announcements = [];
        _remembers = _agentSpeaks = false;
        _prior = 0;
        _ringEnd = -1;
        _quietBlocks = 0;
        Revoked = default;
        Match = default;
        Print = default;
    }

    /// <summary>Greetings to recognise in this call. Before the first frame.</summary>
    /// <param name="machine">Of the machine heard there last; empty if none.</param>
    /// <param name="announcements">Of the network: looked for as well, at a stricter threshold.</param>
    public void Remember(in GreetingPrint machine, GreetingPrint[] announcements)
    {
        ArgumentNullException.ThrowIfNull(announcements);
        _remembered = machine;
        _announcements = announcements;
        _remembers = announcements.Length > 0 || machine.FirmBits >= GreetingPrint.LeastFirm;
    }

    /// <summary>What the line knows beforehand, as <see cref="LinePrior"/> says it. At the answer at the latest. It moves the second stage alone: whatever is sure by itself stays so.</summary>
    /// <param name="logOdds">Of a machine against a person; 0: nothing is known.</param>
    public void Expect(float logOdds) => _prior = float.IsFinite(logOdds) ? Math.Clamp(logOdds, -LinePrior.Most, LinePrior.Most) : 0f;

    /// <summary>Whether the agent speaks, from the next frame on: a person waits for the agent's word and then replies, a machine talks on.</summary>
    public void AgentSpeaks(bool speaks) => _agentSpeaks = speaks;

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
        TakePrint();
        _now++;
        if (Beep.LengthMs > 0)
            _events |= CallProgressEvents.Beep;
        NoteProgress();
        if (_answeredAt < 0)
            return;
        NoteRinging();
        NoteQuiet();
        Recognise();
        if (Verdict == CpaVerdict.None)
            Decide();
        else
            AfterVerdict();
    }

    private void GatherPhrase()
    {
        if (Verdict != CpaVerdict.None && (!_revocation.Running || _revocation.AgentSpoke))
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
        if (_answeredAt < 0 && Progress is not (ProgressTone.None or ProgressTone.Ringback))
            _events |= CallProgressEvents.ToneHeard;
    }

    private bool EarlyAnnouncement() =>
        _answeredAt < 0 && _voice.VoicedBlocks * 10 >= _options.EarlyAnnouncementMs && _tones.MusicShare < _options.MusicShare;

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
