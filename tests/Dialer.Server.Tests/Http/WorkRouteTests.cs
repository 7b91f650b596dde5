using System.Net;
using System.Text.Json;
using Dialer.Testing;
using Xunit;

namespace Dialer.Server.Tests.Http;

/// <summary>What is no call, from the post to the close, and who may know of it.</summary>
[Collection(TelephoneLineCollection.Name)]
public sealed class WorkRouteTests(RunningService service) : IClassFixture<RunningService>
{
    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, object body)
    {
        using var answer = await service.PostAsync(path, body);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (answer.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    [Fact]
    public async Task Work_is_posted_listed_explained_and_taken_back()
    {
        string queue = (await service.GetAsync("/v1/queues")).GetProperty("items")[0].GetProperty("name").GetString()!;
        var (status, reply) = await PostAsync("/v1/interactions", new { queue, channel = "letter", reference = "L-1", value = 80 });
        Assert.Equal(HttpStatusCode.Created, status);
        long work = reply.GetProperty("interaction").GetInt64();
        var listed = Assert.Single((await service.GetAsync("/v1/interactions")).GetProperty("items").EnumerateArray());
        Assert.Equal((work, queue, "letter", "L-1"), (listed.GetProperty("interaction").GetInt64(), listed.GetProperty("queue").GetString(), listed.GetProperty("channel").GetString(), listed.GetProperty("reference").GetString()));
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync($"/v1/interactions/{work}/accept", new { })).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync($"/v1/interactions/{work}/close", new { code = "not wanted" })).Status);
        Assert.Equal(0, (await service.GetAsync("/v1/interactions")).GetProperty("items").GetArrayLength());
        var way = await service.GetAsync($"/v1/interactions/{work}/way");
        Assert.Equal(("withdrawn", "L-1", 80), (way.GetProperty("endedAs").GetString(), way.GetProperty("number").GetString(), way.GetProperty("value").GetInt32()));
        Assert.Equal(0, (await service.GetAsync("/v1/callers/gave-up")).GetProperty("items").GetArrayLength());
    }
}
