using System.CommandLine;
using Dialer.Server.Configuration;
using Dialer.Server.Terminal;

namespace Dialer.Host.Commands;

/// <summary><c>dialer check</c>: everything that is wrong with a configuration, at once.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var file = new Option<string>("--config", "-c") { Description = "The configuration file to check.", Required = true };
        var command = new Command("check", "Checks a configuration file and the files it names; prints every error with its place and what to do.") { file };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }

    private static int Run(string file, TextWriter output, TextWriter error)
    {
        var reading = ConfigFile.Read(file);
        foreach (var warning in reading.Warnings)
            error.WriteLine(warning.ToText(file));
        if (reading.Config is { } config)
        {
            if (LineStacks.Refusals(config) is { Count: > 0 } refusals)
                return Refused(file, [.. refusals.Select(refusal => $"{file}: {refusal}")], error);
            output.WriteLine($"{file}: good. {Counted(config.Trunks.Count, "trunk")}, {Counted(config.Agents.Count, "agent")}, "
                + $"{Counted(config.Campaigns.Count, "campaign")}, {Counted(config.Queues.Count, "queue")}.");
            foreach (string line in config.Campaigns.SelectMany(ProfileText.Of))
                output.WriteLine(line);
            return ListCheck.Run(config, file, output, error) ? ExitCode.Ok : ExitCode.Usage;
        }
        return Refused(file, [.. reading.Errors.Select(wrong => wrong.ToText(file))], error);
    }

    private static int Refused(string file, IReadOnlyList<string> errors, TextWriter error)
    {
        foreach (string wrong in errors)
            error.WriteLine(wrong);
        error.WriteLine($"{file}: {Counted(errors.Count, "error")}. Nothing was started.");
        return ExitCode.Usage;
    }

    internal static string Counted(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
