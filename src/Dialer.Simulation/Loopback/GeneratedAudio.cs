using Dialer.Core.Time;

namespace Dialer.Simulation.Loopback;

/// <summary>
/// The small set of audio that ships with the product, as code: short greetings of people, long greetings of machines
/// with their beep, conversation. Made for rehearsal; no accuracy is claimed from it. Deterministic by seed.
/// </summary>
public static class GeneratedAudio
{
    /// <summary>The room behind a person, dBov.</summary>
    public const double PersonRoomDbov = -57;

    /// <summary>A person picks up: a moment, one or two short words or a short phrase, then they listen.</summary>
    public static short[] LiveGreeting(ulong seed)
    {
        SeededRandom random = new SeededRandom(seed).Fork(1);
        double delay = Between(random, 0.15, 1.1);
        double length = random.NextDouble() < 0.7 ? Between(random, 0.3, 0.8) : Between(random, 0.8, 1.1);

        // People pick up in rooms; machines were recorded in quiet.
        return new SpeechSynthesizer(random.Fork(2), PersonRoomDbov).Pause(delay).Phrase(length).Pause(0.2).ToSamples();
    }

    /// <summary>An answering machine: 6 to 12 s of phrases with short breaths, a pause, a beep.</summary>
    public static short[] MachineGreeting(ulong seed)
    {
        SeededRandom random = new SeededRandom(seed).Fork(3);
        double length = Between(random, 6, 12);
        var voice = new SpeechSynthesizer(random.Fork(4), roomDbov: -66);
        return voice.Pause(Between(random, 0.2, 0.8)).Phrase(Between(random, 2.1, 2.9)).Pause(Between(random, 0.15, 0.3))
            .Speak(length - 2.5, 0.15, 0.32).Pause(Between(random, 0.3, 0.8)).Add(Beep(random)).ToSamples();
    }

    /// <summary>What a person says in a conversation: phrases and pauses for the other to speak. Made to loop.</summary>
    public static short[] Conversation(ulong seed, double seconds = 20) =>
        new SpeechSynthesizer(new SeededRandom(seed).Fork(5), PersonRoomDbov).Speak(seconds, 0.6, 1.8).Pause(1.0).ToSamples();

    /// <summary>An announcement of about this length by one steady voice: a stand-in where no recorded prompt was given.</summary>
    public static short[] Announcement(ulong seed, double seconds) =>
        new SpeechSynthesizer(new SeededRandom(seed).Fork(6), roomDbov: -70).Speak(seconds, 0.15, 0.35).ToSamples();

    /// <summary>The room behind a person who says nothing. Made to loop.</summary>
    public static short[] RoomTone(ulong seed, double seconds = 4) =>
        new SpeechSynthesizer(new SeededRandom(seed).Fork(7), PersonRoomDbov).Pause(seconds).ToSamples();

    // Beeps of real mailboxes lie between 600 and 1650 Hz and last 0.12 to 0.97 s.
    private static short[] Beep(SeededRandom random)
    {
        double frequency = Between(random, 650, 1450);
        int length = (int)(Between(random, 0.2, 0.7) * SpeechSynthesizer.SampleRate);
        var samples = new short[length];
        for (int i = 0; i < length; i++)
        {
            double ramp = Math.Min(1, Math.Min(i + 1, length - i) / 24.0);
            samples[i] = (short)(7000 * ramp * Math.Sin(2 * Math.PI * frequency * i / SpeechSynthesizer.SampleRate));
        }
        return samples;
    }

    private static double Between(SeededRandom random, double low, double high) => low + ((high - low) * random.NextDouble());
}
