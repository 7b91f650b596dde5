using System.CommandLine;
using System.Net;
using System.Text.Json;
using Dialer.Core.Compliance;
using Dialer.Core.Time;
using Dialer.Server.Configuration;
using Dialer.Server.Http;
using Dialer.Server.Http.Problems;
using Dialer.Server.Terminal;
using Dialer.Store;

namespace Dialer.Host.Commands;

/// <summary>
/// <c>dialer do-not-call show NUMBER</c> and <c>remove NUMBER --reason WHY</c>: of the dialer that runs, or of the store where none does.
/// </summary>
internal static class DoNotCallCommand
{
    private static readonly Dictionary<string, DoNotCallKind> Kinds = new(StringComparer.Ordinal) { ["company"] = DoNotCallKind.Company, ["nationalRegister"] = DoNotCallKind.National, ["campaign"] = DoNotCallKind.Campaign };

    public static Command Create() => new("do-not-call", "Numbers that are not called.") { Show(), Remove() };

    private static Command Show()
    {
        var (number, file) = (Number(), Config());
        var command = new Command("show", "Is this number not called, by which lists, since when and until when?") { number, file };
        command.SetAction((parsed, cancellation) => ShowAsync(RunCommand.CheckedConfig(parsed.GetRequiredValue(file)), Checked(parsed.GetRequiredValue(number)), parsed.InvocationConfiguration.Output, cancellation));
        return command;
    }

    private static Command Remove()
    {
        var (number, file) = (Number(), Config());
        var reason = new Option<string>("--reason") { Description = "Why, in words: it is kept with the removal.", Required = true };
        var kind = new Option<string>("--kind") { Description = "company (by default), nationalRegister, or campaign with --campaign.", DefaultValueFactory = _ => "company" };
        var campaign = new Option<string?>("--campaign") { Description = "Whose own list." };
        var command = new Command("remove", "Takes a number off one list, for a reason. Off the company's own list, whoever has the number is called again by every number of theirs.") { number, file, reason, kind, campaign };
        command.SetAction((parsed, cancellation) => RemoveAsync(
            RunCommand.CheckedConfig(parsed.GetRequiredValue(file)), Checked(parsed.GetRequiredValue(number)), parsed.GetRequiredValue(reason).Trim(), parsed.GetRequiredValue(kind), parsed.GetValue(campaign), parsed.InvocationConfiguration.Output, cancellation));
        return command;
    }

    private static Argument<string> Number() => new("number") { Description = "In the international form, such as +33199001234; or +3389* for all that begin so." };

    private static Option<string> Config() => new("--config", "-c") { Description = "The configuration of the dialer.", Required = true };

    private static string Checked(string number) => number.Length > 2 && number[0] == '+' && number.AsSpan(1).TrimEnd('*').ContainsAnyExceptInRange('0', '9') == false
        ? number
        : throw Trouble.Usage($"\"{number}\" is no number in its international form. Write it such as +33199001234.");

    private static async Task<int> ShowAsync(DialerConfig config, string number, TextWriter output, CancellationToken cancellation)
    {
        using var client = DialerClient.Of(config);
        try
        {
            using var answer = await client.GetAsync(new Uri($"/v1/do-not-call/{Uri.EscapeDataString(number)}", UriKind.Relative), cancellation).ConfigureAwait(false);
            if (answer.StatusCode == HttpStatusCode.NotFound)
            {
                await output.WriteLineAsync($"{number} is on no list.").ConfigureAwait(false);
                return ExitCode.Ok;
            }
            answer.EnsureSuccessStatusCode();
            var view = JsonSerializer.Deserialize<DoNotCallView>(await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false), ExplainCommand.Options())!;
            foreach (var entry in (view.Others ?? []).Prepend(view))
                await output.WriteLineAsync($"{entry.Number}: {entry.Kind}{(entry.Campaign is { } campaign ? $" \"{campaign}\"" : "")}, since {entry.AddedAt:yyyy-MM-dd}, {(entry.Until is { } until ? $"until {until:yyyy-MM-dd HH:mm} UTC" : "for good")}, by {entry.Source}").ConfigureAwait(false);
            return ExitCode.Ok;
        }
        catch (Exception silent) when (silent is HttpRequestException or TaskCanceledException)
        {
            throw DialerClient.Silent(client, silent);
        }
    }

    private static async Task<int> RemoveAsync(DialerConfig config, string number, string reason, string kind, string? campaign, TextWriter output, CancellationToken cancellation)
    {
        if (!Kinds.TryGetValue(kind, out var known) || known == DoNotCallKind.Campaign != campaign is not null)
            throw Trouble.Usage("Give --kind company, nationalRegister, or campaign; and --campaign with the last alone.");
        using var client = DialerClient.Of(config);
        string query = $"reason={Uri.EscapeDataString(reason)}&kind={kind}{(campaign is null ? "" : $"&campaign={Uri.EscapeDataString(campaign)}")}";
        int removed;
        try
        {
            using var answer = await client.DeleteAsync(new Uri($"/v1/do-not-call/{Uri.EscapeDataString(number)}?{query}", UriKind.Relative), cancellation).ConfigureAwait(false);
            string text = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            if (answer.StatusCode == HttpStatusCode.BadRequest)
                throw Trouble.Usage(JsonSerializer.Deserialize<Problem>(text, ExplainCommand.Options()) is { } why ? $"{why.Detail} {why.Remedy}" : "It was refused.");
            if (answer.StatusCode != HttpStatusCode.NotFound)
                answer.EnsureSuccessStatusCode();
            removed = answer.IsSuccessStatusCode ? JsonSerializer.Deserialize<DoNotCallRemoved>(text, ExplainCommand.Options())!.Numbers : 0;
        }
        catch (HttpRequestException silent) when (silent.StatusCode is null)
        {
            removed = await RemoveFromStoreAsync(config, number, reason, known, campaign).ConfigureAwait(false);
        }
        await output.WriteLineAsync(removed == 0 ? $"{number} is not on that list." : $"{removed} {(removed == 1 ? "number is" : "numbers are")} off the list; the removal is kept with its reason.").ConfigureAwait(false);
        return removed == 0 ? ExitCode.Usage : ExitCode.Ok;
    }

    /// <summary>No dialer runs: the store is ours for a moment.</summary>
    private static async Task<int> RemoveFromStoreAsync(DialerConfig config, string number, string reason, DoNotCallKind kind, string? campaign)
    {
        if (reason.Length is < 3 or > 500)
            throw Trouble.Usage("Say why in 3 to 500 characters.");
        using var store = DialerStore.Open(new StoreOptions(config.StorePath) { DataFolder = config.DataDirectory }, new NobodyWatches(), TimeProvider.System);
        var removed = await store.RemoveDoNotCallAsync(number, kind, campaign is null ? default : store.EnsureCampaign(campaign), "command line", reason, Instant.From(TimeProvider.System.GetUtcNow())).ConfigureAwait(false);
        return removed.Entries.Numbers.Count;
    }
}
