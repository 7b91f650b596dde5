using Dialer.Server.Terminal;
using Dialer.Simulation.Public;

namespace Dialer.Tools.Simulate;

/// <summary>A scenario from a file, for every command that takes <c>--scenario</c>.</summary>
internal static class ScenarioFile
{
    /// <param name="defaults">What a field that the file leaves out is.</param>
    /// <exception cref="Trouble">The file cannot be read, or holds no good scenario: every error at once, with its field.</exception>
    public static Scenario Read(string file, Scenario defaults)
    {
        byte[] bytes;
        try
        {
            if (new FileInfo(file) is { Exists: true, Length: > ScenarioJson.MaxBytes })
                throw Trouble.Usage($"{file}: is larger than a scenario may be ({ScenarioJson.MaxBytes} bytes).");
            bytes = File.ReadAllBytes(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new Trouble(ExitCode.Usage, $"--scenario: {unreadable.Message}", unreadable);
        }
        var read = ScenarioJson.Parse(bytes, defaults);
        return read.Scenario ?? throw Trouble.Usage(string.Join(Environment.NewLine, read.Errors.Select(error => $"{file}: {error}"))
            + $"{Environment.NewLine}{file}: {read.Errors.Count} error{(read.Errors.Count == 1 ? "" : "s")}. Nothing was started.");
    }
}
