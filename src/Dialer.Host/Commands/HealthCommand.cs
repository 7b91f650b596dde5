using System.CommandLine;
using Dialer.Server.Terminal;

namespace Dialer.Host.Commands;

/// <summary><c>dialer health</c>: asks a running dialer how it is, for monitors and containers.</summary>
internal static class HealthCommand
{
    public static Command Create()
    {
        var file = new Option<string>("--config", "-c") { Description = "The configuration of the dialer to ask.", Required = true };
        var command = new Command("health", "Asks the dialer that runs with this configuration whether it can work: exit code 0, or 1, or 3 where it does not answer.") { file };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetRequiredValue(file), parsed.InvocationConfiguration.Output, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string file, TextWriter output, CancellationToken cancellation)
    {
        using var client = DialerClient.Of(RunCommand.CheckedConfig(file));
        try
        {
            using var answer = await client.GetAsync(new Uri("/health", UriKind.Relative), cancellation).ConfigureAwait(false);
            await output.WriteLineAsync(await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false)).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? ExitCode.Ok : ExitCode.Failure;
        }
        catch (Exception silent) when (silent is HttpRequestException or TaskCanceledException)
        {
            throw DialerClient.Silent(client, silent);
        }
    }
}
