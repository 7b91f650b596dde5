using Dialer.Core.Ids;

namespace Dialer.Core.CallProgress;

/// <summary>
/// Parameters of call progress analysis, one set per campaign. Times in milliseconds of media, levels in dBov
/// (0 = full scale of 16 bits). The defaults are the ones that the documentation reports on.
/// </summary>
public sealed record CallProgressOptions
{
    public static readonly CallProgressOptions Default = new();

    /// <summary>The thresholds of <see cref="RecordedModel"/> that stand for one word; documentation has their price in figures.</summary>
    public static CallProgressOptions For(CallProgressSensitivity sensitivity) => sensitivity switch
    {
        CallProgressSensitivity.Cautious => Default,
        CallProgressSensitivity.Balanced => Default with { RecordedWhenShort = 6f, RecordedWhenLong = 1f },
        CallProgressSensitivity.Eager => Default with { RecordedWhenShort = 3.5f, RecordedWhenLong = 0f },
        _ => throw new ArgumentOutOfRangeException(nameof(sensitivity), sensitivity, null),
    };

    /// <summary>ISO 3166 code of the called country where it is known: only its cadences are looked for. Null: all of them.</summary>
    public string? Country { get; init; }

    /// <summary>No voice at all for so long after the answer: <see cref="CpaVerdict.Silence"/>.</summary>
    public int InitialSilenceMs { get; init; } = 3500;

    /// <summary>No packets at all for so long after the answer: <see cref="CpaVerdict.NoMedia"/>.</summary>
    public int NoMediaMs { get; init; } = 3000;

    /// <summary>From the answer, or <see cref="TotalAfterOnsetMs"/> from the first voice, whichever is earlier: <see cref="CpaVerdict.Undetermined"/>.</summary>
    public int TotalMs { get; init; } = 8000;

    public int TotalAfterOnsetMs { get; init; } = 5500;

    /// <summary>A pause longer than this ends a phrase.</summary>
    public int PauseInPhraseMs { get; init; } = 450;

    /// <summary>Live after a pause of so long when the voice lasted at most 0.6 s; the next three for at most 1.1 s, 1.7 s, and more.</summary>
    public int LivePauseAfterWordMs { get; init; } = 440;

    public int LivePauseAfterShortMs { get; init; } = 500;

    public int LivePauseAfterPhraseMs { get; init; } = 630;

    public int LivePauseAfterLongMs { get; init; } = 730;

    /// <summary>With the model: live after so long, however noisy the line, when 0.6 to 1.7 s of voice sound as no recording does (a logit of at most <see cref="RecordedSurelyNot"/>).</summary>
    public int LivePauseWhenSureMs { get; init; } = 450;

    public float RecordedSurelyNot { get; init; } = -3.5f;

    /// <summary>Added to the first two where noise is within <see cref="NoisyBelowDb"/> of the voice: it hides soft begins and ends of words.</summary>
    public int LivePauseInNoiseMs { get; init; } = 120;

    public float NoisyBelowDb { get; init; } = 25f;

    /// <summary>Less voice than this is nobody's greeting: a click, the hook, the begin of a word in noise.</summary>
    public int LiveVoicedLeastMs { get; init; } = 120;

    /// <summary>More voice than this is never called live on its length alone (without <see cref="RecordedModel"/>).</summary>
    public int LiveVoicedMaxMs { get; init; } = 2000;

    /// <summary>Without <see cref="RecordedModel"/>: a phrase that lasts so long, pauses within included, is a machine.</summary>
    public int MachinePhraseMs { get; init; } = 2000;

    public int MachineVoicedMs { get; init; } = 2200;

    /// <summary>How a phrase sounds, for the lengths that decide nothing by themselves; null: lengths alone decide, earlier and with more errors.</summary>
    public RecordedModel? RecordedModel { get; init; } = RecordedModel.BuiltIn;

    /// <summary>
    /// With the model: a phrase is a machine from this logit on, a straight line over its voice from
    /// <see cref="RecordedFromVoicedMs"/> (the first number) to <see cref="AnyMachineVoicedMs"/> (the second). High for
    /// short phrases: people who speak close to a good microphone sound recorded, and most of their greetings are short.
    /// </summary>
    public float RecordedWhenShort { get; init; } = 7.5f;

    public float RecordedWhenLong { get; init; } = 2.5f;

    public int RecordedFromVoicedMs { get; init; } = 1200;

    /// <summary>
    /// Noise makes every voice sound less recorded. Added to the logit where the voice's peak is at most 18 dB over the
    /// noise floor; less above that, nothing from 32 dB on.
    /// </summary>
    public float RecordedInNoise { get; init; } = 2f;

    /// <summary>While somebody still speaks, so long a phrase is needed to say how it sounds.</summary>
    public int RecordedFromMs { get; init; } = 1800;

    /// <summary>After its end, a pause of so long: the phrase might go on.</summary>
    public int RecordedPauseMs { get; init; } = 1000;

    /// <summary>With the model: nobody greets for so long, however it sounds.</summary>
    public int AnyMachinePhraseMs { get; init; } = 4800;

    public int AnyMachineVoicedMs { get; init; } = 4200;

    /// <summary>That long, it is a machine if it sounds at least a little like one: receptionists read out whole sentences. The logit falls in a straight line to the next one.</summary>
    public float RecordedAtAnyLength { get; init; } = 0.3f;

    /// <summary>With so much voice it is a machine unless it sounds like no recording at all.</summary>
    public int VeryLongVoicedMs { get; init; } = 5200;

    public float RecordedWhenVeryLong { get; init; } = -2.2f;

    /// <summary>Nobody greets for so long, whatever it sounds like.</summary>
    public int SurelyMachinePhraseMs { get; init; } = 6500;

    /// <summary>After a live verdict: so much voice that nobody asked for takes it back, within <see cref="RevokeVoiceWithinMs"/>. 0: live verdicts stand.</summary>
    public int RevokeVoicedMs { get; init; } = 1500;

    public int RevokeVoiceWithinMs { get; init; } = 3000;

    /// <summary>After a live verdict: a mailbox's beep within so long takes it back.</summary>
    public int RevokeBeepWithinMs { get; init; } = 15_000;

    /// <summary>A greeting that somebody goes on with, unanswered, need sound so much less recorded.</summary>
    public float RecordedLessWhenUnanswered { get; init; } = 2f;

    /// <summary>Machines are recognised by their greeting from call to call.</summary>
    public bool RemembersGreetings { get; init; }

    /// <summary>What ringing and the number's past say of who answers moves the second stage; see <see cref="LinePrior"/>.</summary>
    public bool UsesLineEvidence { get; init; }

    /// <summary>Most bit errors at which a greeting is the one remembered of this number.</summary>
    public float RememberedBitErrors { get; init; } = 0.3f;

    /// <summary>The same for the network's announcements: many are compared, so the threshold is stricter.</summary>
    public float AnnouncementBitErrors { get; init; } = 0.27f;

    /// <summary>It rings on after the answer: the clocks wait for its end, for so long.</summary>
    public int RingAfterAnswerMs { get; init; } = 30_000;

    /// <summary>Once it has rung after the answer: silence is not concluded before so long a pause, for it may ring again.</summary>
    public int RingPauseMs { get; init; } = 6500;

    /// <summary>Part of 20 ms steps whose spectrum stays: music above it (speech: under a fifth).</summary>
    public float MusicShare { get; init; } = 0.5f;

    /// <summary>A pause of so long is no music's, however little the voice stood out of its room.</summary>
    public int NoMusicAfterPauseMs { get; init; } = 1800;

    /// <summary>Music is not concluded before so long of sound.</summary>
    public int MusicFromMs { get; init; } = 3000;

    /// <summary>
    /// A finished phrase that sounds recorded, then so long a silence without a beep, is a screening service that waits for
    /// the caller's name. 0: it is taken for a machine, as most are.
    /// </summary>
    public int ScreeningWaitMs { get; init; }

    /// <summary>Before the answer: so much voice, and no ringback, is an announcement of the network.</summary>
    public int EarlyAnnouncementMs { get; init; } = 4000;

    /// <summary>Voice begins so far above the noise floor, dB.</summary>
    public float VoiceOnDb { get; init; } = 8f;

    public float VoiceOffDb { get; init; } = 4.5f;

    /// <summary>Nothing below this level is voice, dBov.</summary>
    public float VoiceMinimumDb { get; init; } = -50f;

    /// <summary>A lost packet's level is held for so long.</summary>
    public int HoldLostMs { get; init; } = 60;

    /// <summary>From the end of the beep to the message.</summary>
    public int MessageAfterBeepMs { get; init; } = 250;

    /// <summary>Silence that ends a greeting which has no beep.</summary>
    public int MessageAfterSilenceMs { get; init; } = 2000;

    /// <summary>The message is left so long after the answer at the latest.</summary>
    public int MessageCapMs { get; init; } = 45_000;

    /// <summary>How long the shadow listens after a live verdict; 0: not at all.</summary>
    public int ShadowMs { get; init; } = 15_000;

    /// <summary>The logit from which a phrase that is longer than nearly anybody's greeting is a machine's.</summary>
    public float RecordedFromWhenLong(int voicedMs)
    {
        float along = (voicedMs - AnyMachineVoicedMs) / (float)Math.Max(1, VeryLongVoicedMs - AnyMachineVoicedMs);
        return RecordedAtAnyLength + Math.Clamp(along, 0f, 1f) * (RecordedWhenVeryLong - RecordedAtAnyLength);
    }

    /// <summary>The logit from which a phrase with so much voice is a machine's.</summary>
    public float RecordedFrom(int voicedMs)
    {
        float along = (voicedMs - RecordedFromVoicedMs) / (float)Math.Max(1, AnyMachineVoicedMs - RecordedFromVoicedMs);
        return RecordedWhenShort + Math.Min(1f, along) * (RecordedWhenLong - RecordedWhenShort);
    }
}
