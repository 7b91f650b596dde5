using Dialer.Audio;
using Dialer.Server.Files;

namespace Dialer.Server.Configuration;

/// <summary>The folder of the configuration file, to which the paths in it are relative.</summary>
public sealed class ConfigFolder(string folder)
{
    private const int LongestSecretFile = 8_192;

    public string Full(string path) => Path.GetFullPath(path, folder);

    /// <summary>The absolute path; an error where nothing is there or it cannot be opened.</summary>
    public string ExistingFile(ConfigReader section, string name, string written)
    {
        if (written.Length == 0)
            return "";
        string full = Full(written);
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
        if (SoundFile.Read(full, out var refusal) is not { } sound)
            section.ErrorAt(name, $"\"{full}\" cannot be played: it {refusal.Cause()}.", refusal.Remedy());
        else if (sound.IsSilent)
            section.WarnAt(name, $"\"{full}\" is silent from its begin to its end: nobody will hear anything.", "Record it again, unless silence is what you want.");
        return full;
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
