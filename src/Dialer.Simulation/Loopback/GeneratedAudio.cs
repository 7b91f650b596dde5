using Dialer.Core.Time;
using Dialer.Simulation.Audio;

namespace Dialer.Simulation.Loopback;

/// <summary>
/// The small set of audio that ships with the product, as code: short greetings of people, long greetings of machines
/// with their beep, conversation. Made for rehearsal; no accuracy is claimed from it. Deterministic by seed.
/// </summary>
public static class GeneratedAudio
{
    /// <summary>Of everything here, Hz; mono, 16 bits.</summary>
    public const int SampleRate = Signal.Rate;

    internal const double PersonRoomDbov = -60;
    internal const double StudioRoomDbov = -70;
    private const double SyllablesPerSecond = 5;

    /// <summary>A person picks up: a moment, one or two short words or a short phrase, then they listen.</summary>
    public static short[] LiveGreeting(ulong seed)
    {
        var random = new SeededRandom(seed).Fork(1);
        int syllables = random.NextDouble() < 0.7 ? 2 + random.Next(2) : 4 + random.Next(2);
        float[] words = SpeechMaker.Utterance(syllables, 3 + random.Next(3), Person(random), random);
        return InRoom(PersonRoomDbov, random, Gap(random, 0.15, 1.1), AtLevel(words, random), Gap(random, 0.2, 0.2));
    }

    /// <summary>An answering machine: 6 to 12 s of phrases with short breaths, a pause, a beep.</summary>
    public static short[] MachineGreeting(ulong seed)
    {
        var random = new SeededRandom(seed).Fork(3);
        MadeVoice voice = new(Between(random, 100, 210), LevelSwayDb: 3, RoomSeconds: 0, RoomNoiseDb: 50);
        float[] words = SpeechMaker.Utterance((int)(Between(random, 6, 12) * SyllablesPerSecond), 10 + random.Next(5), voice, random);
        return InRoom(StudioRoomDbov, random, Gap(random, 0.2, 0.8), AtLevel(words, random), Gap(random, 0.3, 0.8), Beep(random));
    }

    /// <summary>A greeting that somebody recorded themselves: a word, a pause as a person makes who listens, then all the rest, a beep. Live at first.</summary>
    public static short[] SelfRecordedGreeting(ulong seed)
    {
        var random = new SeededRandom(seed).Fork(4);
        var voice = Person(random);
        float[] word = AtLevel(SpeechMaker.Utterance(2, 0, voice, random), random);
        float[] rest = SpeechMaker.Utterance((int)(Between(random, 5, 8) * SyllablesPerSecond), 0, voice, random);
        return InRoom(PersonRoomDbov, random, Gap(random, 0.3, 0.8), word, Gap(random, 0.6, 0.8), rest, Gap(random, 0.3, 0.8), Beep(random));
    }

    /// <summary>What a person says in a conversation: phrases and pauses for the other to speak. Made to loop.</summary>
    public static short[] Conversation(ulong seed, double seconds = 20)
    {
        var random = new SeededRandom(seed).Fork(5);
        var voice = Person(random);
        List<float[]> parts = [];
        for (int length = 0; length < seconds * SampleRate; length += parts[^2].Length + parts[^1].Length)
        {
            parts.Add(AtLevel(SpeechMaker.Utterance(4 + random.Next(10), 4, voice, random), random));
            parts.Add(Gap(random, 0.6, 1.8));
        }
        return InRoom(PersonRoomDbov, random, [.. parts]);
    }

    /// <summary>An announcement of about this length by one steady voice: a stand-in where no recorded prompt was given.</summary>
    public static short[] Announcement(ulong seed, double seconds)
    {
        var random = new SeededRandom(seed).Fork(6);
        MadeVoice voice = new(Between(random, 100, 210), LevelSwayDb: 3, RoomSeconds: 0, RoomNoiseDb: 50);
        return InRoom(StudioRoomDbov, random, SpeechMaker.Utterance((int)(seconds * SyllablesPerSecond), 11, voice, random));
    }

    /// <summary>The room behind a person who says nothing. Made to loop.</summary>
    public static short[] RoomTone(ulong seed, double seconds = 4, double dbov = PersonRoomDbov)
    {
        var random = new SeededRandom(seed).Fork(7);
        return InRoom(dbov, random, Gap(random, seconds, seconds));
    }

    private static MadeVoice Person(SeededRandom random) =>
        new(Between(random, 95, 225), LevelSwayDb: Between(random, 10, 16), RoomSeconds: Between(random, 0.25, 0.5), RoomNoiseDb: Between(random, 30, 40));

    // Beeps of real mailboxes lie between 600 and 1650 Hz and last 0.12 to 0.97 s.
    private static float[] Beep(SeededRandom random)
    {
        double frequency = Between(random, 650, 1450);
        float[] samples = new float[(int)(Between(random, 0.2, 0.7) * SampleRate)];
        for (int i = 0; i < samples.Length; i++)
        {
            double ramp = Math.Min(1, Math.Min(i + 1, samples.Length - i) / 24.0);
            samples[i] = (float)(7000 * ramp * Math.Sin(2 * Math.PI * frequency * i / SampleRate));
        }
        return samples;
    }

    private static float[] Gap(SeededRandom random, double shortest, double longest) => new float[(int)(Between(random, shortest, longest) * SampleRate)];

    // Utterances come at -20 dBov; callers are heard at -27 to -20.
    private static float[] AtLevel(float[] words, SeededRandom random)
    {
        Signal.Scale(words, -Between(random, 0, 7));
        return words;
    }

    private static short[] InRoom(double dbov, SeededRandom random, params ReadOnlySpan<float[]> parts)
    {
        List<float> all = [];
        foreach (float[] part in parts)
            all.AddRange(part);
        float[] signal = [.. all];
        Signal.Mix(signal, Signal.Pink(signal.Length, random), Signal.Rms(dbov));
        return Signal.ToPcm(signal);
    }

    private static double Between(SeededRandom random, double low, double high) => low + ((high - low) * random.NextDouble());
}
