namespace Dialer.Core.CallProgress;

/// <summary>
/// How a phrase sounds, whatever it says and however loud the line is: what tells an announcement, spoken close to a
/// good microphone, from somebody in a room, or from a voice that a machine makes for a person. Nothing in it depends
/// on the colour of the line, the height of the voice or the noise floor.
/// </summary>
/// <param name="PhraseSeconds">First voice to last voice.</param>
/// <param name="VoicedSeconds">Voice within it.</param>
/// <param name="RiseDb">Mean of the rises over 1.5 dB from 10 ms to the next: onsets are blunt in a room.</param>
/// <param name="ModulationDb">Mean distance of the level, smoothed over 60 ms, from the same over 0.2 s: syllables of a trained speaker are even.</param>
/// <param name="FlatnessSpreadDb">Standard deviation, over loud 20 ms steps, of how flat the spectrum is (geometric to arithmetic mean): noise and echo fill the valleys between vowels and hiss alike.</param>
/// <param name="BandSpreadDb">Standard deviation of the share of a 250 Hz band in the whole, mean of eight bands.</param>
/// <param name="Flux">Mean change of the spectrum from one 20 ms to the next, 0 to 1 (1 - Bhattacharyya coefficient).</param>
/// <param name="FluxSpread">Its standard deviation: held sounds and quick changes between them, where echoes smear both.</param>
/// <param name="Voicing">Mean strength of the pitch, 0 to 1.</param>
/// <param name="PitchSpread">Standard deviation of the pitch, octaves.</param>
/// <param name="Ended">The phrase is followed by a pause.</param>
public readonly record struct PhraseFeatures(
    float PhraseSeconds, float VoicedSeconds, float RiseDb, float ModulationDb, float FlatnessSpreadDb, float BandSpreadDb,
    float Flux, float FluxSpread, float Voicing, float PitchSpread, bool Ended);
