using System.CommandLine;
using Dialer.Server.Configuration;
using Dialer.Server.Running;
using Dialer.Server.Service;
using Dialer.Server.Terminal;

namespace Dialer.Host.Commands;

/// <summary><c>dialer run</c>: dials for real, until it is told to stop.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var file = new Option<string>("--config", "-c") { Description = "The configuration file; see samples/dialer.sample.json.", Required = true };
        var record = new Option<string?>("--record") { Description = "Write every input of the engine to this file, for a replay. It holds telephone numbers." };
        var command = new Command("run", "Dials the lists of a configuration through its trunks and hands people to its agents, until Ctrl-C or SIGTERM.") { file, record };
        command.SetAction((parsed, cancellation) =>
            RunAsync(parsed.GetRequiredValue(file), parsed.GetValue(record), parsed.InvocationConfiguration.Error, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string file, string? record, TextWriter error, CancellationToken cancellation)
    {
        var config = CheckedConfig(file, error);
        var line = LineStacks.For(config, file);
        using var logs = HostLogging.ToConsole(error, config.LogLevel, config.LogLevels);
        using var signals = StopSignals.Listen();
        using var outside = cancellation.Register(() => signals.Count());
        await using var service = new DialerService(config, logs.Factory, new RunningOptions { Line = line, RecordTo = record, ConfigFile = file, LevelsChanged = logs.ChangeLevels });
        try
        {
            await service.StartAsync(signals.Drain).ConfigureAwait(false);
        }
        catch (IOException taken)
        {
            throw Trouble.Unreachable(taken.Message, taken);
        }
        return await service.RunAsync(signals).ConfigureAwait(false);
    }

    /// <summary>The validated model, or every error at once.</summary>
    /// <param name="warnings">Where its warnings go; null: nobody asks.</param>
    internal static DialerConfig CheckedConfig(string file, TextWriter? warnings = null)
    {
        var reading = ConfigFile.Read(file);
        foreach (var warning in reading.Warnings)
            warnings?.WriteLine(warning.ToText(file));
        return reading.Config ?? throw Trouble.Usage(string.Join(Environment.NewLine, reading.Errors.Select(wrong => wrong.ToText(file))));
    }
}
