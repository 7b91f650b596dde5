using System.Globalization;
using System.Text.Json;
using Dialer.Host.Commands;
using Dialer.Testing;
using Xunit;

namespace Dialer.Server.Tests.Http;

/// <summary>The business of a running dialer as files: applied, looked at, exported, and every error at once.</summary>
[Collection(TelephoneLineCollection.Name)]
public sealed class ApplyCommandTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task Files_are_applied_together_and_what_was_exported_changes_nothing()
    {
        string queues = Write("queues.json", """{ "queues": [ { "name": "files", "priority": 3 } ] /* with a comment */ }""");
        string routes = Write("routes.json", """{ "inbound": [ { "name": "files", "trunk": "carrier", "number": "+33199007777", "queue": "files" } ] }""");
        Assert.Equal((0, "+ inbound[files]\n+ queues[files]\n2 entries would change.\n", ""), await RunAsync("apply", queues, routes, "--dry-run"));
        Assert.Equal((0, "+ inbound[files]\n+ queues[files]\n2 entries changed.\n", ""), await RunAsync("apply", queues, routes));
        Assert.Equal((0, "Everything is as described.\n", ""), await RunAsync("apply", queues, routes));

        var (code, exported, _) = await RunAsync("export");
        Assert.Equal(0, code);
        Assert.Equal(3, JsonDocument.Parse(exported).RootElement.GetProperty("queues").EnumerateArray().Single(queue => queue.GetProperty("name").GetString() == "files").GetProperty("priority").GetInt32());
        Assert.Equal((0, "Everything is as described.\n", ""), await RunAsync("apply", Write("all.json", exported), "--prune"));

        using var byHand = new HttpRequestMessage(HttpMethod.Patch, new Uri("/v1/queues/files/settings", UriKind.Relative)) { Content = new StringContent("""{ "priority": 9 }""", System.Text.Encoding.UTF8, "application/json") };
        byHand.Headers.TryAddWithoutValidation("If-Match", "*");
        (await service.Client.SendAsync(byHand, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        Assert.Equal((0, "~ queues[files]: priority (changed by hand before: priority)\n1 entry would change.\n", ""), await RunAsync("apply", queues, "--dry-run"));
        Assert.Equal((0, "~ queues[files]: priority (changed by hand before: priority)\n- inbound[files]\n2 entries changed.\n", ""), await RunAsync("apply", queues, "--prune"));
    }

    [Fact]
    public async Task Every_error_is_told_at_once_with_its_file_and_nothing_is_changed()
    {
        string one = Write("one.json", """{ "queues": [ { "name": "wrong", "priority": 1000 } ] }""");
        string two = Write("two.json", """{ "agents": [ { "name": "zoe", "phone": "1001" } ] }""");
        var (code, _, error) = await RunAsync("apply", one, two);
        Assert.Equal(2, code);
        Assert.Contains($"{one}: queues[wrong].priority: 1000 is out of range.", error, StringComparison.Ordinal);
        Assert.Contains($"{two}: agents[zoe].phone: ", error, StringComparison.Ordinal);
        (code, _, error) = await RunAsync("apply", one, one, Write("machine.json", """{ "sip": { } }"""));
        Assert.Equal(2, code);
        Assert.Contains("already", error, StringComparison.Ordinal);
        Assert.Contains("machine.json:1:10", error, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(string command, params string[] arguments)
    {
        string config = Write("ask.json", string.Create(CultureInfo.InvariantCulture, $$"""
            { "http": { "port": {{service.Service.HttpAddress.Port}}, "token": "{{RunningService.Token}}" }, "trunks": [ { "name": "carrier", "address": "carrier.example" } ] }
            """));
        using StringWriter output = new(), error = new();
        int code = await DialerCommandLine.RunAsync([command, .. arguments, "--config", config], output, error, TestContext.Current.CancellationToken);
        return (code, output.ToString().ReplaceLineEndings("\n"), error.ToString().ReplaceLineEndings("\n"));
    }

    private string Write(string name, string text)
    {
        string file = Path.Combine(service.Folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
