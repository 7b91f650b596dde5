using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Dialer.Server.Http;
using Dialer.Server.Http.Access;
using Dialer.Testing;
using Xunit;

namespace Dialer.Server.Tests.Http;

/// <summary>The HTTP interface with a crowd before its door that has no token.</summary>
[Collection(TelephoneLineCollection.Name)]
public sealed class StrangersTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task A_thousand_connections_without_a_token_keep_nobody_out()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var desk = service.NewClient();
        desk.DefaultRequestHeaders.Authorization = new("Bearer", RunningService.Token);
        Assert.Equal(HttpStatusCode.OK, (await desk.GetAsync(new Uri("/v1/agents", UriKind.Relative), cancellation)).StatusCode);
        var crowd = new List<TcpClient>();
        try
        {
            for (int i = 0; i < 1_100; i++)
            {
                var idle = new TcpClient();
                await idle.ConnectAsync(IPAddress.Loopback, service.Service.HttpAddress.Port, cancellation);
                if (i % 3 == 0)
                    await idle.GetStream().WriteAsync("GET /v1/agents HTTP/1.1\r\nHost: localhost\r\n"u8.ToArray(), cancellation);
                crowd.Add(idle);
            }
            Assert.Equal(HttpStatusCode.OK, (await desk.GetAsync(new Uri("/v1/agents", UriKind.Relative), cancellation)).StatusCode);
            using var monitor = service.NewClient();
            Assert.Equal(HttpStatusCode.OK, (await monitor.GetAsync(new Uri("/health", UriKind.Relative), cancellation)).StatusCode);
            using var late = service.NewClient();
            late.DefaultRequestHeaders.Authorization = new("Bearer", RunningService.Token);
            Assert.Equal(HttpStatusCode.OK, (await late.GetAsync(new Uri("/v1/agents", UriKind.Relative), cancellation)).StatusCode);

            // The oldest have given way: their streams have ended.
            byte[] one = new byte[1];
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            Assert.Equal(0, await ReadOrEndAsync(crowd[1].GetStream(), one, patience.Token));
        }
        finally
        {
            crowd.ForEach(idle => idle.Dispose());
        }
    }

    private static async Task<int> ReadOrEndAsync(NetworkStream stream, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellation);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    [Fact]
    public async Task A_stranger_is_not_waited_for_long()
    {
        using var idle = new TcpClient();
        await idle.ConnectAsync(IPAddress.Loopback, service.Service.HttpAddress.Port, TestContext.Current.CancellationToken);
        using var patience = new CancellationTokenSource(ConnectionGate.StrangerPatience * 3);
        Assert.Equal(0, await ReadOrEndAsync(idle.GetStream(), new byte[1], patience.Token));
    }

    [Fact]
    public async Task Wrong_tokens_are_told_to_wait_and_the_right_one_is_taken_meanwhile()
    {
        using var guessing = service.NewClient();
        var answers = new List<HttpResponseMessage>();
        for (int i = 0; i < WrongTokens.MostInWindow + 5; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/v1/agents", UriKind.Relative));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", $"guess-{i}-of-many-guesses");
            answers.Add(await guessing.SendAsync(request, TestContext.Current.CancellationToken));
        }
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.TooManyRequests && answer.Headers.RetryAfter is { Delta: { TotalSeconds: > 0 and <= 60 } });
        Assert.All(answers, answer => Assert.True(answer.Headers.ConnectionClose));
        Assert.Equal(HttpStatusCode.OK, (await service.Client.GetAsync(new Uri("/v1/agents", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("""{ "code": "sa\u001b[2Jle" }""")]
    [InlineData("""{ "code": "sale\u0000" }""")]
    [InlineData("""{ "code": "sale", "note": "a\u0007b" }""")]
    [InlineData("""{ "code": "\u202elas" }""")]
    public async Task Control_characters_are_not_taken(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await service.Client.PostAsync(new Uri("/v1/agents/ana/disposition", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }
}
