using System.CommandLine;
using System.Net;
using System.Text.Json;
using Dialer.Core.Time;
using Dialer.Server.Configuration;
using Dialer.Server.Http;
using Dialer.Server.Http.Problems;
using Dialer.Server.Running;
using Dialer.Server.Terminal;
using Dialer.Store;

namespace Dialer.Host.Commands;

/// <summary>
/// <c>dialer person export</c> and <c>dialer person erase</c>: what is known of somebody, and to forget them; by the dialer that runs, or in the
/// store where none does.
/// </summary>
internal static class PersonCommand
{
    public static Command Create() => new("person", "What is known of a person, and to forget them.") { Export(), Erase() };

    private static Command Export()
    {
        var (number, key, file) = Who();
        var command = new Command("export", "Prints all that the store knows of a person, as JSON.") { number, key, file };
        command.SetAction(parsed =>
        {
            var (of, by) = Named(parsed.GetValue(number), parsed.GetValue(key));
            string? known = StoreReader.Open(RunCommand.CheckedConfig(parsed.GetRequiredValue(file)).StorePath).ExportPerson(of, by);
            parsed.InvocationConfiguration.Output.WriteLine(known ?? "Nobody is known by this number or key.");
            return known is null ? ExitCode.Usage : ExitCode.Ok;
        });
        return command;
    }

    private static Command Erase()
    {
        var (number, key, file) = Who();
        var reason = new Option<string>("--reason") { Description = "Why; kept with the erasure, so without the name or number.", Required = true };
        var command = new Command("erase", "Forgets a person everywhere, recordings included. It cannot be taken back.") { number, key, file, reason };
        command.SetAction((parsed, cancellation) => EraseAsync(
            RunCommand.CheckedConfig(parsed.GetRequiredValue(file)), Named(parsed.GetValue(number), parsed.GetValue(key)), parsed.GetRequiredValue(reason), parsed.InvocationConfiguration.Output, cancellation));
        return command;
    }

    private static (Option<string?> Number, Option<string?> Key, Option<string> File) Who() => (
        new("--number") { Description = "One of their numbers in the international form, such as +33199001234." },
        new("--customer-key") { Description = "The company's own key of the person." },
        new("--config", "-c") { Description = "The configuration of the dialer.", Required = true });

    private static (string? Number, string? Key) Named(string? number, string? key) => number is null == key is null
        ? throw Trouble.Usage("Give --number or --customer-key.")
        : (number, key);

    private static async Task<int> EraseAsync(DialerConfig config, (string? Number, string? Key) who, string reason, TextWriter output, CancellationToken cancellation)
    {
        using var client = DialerClient.Of(config);
        client.Timeout = TimeSpan.FromMinutes(5);
        PersonErased? erased;
        try
        {
            using var answer = await client.PostAsJsonAsync(new Uri("/v1/persons/erase", UriKind.Relative), new ErasureRequest(who.Number, who.Key, reason), ExplainCommand.Options(), cancellation).ConfigureAwait(false);
            string text = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode && answer.StatusCode != HttpStatusCode.NotFound)
                throw Trouble.Usage(JsonSerializer.Deserialize<Problem>(text, ExplainCommand.Options()) is { } why ? $"{why.Detail} {why.Remedy}" : "It was refused.");
            erased = answer.IsSuccessStatusCode ? JsonSerializer.Deserialize<PersonErased>(text, ExplainCommand.Options()) : null;
        }
        catch (HttpRequestException silent) when (silent.StatusCode is null)
        {
            erased = EraseFromStore(config, who, reason);
        }
        await output.WriteLineAsync(erased is null
            ? "Nobody is known by this number or key."
            : $"Forgotten: {erased.Numbers} numbers, {erased.Leads} leads, {erased.Attempts} attempts, {erased.Files} files.").ConfigureAwait(false);
        return erased is null ? ExitCode.Usage : ExitCode.Ok;
    }

    /// <summary>No dialer runs: the store is ours for a moment.</summary>
    private static PersonErased? EraseFromStore(DialerConfig config, (string? Number, string? Key) who, string reason)
    {
        using var store = DialerStore.Open(new StoreOptions(config.StorePath) { DataFolder = config.DataDirectory }, new NobodyWatches(), TimeProvider.System);
        return store.ErasePerson(who.Number, who.Key, "command line", reason, Instant.From(TimeProvider.System.GetUtcNow())) is { } erased
            ? new PersonErased(erased.Numbers.Count, erased.Leads, erased.Attempts.Count, ErasedFiles.Delete(config, erased))
            : null;
    }
}
