using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dialer.Server.Files;
using Dialer.Server.Http.Access;
using Dialer.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dialer.Server.Tests.Http;

/// <summary>Recordings are found, heard and deleted by those who may, and forgotten when they are old.</summary>
[Collection(TelephoneLineCollection.Name)]
public sealed class RecordingRoutesTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task A_recording_is_listed_heard_in_parts_and_deleted()
    {
        string data = Path.Combine(service.Folder, "data", "recordings");
        Put(data, "renewals/2026-01-02/101502.123-attempt42-1.wav");
        Put(data, "queues/default/2026-01-02/111502.123-call77-1.wav");
        Put(data, "mailboxes/orders/2026-01-03/121502.123-call78.wav");
        Put(data, "renewals/2026-01-02/notes.txt");
        var all = (await service.GetAsync("/v1/recordings")).GetProperty("items");
        Assert.Equal(["mailbox orders", "queue default", "campaign renewals"], all.EnumerateArray().Where(one => one.GetProperty("startedAt").GetDateTimeOffset().Month == 1).Select(one => $"{Word(one, "kind")} {Word(one, "of")}"));
        var first = await service.GetAsync("/v1/recordings?limit=1");
        Assert.NotEqual(Word(first.GetProperty("items")[0], "id"), Word((await service.GetAsync($"/v1/recordings?limit=1&after={Word(first, "next")}")).GetProperty("items")[0], "id"));
        var ours = Assert.Single((await service.GetAsync("/v1/recordings?campaign=renewals&day=2026-01-02")).GetProperty("items").EnumerateArray());
        Assert.Equal(42, ours.GetProperty("attempt").GetInt64());

        using var part = new HttpRequestMessage(HttpMethod.Get, new Uri($"/v1/recordings/{Word(ours, "id")}/audio", UriKind.Relative));
        using var sound = await service.Client.GetAsync(part.RequestUri, TestContext.Current.CancellationToken);
        Assert.Equal(("audio/wav", ours.GetProperty("bytes").GetInt64()), (sound.Content.Headers.ContentType!.MediaType, sound.Content.Headers.ContentLength));
        using var gone = await service.Client.DeleteAsync(new Uri($"/v1/recordings/{Word(ours, "id")}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        Assert.False(File.Exists(Path.Combine(data, "renewals/2026-01-02/101502.123-attempt42-1.wav")));
        Assert.Contains("attempt\":42", Word((await service.GetAsync("/v1/audit?action=deleteRecording")).GetProperty("items")[0], "was"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../dialer.json")]
    [InlineData("renewals/../../../dialer.json")]
    [InlineData("renewals/2026-01-02/notes.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("queues/default/2026-99-99/111502.123-call77-1.wav")]
    public async Task No_other_file_is_a_recording(string path)
    {
        string id = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(path));
        using var answer = await service.Client.GetAsync(new Uri($"/v1/recordings/{id}/audio", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("unknownRecording", Word(await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken), "code"));
    }

    [Fact]
    public void Old_ones_are_forgotten_with_their_folders_and_nothing_else_is()
    {
        var folder = Directory.CreateTempSubdirectory("dialer-shelf");
        Put(folder.FullName, "renewals/2026-01-01/101502.123-attempt1-1.wav");
        Put(folder.FullName, "renewals/2026-01-02/101502.123-attempt2-1.wav");
        Put(folder.FullName, "queues/sales/2025-12-31/101502.123-call3-1.wav");
        Put(folder.FullName, "queues/sales/keep/101502.123-call3-1.wav");
        var shelf = new RecordingShelf(folder.FullName);
        Assert.Equal(2, shelf.ForgetBefore(new DateOnly(2026, 1, 2)));
        Assert.Equal("renewals/2026-01-02/101502.123-attempt2-1.wav", Assert.Single(shelf.List(null, "")).Path);
        Assert.False(Directory.Exists(Path.Combine(folder.FullName, "renewals/2026-01-01")));
        Assert.True(File.Exists(Path.Combine(folder.FullName, "queues/sales/keep/101502.123-call3-1.wav")));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Call_backs_that_are_promised_are_listed()
    {
        Assert.Empty((await service.GetAsync("/v1/call-backs?campaign=renewals")).GetProperty("items").EnumerateArray());
        using var unknown = await service.Client.GetAsync(new Uri("/v1/call-backs?campaign=nobody", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public void Who_asks_too_often_is_told_when_to_come_again_and_nobody_else_is()
    {
        var time = new FakeTimeProvider();
        var limit = new RequestLimit(10, time);
        Assert.All(Enumerable.Range(0, 50), _ => Assert.Null(limit.Take("key:crm")));
        Assert.Equal(TimeSpan.FromSeconds(0.1), limit.Take("key:crm"));
        Assert.Null(limit.Take("user:ana"));
        time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Null(limit.Take("key:crm"));
        Assert.Null(limit.Take("key:crm"));
        Assert.NotNull(limit.Take("key:crm"));
    }

    private static void Put(string folder, string path)
    {
        string full = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.Copy(Repository.File("samples", "announcement.wav"), full);
    }

    private static string Word(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
