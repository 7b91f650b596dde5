using System.CommandLine;
using System.Net;
using System.Text.Json;
using Dialer.Core.Pacing;
using Dialer.Core.Text;
using Dialer.Server.Http;
using Dialer.Server.Monitoring;
using Dialer.Server.Terminal;
using Dialer.Store.Reports;

namespace Dialer.Host.Commands;

/// <summary><c>dialer explain</c>: asks a running dialer for the numbers behind a campaign's present pace, why a lead is not called, and why a caller went where they went.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var campaign = new Argument<string>("campaign") { Description = "Its name or number." };
        var file = new Option<string>("--config", "-c") { Description = "The configuration of the dialer to ask.", Required = true };
        var json = new Option<bool>("--json") { Description = "Print the numbers as one JSON object, as the pacing event has them." };
        var pacing = new Command("pacing", "The numbers behind a campaign's present pace, and what holds it back.") { campaign, file, json };
        pacing.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetRequiredValue(file), parsed.GetRequiredValue(campaign), parsed.GetValue(json), parsed.InvocationConfiguration.Output, cancellation));
        return new Command("explain", "Says why the running dialer does what it does.") { pacing, ExplainLeadCommand.Create(), CreateCaller(file) };
    }

    private static Command CreateCaller(Option<string> file)
    {
        var interaction = new Argument<long>("interaction") { Description = "The conversation's number, as events and lists have it." };
        var json = new Option<bool>("--json") { Description = "Print the answer as one JSON object." };
        var caller = new Command("caller", "Why a caller went where they went, and while they wait, why.") { interaction, file, json };
        caller.SetAction((parsed, cancellation) => ExplainCallerAsync(parsed.GetRequiredValue(file), parsed.GetRequiredValue(interaction), parsed.GetValue(json), parsed.InvocationConfiguration.Output, cancellation));
        return caller;
    }

    private static async Task<int> ExplainCallerAsync(string file, long interaction, bool asJson, TextWriter output, CancellationToken cancellation)
    {
        using var client = DialerClient.Of(RunCommand.CheckedConfig(file));
        using var answer = await GetAsync(client, $"/v1/interactions/{interaction}/way", $"no caller {interaction}", cancellation).ConfigureAwait(false);
        if (asJson)
        {
            await output.WriteLineAsync(answer.RootElement.GetRawText()).ConfigureAwait(false);
            return ExitCode.Ok;
        }
        var way = answer.RootElement.Deserialize<CallerWayView>(Options())!;
        await output.WriteLineAsync(PlainText.Line($"Caller {way.Number ?? "of a withheld number"} dialed {way.Called ?? "a queue"} at {way.ArrivedAt:u}.")).ConfigureAwait(false);
        foreach (string step in way.Way)
            await output.WriteLineAsync(PlainText.Line($"  {step}")).ConfigureAwait(false);
        if (way.Waiting is { } waiting)
            await output.WriteLineAsync(PlainText.Line($"  {waiting.Says} ({waiting.Policy}, priority {waiting.Priority}, {waiting.WaitedSeconds:0} s).")).ConfigureAwait(false);
        if (way.EndedAs is { } ended)
            await output.WriteLineAsync(PlainText.Line($"  Ended as {ended}{(way.Agent is { } agent ? $", with {agent}" : "")}.")).ConfigureAwait(false);
        return ExitCode.Ok;
    }

    private static async Task<int> RunAsync(string file, string campaign, bool asJson, TextWriter output, CancellationToken cancellation)
    {
        using var client = DialerClient.Of(RunCommand.CheckedConfig(file));
        using var row = await AskAsync(client, campaign, "", cancellation).ConfigureAwait(false);
        bool isPaced = row.RootElement.TryGetProperty("pacing", out var pacing);
        if (asJson && isPaced)
        {
            await output.WriteLineAsync(pacing.GetRawText()).ConfigureAwait(false);
            return ExitCode.Ok;
        }
        using var report = await AskAsync(client, campaign, "/report", cancellation).ConfigureAwait(false);
        var held = report.RootElement.GetProperty("heldBack").Deserialize<HeldBack[]>(Options())!;
        if (isPaced)
            await output.WriteAsync(PacingText.Explain(campaign, pacing.Deserialize<PacingExplanation>(Options()))).ConfigureAwait(false);
        else if (held.Length == 0 || asJson)
            throw Trouble.Usage($"Campaign \"{campaign}\" has made no pacing decision yet: it is not running, or its mode dials by agents' or callers' choice.");
        if (!asJson && report.RootElement.TryGetProperty("chances", out var chances) && chances.Deserialize<LearnedChances>(Options()) is { } learned)
            foreach (string line in LearnedChancesText.Of(learned))
                await output.WriteLineAsync($"  {line}").ConfigureAwait(false);
        foreach (var reason in held)
            await output.WriteLineAsync($"  {HeldBackText.Of(reason)}.").ConfigureAwait(false);
        return ExitCode.Ok;
    }

    private static Task<JsonDocument> AskAsync(HttpClient client, string campaign, string what, CancellationToken cancellation) =>
        GetAsync(client, $"/v1/campaigns/{Uri.EscapeDataString(campaign)}{what}", $"no campaign \"{campaign}\"", cancellation);

    private static async Task<JsonDocument> GetAsync(HttpClient client, string path, string missing, CancellationToken cancellation)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), cancellation).ConfigureAwait(false);
            if (answer.StatusCode == HttpStatusCode.NotFound)
                throw Trouble.Usage($"The dialer at {client.BaseAddress} has {missing}.");
            answer.EnsureSuccessStatusCode();
            return JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false));
        }
        catch (Exception silent) when (silent is HttpRequestException or TaskCanceledException)
        {
            throw DialerClient.Silent(client, silent);
        }
    }

    internal static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        DialerApi.Configure(options);
        return options;
    }
}
