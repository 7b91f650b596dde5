using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Dialer.Store;
using Dialer.Testing;
using Xunit;

namespace Dialer.Host.Tests.Crash;

/// <summary>A kill on the very answer of a promise: what was said to be done is on disk.</summary>
public sealed partial class KilledProcessTests
{
    public static TheoryData<string, string> Promises => new()
    {
        { "disposition", """{ "code": "objects", "doNotCall": true, "interaction": $interaction }""" },
        { "disposition", """{ "code": "sale", "note": "two", "interaction": $interaction }""" },
        { "disposition", """{ "code": "later", "callBackAt": "$moment", "interaction": $interaction }""" },
        { "late disposition", """{ "code": "objects", "doNotCall": true, "interaction": $interaction }""" },
        { "do-not-call", """{ "number": "+33199777777" }""" },
        { "release-interrupted", "{}" },
    };

    /// <summary>Each twice, killed on the 204 or 200; afterwards everything that was answered is there, and nothing makes an objector callable.</summary>
    [Fact]
    public async Task Killed_on_the_answer_it_has_kept_every_promise()
    {
        // Nobody twice: the busy ones of all runs before, due together, would look like a trunk that refuses everything.
        WriteConfiguration(retries: "");
        var kept = new List<(string What, string Body, string Number)>();
        foreach (var (promise, body) in Enumerable.Repeat(Promises.Select(row => (row.Data.Item1, row.Data.Item2)), 2).SelectMany(row => row))
        {
            using var dialer = Start();
            try
            {
                await DialUntilAsync(dialer, _carrier.Count + 1);
                kept.Add((promise, body, await PromiseAsync(promise, body)));
            }
            finally
            {
                dialer.Kill(); // SIGKILL, on the answer
                await dialer.WaitForExitAsync(TestContext.Current.CancellationToken);
            }
            AuditPromise(kept[^1].What, kept[^1].Body, kept[^1].Number);
        }
        using (var store = DialerStore.Open(new StoreOptions(Db), new RecordingObserver()))
        {
            store.ReleaseInterrupted(store.EnsureCampaign("torture"), Core.Time.Instant.Epoch);
            foreach (var (what, body, number) in kept)
                if (body.Contains("doNotCall", StringComparison.Ordinal))
                    Assert.Contains(number, store.DoNotCall());
        }
        foreach (var (what, body, number) in kept)
            AuditPromise(what, body, number);
    }

    /// <summary>Returns the number that it is about, with the answer received.</summary>
    private async Task<string> PromiseAsync(string promise, string body)
    {
        if (promise == "do-not-call")
        {
            await SayAsync("/v1/do-not-call", body);
            return "+33199777777";
        }
        if (promise == "release-interrupted")
        {
            await SayAsync("/v1/campaigns/torture/release-interrupted", body);
            return "";
        }
        var (agent, interaction, party) = await InConversationAsync();
        if (promise == "late disposition")
            await UntilAsync(async () => Number(await AgentAsync(agent), "interaction") != interaction, "the conversation does not end");
        await SayAsync($"/v1/agents/{agent}/disposition", body.Replace("$interaction", interaction.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("$moment", DateTimeOffset.UtcNow.AddDays(3).ToString("O", CultureInfo.InvariantCulture), StringComparison.Ordinal));
        return party;
    }

    private async Task SayAsync(string path, string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri($"http://127.0.0.1:{_httpPort}{path}"), content, TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.OK, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
    }

    private async Task<(string Agent, long Interaction, string Party)> InConversationAsync()
    {
        (string, long, string) found = default;
        await UntilAsync(async () =>
        {
            await MakeReadyAsync();
            foreach (string agent in new[] { "ana", "ben" })
                if (await AgentAsync(agent) is var row && Number(row, "interaction") is > 0 and var interaction)
                {
                    found = (agent, interaction, row.GetProperty("party").GetString()!);
                    return true;
                }
            return false;
        }, "nobody gets a conversation");
        return found;
    }

    private async Task<JsonElement> AgentAsync(string agent) =>
        await _http.GetFromJsonAsync<JsonElement>(new Uri($"http://127.0.0.1:{_httpPort}/v1/agents/{agent}"), TestContext.Current.CancellationToken);

    private static long Number(JsonElement row, string field) => row.GetProperty(field).GetInt64();

    private async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        for (int i = 0; i < 3_000; i++)
        {
            if (await condition())
                return;
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        lock (_said)
            Assert.Fail($"{what}:\n{_said}");
    }

    private void AuditPromise(string promise, string body, string number)
    {
        using var connection = Read();
        if (number.Length > 0 && body.Contains("doNotCall", StringComparison.Ordinal) || promise == "do-not-call")
            Assert.Equal(1, connection.ExecuteScalar<int>("SELECT COUNT(*) FROM do_not_call WHERE number = @number", new { number }));
        if (promise is "do-not-call" or "release-interrupted")
            return;
        string code = JsonSerializer.Deserialize<JsonElement>(body.Replace("$interaction", "1", StringComparison.Ordinal)).GetProperty("code").GetString()!;
        Assert.True(connection.ExecuteScalar<int>("SELECT COUNT(*) FROM attempts WHERE number = @number AND disposition = @code", new { number, code }) >= 1, $"{code} of {number} is lost");
        Assert.True(connection.ExecuteScalar<int>("SELECT COUNT(*) FROM interactions WHERE party = @number AND disposition = @code", new { number, code }) >= 1, $"{code} of {number} is lost");
    }
}
