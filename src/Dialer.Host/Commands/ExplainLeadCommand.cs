using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Dialer.Server.Http;
using Dialer.Server.Http.Paging;
using Dialer.Server.Terminal;

namespace Dialer.Host.Commands;

/// <summary><c>dialer explain lead LEAD</c>: why it is not being called, rule by rule.</summary>
internal static class ExplainLeadCommand
{
    public static Command Create()
    {
        var lead = new Argument<string>("lead") { Description = "Its id, or one of its telephone numbers in the international form, with --campaign." };
        var file = new Option<string>("--config", "-c") { Description = "The configuration of the dialer to ask.", Required = true };
        var campaign = new Option<string?>("--campaign") { Description = "The campaign whose lead has the number." };
        var json = new Option<bool>("--json") { Description = "Print the explanation as one JSON object." };
        var command = new Command("lead", "Why a lead is not being called: each rule with its verdict, and from when on it could be.") { lead, file, campaign, json };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetRequiredValue(file), parsed.GetRequiredValue(lead), parsed.GetValue(campaign), parsed.GetValue(json), parsed.InvocationConfiguration.Output, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string file, string asked, string? campaign, bool asJson, TextWriter output, CancellationToken cancellation)
    {
        using var client = DialerClient.Of(RunCommand.CheckedConfig(file));
        long lead = await FindAsync(client, asked, campaign, cancellation).ConfigureAwait(false);
        string text = await AskAsync(client, $"/v1/leads/{lead}/explanation", $"no lead {lead}", cancellation).ConfigureAwait(false);
        if (asJson)
        {
            await output.WriteLineAsync(text).ConfigureAwait(false);
            return ExitCode.Ok;
        }
        foreach (string line in Lines(JsonSerializer.Deserialize<LeadExplanation>(text, ExplainCommand.Options())!))
            await output.WriteLineAsync(line).ConfigureAwait(false);
        return ExitCode.Ok;
    }

    private static async Task<long> FindAsync(HttpClient client, string asked, string? campaign, CancellationToken cancellation)
    {
        if (long.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out long lead) && lead > 0)
            return lead;
        if (!asked.StartsWith('+') || campaign is null)
            throw Trouble.Usage($"\"{asked}\" is no lead's id. Give the id, or a telephone number such as +33199001234 with --campaign.");
        string text = await AskAsync(client, $"/v1/campaigns/{Uri.EscapeDataString(campaign)}/leads?number={Uri.EscapeDataString(asked)}", $"no campaign \"{campaign}\"", cancellation).ConfigureAwait(false);
        return JsonSerializer.Deserialize<Page<LeadView>>(text, ExplainCommand.Options())!.Items is [{ } first, ..] ? first.Id : throw Trouble.Usage($"No lead of campaign \"{campaign}\" has the number {asked}.");
    }

    private static async Task<string> AskAsync(HttpClient client, string what, string missing, CancellationToken cancellation)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(what, UriKind.Relative), cancellation).ConfigureAwait(false);
            if (answer.StatusCode == HttpStatusCode.NotFound)
                throw Trouble.Usage($"The dialer at {client.BaseAddress} has {missing}.");
            answer.EnsureSuccessStatusCode();
            return await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception silent) when (silent is HttpRequestException or TaskCanceledException)
        {
            throw DialerClient.Silent(client, silent);
        }
    }

    private static IEnumerable<string> Lines(LeadExplanation told)
    {
        yield return $"Lead {told.Id} of \"{told.Campaign}\": {told.Why}";
        foreach (var rule in told.Rules)
            yield return $"  {Mark(rule)} {rule.Rule}: {rule.Words}";
        foreach (var number in told.Numbers)
        {
            yield return $"  {number.Number}{(number.Dead ? ", which nobody has any more" : "")}";
            foreach (var rule in number.Rules)
                yield return $"    {Mark(rule)} {rule.Rule}: {rule.Words}";
        }
    }

    private static string Mark(RuleAnswer rule) => rule.Allows ? "yes" : "NO ";
}
