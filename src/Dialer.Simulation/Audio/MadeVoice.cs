namespace Dialer.Simulation.Audio;

/// <summary>How a made voice speaks.</summary>
/// <param name="PitchHz">Mean pitch.</param>
/// <param name="LevelSwayDb">How unevenly syllables are stressed.</param>
/// <param name="RoomSeconds">Reverberation time; 0: dry, as in a studio.</param>
/// <param name="RoomNoiseDb">Noise of the place, dB below the voice.</param>
public readonly record struct MadeVoice(double PitchHz, double LevelSwayDb, double RoomSeconds, double RoomNoiseDb);
