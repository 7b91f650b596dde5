using Dialer.Audio;
using Dialer.Server.Files;

namespace Dialer.Server.Configuration;

/// <summary>The folder of the configuration file, to which the paths in it are relative.</summary>
public sealed class ConfigFolder(string folder)
{
    private const int LongestSecretFile = 8_192;

    private readonly Dictionary<string, (DateTime Written, long Length, SoundRefusal Refusal, bool IsSilent)> _sounds = new(StringComparer.Ordinal);

    /// <summary>Where recordings that were uploaded lie; empty: nowhere.</summary>
    public string PromptFolder { get; set; } = "";

    /// <summary>The dialer's own.</summary>
    public string DataFolder { get; set; } = "";

    /// <summary>Beside the configuration file, or, where nothing of that name is there, among the recordings that were uploaded.</summary>
    public string Full(string path)
    {
        string beside = Path.GetFullPath(path, folder);
        bool isName = PromptFolder.Length > 0 && !path.AsSpan().ContainsAny("/\\") && !path.StartsWith('.');
        return isName && !Path.Exists(beside) && Path.Combine(PromptFolder, path) is var uploaded && File.Exists(uploaded) ? uploaded : beside;
    }

    private bool IsOwn(string full) => IsWithin(full, folder) || IsWithin(full, DataFolder);

    private static bool IsWithin(string full, string directory) =>
        directory.Length > 0 && full.StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>The absolute path; an error where nothing is there or it cannot be opened.</summary>
    public string ExistingFile(ConfigReader section, string name, string written)
    {
        if (written.Length == 0)
            return "";
        string full = Full(written);
        if (section.Node.Field(name) is { IsSent: true } && !IsOwn(full))
        {
            section.ErrorAt(name, $"\"{written}\" lies outside of the folders that may be named from outside.", "Upload it to /v1/prompts and give its name, or put it beside the configuration file.");
            return full;
        }
        if (GivenFile.Refusal(full) is { } kind)
        {
            section.ErrorAt(name, $"\"{full}\" {kind}, and no file.", "Give the path of a file.");
            return full;
        }
        try
        {
            using var opened = File.OpenRead(full);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            section.ErrorAt(name, $"There is no file \"{full}\".", "Correct the path; it is relative to the folder of the configuration file.");
        }
        catch (Exception denied) when (denied is UnauthorizedAccessException or IOException)
        {
            section.ErrorAt(name, $"The file \"{full}\" cannot be opened: {denied.Message}", "Let the account that runs the dialer read it.");
        }
        return full;
    }

    /// <summary>A folder that is there and can be written, or can be made; the absolute path.</summary>
    public string UsableFolder(ConfigReader section, string name, string written)
    {
        string full = Full(written);
        if (GivenFile.FolderRefusal(full) is { } refusal)
            section.ErrorAt(name, $"\"{full}\" {refusal}.", "Give the path of a folder that the account of the dialer may write, or make.");
        return full;
    }

    /// <summary>Something that can be read to its end is there.</summary>
    public static bool IsFile(string full) => File.Exists(full) && GivenFile.Refusal(full) is null;

    /// <summary>A recording that can be played; the absolute path.</summary>
    public string Recording(ConfigReader section, string name, string written)
    {
        string full = ExistingFile(section, name, written);
        if (!IsFile(full))
            return full;
        var (refusal, isSilent) = Heard(full);
        if (refusal != SoundRefusal.None)
            section.ErrorAt(name, $"\"{full}\" cannot be played: it {refusal.Cause()}.", refusal.Remedy());
        else if (isSilent)
            section.WarnAt(name, $"\"{full}\" is silent from its begin to its end: nobody will hear anything.", "Record it again, unless silence is what you want.");
        return full;
    }

    /// <summary>Read again only where the file is another than last time.</summary>
    private (SoundRefusal Refusal, bool IsSilent) Heard(string full)
    {
        var file = new FileInfo(full);
        lock (_sounds)
            if (_sounds.TryGetValue(full, out var known) && (known.Written, known.Length) == (file.LastWriteTimeUtc, file.Length))
                return (known.Refusal, known.IsSilent);
        var sound = SoundFile.Read(full, out var refusal);
        lock (_sounds)
            _sounds[full] = (file.LastWriteTimeUtc, file.Length, refusal, sound?.IsSilent == true);
        return (refusal, sound?.IsSilent == true);
    }

    /// <summary>A secret written in the configuration, or kept in a file of its own.</summary>
    public string? TextOrFile(ConfigReader section, string text, string file)
    {
        string? written = section.Text(text);
        string? kept = Secret(section, file);
        if (written is not null && kept is not null)
            section.ErrorAt(file, $"Both \"{text}\" and \"{file}\" are given.", "Keep one of them.");
        return written ?? kept;
    }

    /// <summary>Its last line break is not part of it.</summary>
    private string? Secret(ConfigReader section, string name)
    {
        if (section.Text(name) is not { } written)
            return null;
        string full = ExistingFile(section, name, written);
        if (!IsFile(full))
            return null;
        try
        {
            string secret = System.Text.Encoding.UTF8.GetString(GivenFile.ReadAtMost(full, LongestSecretFile)).TrimStart('\uFEFF').TrimEnd('\r', '\n');
            if (secret.Length is > 0 and <= 1_024)
                return secret;
            section.ErrorAt(name, $"The file \"{full}\" should hold one secret and has {secret.Length} characters.", "Write the secret alone into it, on one line.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // ExistingFile has said it.
        }
        return null;
    }
}
