using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dialer.Server.Tests.Webhooks;

/// <summary>A company's own system on loopback: keeps what it is sent, and answers as it is told.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Signature, string Number, string Body)> _received = new();
    private readonly SemaphoreSlim _more = new(0);

    private WebhookReceiver(WebApplication app) => _app = app;

    /// <summary>Status of the answer to the next request; by its body.</summary>
    public Func<string, int> Answer { get; set; } = _ => 204;

    public string Url => _app.Urls.First() + "/hook";

    public IReadOnlyList<(string Signature, string Number, string Body)> Received => [.. _received];

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var receiver = new WebhookReceiver(app);
        app.Run(receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    public async Task WaitAsync(int count)
    {
        for (int i = 0; i < count; i++)
            Assert.True(await _more.WaitAsync(TimeSpan.FromSeconds(60)), $"only {_received.Count} came");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _more.Dispose();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        string body = await reader.ReadToEndAsync();
        int status = Answer(body);
        context.Response.StatusCode = status;
        if (status is >= 300 and < 400)
            context.Response.Headers.Location = "http://127.0.0.1:1/elsewhere";
        _received.Enqueue((context.Request.Headers["Dialer-Signature"].ToString(), context.Request.Headers["Dialer-Event-Number"].ToString(), body));
        await context.Response.CompleteAsync();
        _more.Release();
    }
}
