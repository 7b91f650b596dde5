using Dialer.Audio;
using Dialer.Core.Callers;
using Dialer.Line;
using Dialer.Sip.Media;

namespace Dialer.Sip.Calls;

/// <summary>The prompts of a line by name: the operator's files, then what the host gave, then what the product makes itself.</summary>
internal static class LinePrompts
{
    /// <param name="known">What was read before, by file: where a file is as it was, it is not read again.</param>
    public static Dictionary<string, Prompt> Load(TelephoneLineOptions options, Dictionary<string, (DateTime Written, long Length, Prompt Prompt)> known)
    {
        var prompts = new Dictionary<string, Prompt>(StringComparer.Ordinal) { ["music"] = HoldMusic.Loop, [CallerTarget.RingingPrompt] = Tones.Ringback(ToneCountry.FR) };
        foreach ((string name, var sound) in options.Prompts)
            prompts[name] = Prompt.FromSamples(sound.Samples.ToArray(), sound.SampleRate, name);
        foreach ((string name, string file) in options.PromptFiles)
        {
            var state = new FileInfo(file);
            if (known.TryGetValue(file, out var before) && state.Exists && (before.Written, before.Length) == (state.LastWriteTimeUtc, state.Length))
            {
                prompts[name] = before.Prompt;
                continue;
            }
            var prompt = Prompt.FromFile(file, out var refusal) ?? throw new ArgumentException($"Prompt '{name}': {file} cannot be played: it {refusal.Cause()}. {refusal.Remedy()}");
            prompts[name] = prompt;
            known[file] = (state.LastWriteTimeUtc, state.Length, prompt);
        }
        foreach (string file in known.Keys.Except(options.PromptFiles.Values).ToArray())
            known.Remove(file);
        return prompts;
    }
}
