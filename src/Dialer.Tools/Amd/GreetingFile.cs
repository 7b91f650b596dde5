using System.Text.Json;
using System.Text.Json.Nodes;
using Dialer.Core.CallProgress;

namespace Dialer.Tools.Amd;

/// <summary>
/// The greetings that <c>classify --memory</c> has learned, in a readable file of prints. Each file is a call of a number
/// of its own, so what was heard once or twice before is a number's machine, and what <see cref="GreetingMemory.SharedBy"/>
/// calls shared is the network's.
/// </summary>
internal sealed class GreetingFile
{
    private const int Most = 10_000;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly List<GreetingPrint> _prints = [];
    private readonly List<int> _heard = [];

    public GreetingPrint[] Prints => [.. _prints];

    /// <summary>A file that is not there yet is an empty memory.</summary>
    /// <exception cref="InvalidDataException">It holds something else; the message says what.</exception>
    public static GreetingFile Load(string path)
    {
        GreetingFile memory = new();
        if (!File.Exists(path))
            return memory;
        try
        {
            foreach (var greeting in JsonNode.Parse(File.ReadAllText(path))!["greetings"]!.AsArray())
            {
                byte[] bytes = Convert.FromBase64String((string)greeting!["print"]!);
                if (bytes.Length != GreetingPrint.Bytes)
                    throw new InvalidDataException($"{path}: a print has {bytes.Length} bytes, and not {GreetingPrint.Bytes}.");
                memory.Add(GreetingPrint.Read(bytes), Math.Max(1, (int)greeting["heard"]!));
            }
        }
        catch (Exception e) when (e is JsonException or FormatException or NullReferenceException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path} is no memory of greetings: {e.Message} Name a file that --memory wrote, or one that is not there yet.", e);
        }
        return memory;
    }

    public void Save(string path)
    {
        JsonArray greetings = [];
        byte[] bytes = new byte[GreetingPrint.Bytes];
        for (int i = 0; i < _prints.Count; i++)
        {
            _prints[i].Write(bytes);
            greetings.Add(new JsonObject { ["heard"] = _heard[i], ["print"] = Convert.ToBase64String(bytes) });
        }
        File.WriteAllText(path, new JsonObject { ["greetings"] = greetings }.ToJsonString(Indented));
    }

    public MemoryScope ScopeOf(in GreetingMatch match) =>
        match.Scope == MemoryScope.None ? MemoryScope.None : _heard[match.Announcement] >= GreetingMemory.SharedBy ? MemoryScope.Network : MemoryScope.Number;

    /// <summary>A machine: its greeting is new, or one of those known.</summary>
    public void Learn(in GreetingPrint print, in GreetingMatch match)
    {
        if (match.Scope != MemoryScope.None)
            _heard[match.Announcement]++;
        else if (print.FirmBits >= GreetingPrint.LeastFirm)
            Add(print, 1);
    }

    private void Add(in GreetingPrint print, int heard)
    {
        if (_prints.Count >= Most)
        {
            _prints.RemoveAt(0);
            _heard.RemoveAt(0);
        }
        _prints.Add(print);
        _heard.Add(heard);
    }
}
