using Dialer.Server.Configuration;
using Dialer.Server.Terminal;

namespace Dialer.Server.Running;

/// <summary>Whatever a person may have to hear is there before anybody is dialed, and not missed at the moment it is needed.</summary>
internal static class PromptCheck
{
    /// <summary>The line makes it itself.</summary>
    private const string Music = "music";

    /// <exception cref="Trouble">Names who would play what is not there.</exception>
    public static void Run(DialerConfig config)
    {
        string[] missing = [.. Needed(config).Where(prompt => !IsThere(config, prompt.Name)).Select(prompt => $"{prompt.Who} plays the prompt \"{prompt.Name}\", and there is none of this name.")];
        if (missing.Length > 0)
            throw Trouble.Usage(string.Join(Environment.NewLine, missing) + " Give a recording for each; nothing was started.");
    }

    private static bool IsThere(DialerConfig config, string name) =>
        name == Music || config.PromptFiles.ContainsKey(name) || config.Prompts.ContainsKey(name);

    private static IEnumerable<(string Who, string Name)> Needed(DialerConfig config)
    {
        foreach (var campaign in config.Campaigns)
        {
            string who = $"Campaign \"{campaign.Settings.Name}\"";
            yield return (who, campaign.Settings.Announcement);
            if (campaign.Settings.Message is { } message)
                yield return (who, message);
            if (campaign.Recording?.Notice is { } notice)
                yield return (who, notice);
        }
        foreach (var queue in config.Queues)
        {
            yield return ($"Queue \"{queue.Settings.Name}\"", queue.Settings.Music);
            if (queue.Recording?.Notice is { } notice)
                yield return ($"Queue \"{queue.Settings.Name}\"", notice);
        }
    }
}
