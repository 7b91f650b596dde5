using Dialer.Audio;
using Dialer.Core.Callers;
using Dialer.Line;
using Dialer.Sip.Media;

namespace Dialer.Sip.Calls;

/// <summary>The prompts of a line by name: the operator's files, then what the host gave, then what the product makes itself.</summary>
internal static class LinePrompts
{
    public static Dictionary<string, Prompt> Load(TelephoneLineOptions options)
    {
        var prompts = new Dictionary<string, Prompt>(StringComparer.Ordinal) { ["music"] = HoldMusic.Loop, [CallerTarget.RingingPrompt] = Tones.Ringback(ToneCountry.FR) };
        foreach ((string name, var sound) in options.Prompts)
            prompts[name] = Prompt.FromSamples(sound.Samples.ToArray(), sound.SampleRate, name);
        foreach ((string name, string file) in options.PromptFiles)
        {
            prompts[name] = Prompt.FromFile(file, out var refusal) ?? throw new ArgumentException($"Prompt '{name}': {file} cannot be played: it {refusal.Cause()}. {refusal.Remedy()}");
        }
        return prompts;
    }
}
