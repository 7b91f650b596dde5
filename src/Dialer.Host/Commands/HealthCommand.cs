using System.CommandLine;
using System.Net;

namespace Dialer.Host.Commands;

/// <summary><c>dialer health</c>: asks a running dialer how it is, for monitors and containers.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var file = new Option<string>("--config", "-c") { Description = "The configuration of the dialer to ask.", Required = true };
        var command = new Command("health", "Asks the dialer that runs with this configuration whether it can work: exit code 0, or 1, or 3 where it does not answer.") { file };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetRequiredValue(file), parsed.InvocationConfiguration.Output, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string file, TextWriter output, CancellationToken cancellation)
    {
        var http = RunCommand.CheckedConfig(file).Http;
        var address = http.Bind.Equals(IPAddress.Any) ? IPAddress.Loopback : http.Bind.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : http.Bind;
        using var client = new HttpClient { BaseAddress = new UriBuilder("http", address.ToString(), http.Port).Uri, Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(new Uri("/health", UriKind.Relative), cancellation).ConfigureAwait(false);
            await output.WriteLineAsync(await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false)).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? ExitCode.Ok : ExitCode.Failure;
        }
        catch (Exception silent) when (silent is HttpRequestException or TaskCanceledException)
        {
            throw Trouble.Unreachable($"No dialer answers at {client.BaseAddress}: {silent.Message}", silent);
        }
    }
}
