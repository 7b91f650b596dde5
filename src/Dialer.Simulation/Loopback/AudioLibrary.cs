using System.Globalization;
using Dialer.Audio;
using Dialer.Core.Time;
using Dialer.Sip.Media;

namespace Dialer.Simulation.Loopback;

/// <summary>
/// The sounds of the simulated public: the product's own generated set, or a folder of recordings with a labels.csv
/// (columns path and label at least; human and machine are played by people and machines, sit and fax by those).
/// Files are read when first played. Which file a number gets follows from its draw alone. Thread-safe.
/// </summary>
public sealed class AudioLibrary
{
    private const int People = 24, Machines = 16, Talkers = 8;

    /// <summary>Composed greetings kept; beyond, they are composed anew for each call.</summary>
    private const int MaxKept = 512;

    private readonly ulong _seed;
    private readonly Dictionary<string, List<string>> _files = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, PartyAudio> _kept = [];
    private readonly Lock _lock = new();
    private readonly Lazy<Prompt>[] _conversations;

    private AudioLibrary(ulong seed)
    {
        _seed = seed;
        _conversations = [.. Enumerable.Range(0, Talkers).Select(i => new Lazy<Prompt>(() => Prompt.FromSamples(GeneratedAudio.Conversation(seed + (ulong)i), 8000, $"conversation {i}")))];
    }

    /// <summary>The set that ships with the product, made by <see cref="GeneratedAudio"/>.</summary>
    public static AudioLibrary Generated(ulong seed = 1) => new(seed);

    /// <summary>A folder with labels.csv.</summary>
    /// <exception cref="ArgumentException">Names the file, the line and what is wrong.</exception>
    public static AudioLibrary FromDirectory(string directory, ulong seed = 1)
    {
        var library = new AudioLibrary(seed);
        string labels = Path.Combine(directory, "labels.csv");
        if (!File.Exists(labels))
            throw new ArgumentException($"{labels} does not exist. A folder of audio needs one, with the columns path and label.");
        library.ReadLabels(directory, labels);
        return library;
    }

    /// <summary>How many files carry a label.</summary>
    public int Count(string label) => _files.TryGetValue(label, out var files) ? files.Count : 0;

    private void ReadLabels(string directory, string labels)
    {
        string[] lines = File.ReadAllLines(labels);
        string[] head = lines.Length == 0 ? [] : lines[0].Split(',');
        int path = Array.FindIndex(head, name => name.Trim() == "path"), label = Array.FindIndex(head, name => name.Trim() == "label");
        if (path < 0 || label < 0)
            throw new ArgumentException($"{labels}, line 1: the columns path and label are needed.");
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length == 0)
                continue;
            string[] fields = lines[i].Split(',');
            if (fields.Length <= Math.Max(path, label))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{labels}, line {i + 1}: too few columns."));
            string file = Path.GetFullPath(Path.Combine(directory, fields[path].Trim()));
            if (!File.Exists(file))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{labels}, line {i + 1}: {file} does not exist."));
            if (!_files.TryGetValue(fields[label].Trim(), out var files))
                _files[fields[label].Trim()] = files = [];
            files.Add(file);
        }
    }

    /// <summary>A person who picks up.</summary>
    public PartyAudio Person(ulong variation) => FileOf("human", variation) is { } file
        ? FromFile(file, asMachine: false, variation)
        : Keep($"person {variation % People}", () => new(Made(GeneratedAudio.LiveGreeting(_seed + (variation % People))), Room(GeneratedAudio.PersonRoomDbov)));

    /// <summary>An answering machine: its greeting and beep.</summary>
    public PartyAudio Machine(ulong variation) => FileOf("machine", variation) is { } file
        ? FromFile(file, asMachine: true, variation)
        : Keep($"machine {variation % Machines}", () => new(Made(MachineGreeting(variation % Machines)), Room(-66)));

    /// <summary>One of them is a person's at first.</summary>
    private short[] MachineGreeting(ulong variation) =>
        variation == Machines - 1 ? GeneratedAudio.SelfRecordedGreeting(_seed + variation) : GeneratedAudio.MachineGreeting(_seed + variation);

    /// <summary>One given file as a person's or a machine's greeting.</summary>
    /// <exception cref="ArgumentException">The file cannot be played.</exception>
    public PartyAudio FromFile(string file, bool asMachine, ulong variation) => Keep($"{file} {asMachine} {variation % 8}", () => Compose(file, asMachine, variation % 8));

    /// <summary>Special information tones, then an announcement.</summary>
    public PartyAudio Operator(ulong variation)
    {
        var tones = FileOf("sit", variation) is { } file ? Read(file) : Tones.SpecialInformation();
        var announcement = Made(GeneratedAudio.Announcement(_seed + (variation % 4), 5));
        return Keep($"operator {variation % 16}", () => new(Prompt.Concat("operator", Prompt.Silence(TimeSpan.FromMilliseconds(200)), tones, announcement), Room(-66)));
    }

    /// <summary>What a company says of itself, for five seconds.</summary>
    public Prompt Announcement => Made(GeneratedAudio.Announcement(_seed, 5));

    /// <summary>A fax that answers.</summary>
    public PartyAudio Fax(ulong variation)
    {
        var tone = FileOf("fax", variation) is { } file ? Read(file) : Tones.FaxCalled();
        return Keep($"fax {variation % 8}", () => new(Prompt.Concat("fax", Prompt.Silence(TimeSpan.FromMilliseconds(600)), tone), Room(-70)));
    }

    /// <summary>Speech with pauses for the other party. Loop it.</summary>
    public Prompt Conversation(ulong variation) => _conversations[(int)(variation % Talkers)].Value;

    private static Prompt Made(short[] samples) => Prompt.FromSamples(samples);

    private string? FileOf(string label, ulong variation) =>
        _files.TryGetValue(label, out var files) && files.Count > 0 ? files[(int)(variation % (ulong)files.Count)] : null;

    private PartyAudio Keep(string key, Func<PartyAudio> compose)
    {
        lock (_lock)
        {
            if (_kept.TryGetValue(key, out var kept))
                return kept;
        }
        var composed = compose();
        lock (_lock)
        {
            if (_kept.Count < MaxKept)
                _kept.TryAdd(key, composed);
        }
        return composed;
    }

    private static Prompt Read(string file) =>
        Prompt.FromFile(file, out var refusal) ?? throw new ArgumentException($"{file} cannot be played: it {refusal.Cause()}. {refusal.Remedy()}");

    // A delay before the clip and the clip's own room around it, never digital silence; a machine beeps at the end.
    private PartyAudio Compose(string file, bool asMachine, ulong variation)
    {
        var clip = Read(file);
        var random = new SeededRandom(_seed).Fork(variation);
        double room = RoomLevel(clip.Samples.Span);
        short[] before = GeneratedAudio.RoomTone(variation, 0.15 + random.NextDouble(), room);
        var greeting = asMachine
            ? Prompt.Concat(file, Made(before), clip, Prompt.Silence(TimeSpan.FromMilliseconds(400)), Tones.Beep(700 + (600 * random.NextDouble()), 400))
            : Prompt.Concat(file, Made(before), clip);
        return new(greeting, Room(room));
    }

    private static Prompt Room(double dbov) => Made(GeneratedAudio.RoomTone(7, 4, dbov));

    // The quietest tenth of the clip, in frames of 20 ms, dBov.
    private static double RoomLevel(ReadOnlySpan<short> samples)
    {
        List<double> levels = [];
        for (int at = 0; at + 160 <= samples.Length; at += 160)
        {
            double energy = 0;
            foreach (short sample in samples.Slice(at, 160))
                energy += (double)sample * sample;
            levels.Add(10 * Math.Log10((energy / 160 / 32768 / 32768) + 1e-9));
        }
        if (levels.Count == 0)
            return -62;
        levels.Sort();
        return Math.Clamp(levels[levels.Count / 10], -75, -45);
    }
}
