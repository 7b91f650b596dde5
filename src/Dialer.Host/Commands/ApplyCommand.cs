using System.CommandLine;
using System.Net;
using System.Text;
using System.Text.Json;
using Dialer.Server.Business;
using Dialer.Server.Configuration;
using Dialer.Server.Http;
using Dialer.Server.Http.Problems;
using Dialer.Server.Terminal;

namespace Dialer.Host.Commands;

/// <summary><c>dialer apply FILE...</c> and <c>dialer export</c>: the business of a running dialer as code.</summary>
internal static class ApplyCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Command Create()
    {
        var files = new Argument<string[]>("files") { Description = "Files with sections of the business: campaigns, queues, inbound, menus, openingHours, agents, supervisors.", Arity = ArgumentArity.OneOrMore };
        var config = Config();
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would change." };
        var prune = new Option<bool>("--prune") { Description = "Remove what is neither in these files nor in the configuration file." };
        var command = new Command("apply", "Makes the business of a running dialer as files describe it: all of it or nothing, and every error at once. Applied again it changes nothing.") { files, config, dryRun, prune };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetRequiredValue(files), parsed.GetRequiredValue(config), parsed.GetValue(dryRun), parsed.GetValue(prune), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellation));
        return command;
    }

    public static Command Export()
    {
        var config = Config();
        var command = new Command("export", "Writes the business of a running dialer, without secrets, as a file that can be applied.") { config };
        command.SetAction((parsed, cancellation) => ExportAsync(parsed.GetRequiredValue(config), parsed.InvocationConfiguration.Output, cancellation));
        return command;
    }

    private static Option<string> Config() => new("--config", "-c") { Description = "The configuration of the dialer to ask.", Required = true };

    private static async Task<int> RunAsync(string[] files, string config, bool isDryRun, bool isPruning, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var (body, from) = Merge(files);
        using var client = DialerClient.Of(RunCommand.CheckedConfig(config));
        client.Timeout = Patience;
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await SendAsync(client, () => client.PostAsync(new Uri($"/v1/configuration/apply?dryRun={Word(isDryRun)}&prune={Word(isPruning)}", UriKind.Relative), content, cancellation)).ConfigureAwait(false);
        byte[] said = await answer.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
            throw Refused(answer.StatusCode, said, from);
        var reply = JsonSerializer.Deserialize<ApplyReply>(said, Options())!;
        foreach (string warning in reply.Warnings)
            await error.WriteLineAsync("warning: " + warning).ConfigureAwait(false);
        foreach (var change in reply.Changes)
            await output.WriteLineAsync(LineOf(change)).ConfigureAwait(false);
        await output.WriteLineAsync(reply.Changes.Count == 0 ? "Everything is as described." : $"{CheckCommand.Counted(reply.Changes.Count, "entry").Replace("entrys", "entries", StringComparison.Ordinal)} {(isDryRun ? "would change" : "changed")}.").ConfigureAwait(false);
        return ExitCode.Ok;
    }

    private static string LineOf(AppliedChange change)
    {
        string fields = change.Fields is { Count: > 0 } named ? ": " + string.Join(", ", named) : "";
        string byHand = change.ChangedByHand is { Count: > 0 } hand ? $" (changed by hand before: {string.Join(", ", hand)})" : "";
        return $"{Sign(change.How)} {change.Section}[{change.Name}]{fields}{byHand}";
    }

    private static char Sign(AppliedHow how) => how switch
    {
        AppliedHow.Added => '+',
        AppliedHow.Changed => '~',
        AppliedHow.Removed => '-',
        _ => throw new ArgumentOutOfRangeException(nameof(how)),
    };

    /// <summary>The files' sections one after the other, and the file that each entry is from.</summary>
    private static (string Body, IReadOnlyDictionary<string, string> From) Merge(string[] files)
    {
        var errors = new List<string>();
        var sections = new SortedDictionary<string, List<ConfigNode>>(StringComparer.Ordinal);
        var from = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string file in files)
            Read(file, sections, from, errors);
        if (errors.Count > 0)
            throw Trouble.Usage(string.Join(Environment.NewLine, errors));
        return (ConfigNode.Object("$", [.. sections.Select(section => KeyValuePair.Create(section.Key, ConfigNode.Array("$." + section.Key, section.Value)))]).ToJson(), from);
    }

    private static void Read(string file, SortedDictionary<string, List<ConfigNode>> sections, Dictionary<string, string> from, List<string> errors)
    {
        var wrong = new List<ConfigError>();
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            errors.Add($"{file}: it cannot be read: {unreadable.Message}");
            return;
        }
        if (ConfigNode.Parse(bytes, wrong) is { } root)
            foreach (var (name, list) in root.Fields.Where(field => field.Key != "$schema"))
            {
                if (BusinessKinds.OfSection(name) is null || list.Kind != ConfigNodeKind.Array)
                {
                    wrong.Add(new ConfigError(list.Path, list.Line, list.Column, $"\"{name}\" is no list of the business.", "Keep the machine's part in the configuration file, and the business in these: " + string.Join(", ", BusinessKinds.All.Select(BusinessKinds.Section)) + "."));
                    continue;
                }
                if (!sections.TryGetValue(name, out var together))
                    sections[name] = together = [];
                foreach (var item in list.Items)
                {
                    if (item.Field("name") is { } given && !from.TryAdd($"{name}[{given.Text}]", file))
                        wrong.Add(new ConfigError(item.Path, item.Line, item.Column, $"\"{given.Text}\" is in {from[$"{name}[{given.Text}]"]} already.", "Keep one of them."));
                    together.Add(item);
                }
            }
        errors.AddRange(wrong.Select(one => one.ToText(file)));
    }

    /// <summary>Every error, with the file of its entry.</summary>
    private static Trouble Refused(HttpStatusCode status, byte[] said, IReadOnlyDictionary<string, string> from)
    {
        var problem = TryRead(said);
        if (problem?.Errors is not { Count: > 0 } errors)
            return Trouble.Usage(problem is null ? $"The dialer answered {(int)status}." : $"{problem.Detail} {problem.Remedy}");
        return Trouble.Usage(string.Join(Environment.NewLine, errors.SelectMany(one => one.Value.Select(what => $"{FileOf(one.Key)}{one.Key}: {what}"))));

        string FileOf(string path) => from.FirstOrDefault(entry => path.StartsWith(entry.Key, StringComparison.Ordinal)) is { Value: { } file } ? file + ": " : "";
    }

    private static Problem? TryRead(byte[] said)
    {
        try
        {
            return JsonSerializer.Deserialize<Problem>(said, Options());
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<int> ExportAsync(string config, TextWriter output, CancellationToken cancellation)
    {
        using var client = DialerClient.Of(RunCommand.CheckedConfig(config));
        client.Timeout = Patience;
        using var answer = await SendAsync(client, () => client.GetAsync(new Uri("/v1/configuration", UriKind.Relative), cancellation)).ConfigureAwait(false);
        byte[] said = await answer.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
            throw Refused(answer.StatusCode, said, new Dictionary<string, string>());
        using var business = JsonDocument.Parse(said);
        await output.WriteLineAsync(JsonSerializer.Serialize(business.RootElement, Indented)).ConfigureAwait(false);
        return ExitCode.Ok;
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, Func<Task<HttpResponseMessage>> send)
    {
        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (Exception silent) when (silent is HttpRequestException or TaskCanceledException)
        {
            throw DialerClient.Silent(client, silent);
        }
    }

    private static string Word(bool flag) => flag ? "true" : "false";

    private static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        DialerApi.Configure(options);
        return options;
    }
}
