using System.Globalization;

namespace Dialer.Core.CallProgress;

/// <summary>Why a verdict was reached, in numbers. Words are made only when asked for.</summary>
/// <param name="Rule">The rule that decided.</param>
/// <param name="OnsetMs">From the answer to the first voice, ms; -1 if none.</param>
/// <param name="PhraseMs">From the first voice to the last, ms, pauses within included.</param>
/// <param name="VoicedMs">Voice within the phrase, ms.</param>
/// <param name="PauseMs">Silence since the last voice when the verdict fell, ms.</param>
/// <param name="Bursts">Runs of voice in the phrase.</param>
/// <param name="FloorDb">Noise floor, dBov.</param>
/// <param name="PeakDb">Loudest 10 ms, dBov.</param>
/// <param name="Recorded">How much the voice sounds like a studio recording, 0 to 1.</param>
/// <param name="ToneHz">The tone that decided, Hz; 0 if none.</param>
/// <param name="Sit">Class of the special information tones.</param>
public readonly record struct VerdictReason(
    VerdictRule Rule, int OnsetMs, int PhraseMs, int VoicedMs, int PauseMs, int Bursts,
    float FloorDb, float PeakDb, float Recorded, float ToneHz, SitClass Sit)
{
    /// <summary>The rule and its numbers in one English sentence. Allocates.</summary>
    public string Describe()
    {
        var c = CultureInfo.InvariantCulture;
        string phrase = string.Create(c, $"{VoicedMs} ms of voice in a phrase of {PhraseMs} ms ({Bursts} bursts), {OnsetMs} ms after the answer, peak {PeakDb:F0} dBov over a floor of {FloorDb:F0}, recorded {Recorded:F2}");
        return Rule switch
        {
            VerdictRule.None => "not concluded",
            VerdictRule.UtteranceThenPause => string.Create(c, $"an utterance, then {PauseMs} ms of pause: {phrase}"),
            VerdictRule.SpeechGoesOn => $"speech goes on: {phrase}",
            VerdictRule.RecordedPhrase => string.Create(c, $"a phrase that sounds recorded, then {PauseMs} ms of pause: {phrase}"),
            VerdictRule.Beep => string.Create(c, $"a beep of {ToneHz:F0} Hz after speech: {phrase}"),
            VerdictRule.SitTones => $"special information tones, class {Sit}",
            VerdictRule.FaxTone => string.Create(c, $"fax tone of {ToneHz:F0} Hz"),
            VerdictRule.BusyCadence => string.Create(c, $"busy cadence at {ToneHz:F0} Hz"),
            VerdictRule.ReorderCadence => string.Create(c, $"reorder or congestion cadence at {ToneHz:F0} Hz"),
            VerdictRule.RingbackAfterAnswer => string.Create(c, $"ringback cadence at {ToneHz:F0} Hz after the answer"),
            VerdictRule.SteadyTones => $"steady tones as of music: {phrase}",
            VerdictRule.AnnouncementThenWait => string.Create(c, $"an announcement, then {PauseMs} ms of silence that waits: {phrase}"),
            VerdictRule.NobodySpoke => string.Create(c, $"nobody spoke in {PauseMs} ms, floor {FloorDb:F0} dBov"),
            VerdictRule.NoPackets => string.Create(c, $"no packet in {PauseMs} ms"),
            VerdictRule.Remembered => $"a greeting that was heard before: {phrase}",
            VerdictRule.TimeUp => $"time is up: {phrase}",
        };
    }
}
