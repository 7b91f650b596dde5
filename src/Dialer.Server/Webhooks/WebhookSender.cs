using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Channels;
using Dialer.Store.Tables;

namespace Dialer.Server.Webhooks;

/// <summary>
/// Sends to each webhook what waits for it: of one subject one after the other, of several at once, each webhook by itself, so that
/// one that does not answer holds up no other. What is not taken is tried again, later and later, for a day.
/// </summary>
internal sealed class WebhookSender : IAsyncDisposable
{
    public static readonly TimeSpan TryFor = TimeSpan.FromDays(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookAtLeast = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(5);
    private const int AtOnce = 8;

    /// <summary>Then hourly.</summary>
    private static readonly int[] WaitSeconds = [5, 15, 60, 300, 900, 1_800, 3_600];

    private readonly WebhookBook _book;
    private readonly WebhookTable _table;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly HttpClient _client;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, Round> _rounds = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public WebhookSender(WebhookBook book, WebhookTable table, TargetRule rule, TimeProvider time, ILogger logger)
    {
        (_book, _table, _time, _logger) = (book, table, time, logger);
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = rule.ConnectAsync,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxResponseHeadersLength = 16,
        })
        { Timeout = Patience };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Dialer", "1"));
        book.Changed = Wake;
    }

    public void Start() => Wake();

    /// <summary>Something may be there to be sent.</summary>
    public void Wake()
    {
        lock (_lock)
            foreach (var hook in _book.All)
                if (!_end.IsCancellationRequested)
                    _rounds.GetOrAdd(hook.Id, id => new Round(id, this)).Wake();
    }

    /// <summary>How long after so many tries that failed.</summary>
    public static TimeSpan WaitAfter(int tries) => TimeSpan.FromSeconds(WaitSeconds[Math.Min(tries, WaitSeconds.Length) - 1]);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_rounds.Values.Select(round => round.Running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _client.Dispose();
        _end.Dispose();
    }

    private async Task<DeliveryRecord> SendAsync(WebhookRecord hook, DeliveryRecord delivery)
    {
        int? status = null;
        string? trouble;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(hook.Url)) { Content = new StringContent(delivery.Body, Encoding.UTF8, "application/json") };
            request.Headers.TryAddWithoutValidation(Signature.Header, Signature.Of(hook.Secret, _time.GetUtcNow(), delivery.Body));
            request.Headers.TryAddWithoutValidation("Dialer-Event", delivery.Kind);
            request.Headers.TryAddWithoutValidation("Dialer-Event-Number", delivery.Event.ToString(CultureInfo.InvariantCulture));
            request.Headers.TryAddWithoutValidation("Dialer-Delivery", delivery.Id.ToString(CultureInfo.InvariantCulture));
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _end.Token).ConfigureAwait(false);
            status = (int)answer.StatusCode;
            trouble = answer.IsSuccessStatusCode ? null : status is >= 300 and < 400 ? "it answered with a redirect, which is not followed: give the address that it names" : $"it answered {status}";
        }
        catch (OperationCanceledException) when (!_end.IsCancellationRequested)
        {
            trouble = $"it did not answer within {Patience.TotalSeconds:0} s";
        }
        catch (Exception failure) when (failure is HttpRequestException or System.Net.Sockets.SocketException or IOException)
        {
            trouble = failure.GetBaseException().Message;
        }
        return After(delivery, status, trouble, _time.GetUtcNow());
    }

    internal static DeliveryRecord After(DeliveryRecord delivery, int? status, string? trouble, DateTimeOffset now)
    {
        int tries = delivery.Tries + 1;
        var tried = delivery with { Tries = tries, Status = status, Trouble = trouble is { Length: > 500 } ? trouble[..500] : trouble };
        if (trouble is null)
            return tried with { State = DeliveryState.Delivered, DoneAt = now };
        var next = now + WaitAfter(tries);
        return next - delivery.CreatedAt > TryFor ? tried with { State = DeliveryState.Failed, DoneAt = now } : tried with { NextAt = next };
    }

    /// <summary>The sending to one webhook.</summary>
    private sealed class Round
    {
        private readonly string _id;
        private readonly WebhookSender _sender;
        private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

        public Round(string id, WebhookSender sender)
        {
            (_id, _sender) = (id, sender);
            Running = Task.Run(RunAsync);
        }

        public Task Running { get; }

        public void Wake() => _signal.Writer.TryWrite(true);

        private async Task RunAsync()
        {
            var end = _sender._end.Token;
            while (!end.IsCancellationRequested)
            {
                TimeSpan wait;
                try
                {
                    wait = await TurnAsync().ConfigureAwait(false);
                }
                catch (Exception failure) when (failure is System.Data.Common.DbException or IOException or Store.StoreException)
                {
                    WebhookLog.CannotKeep(_sender._logger, _id, failure.Message);
                    wait = AfterTrouble;
                }
                if (wait > TimeSpan.Zero)
                    await WaitAsync(wait, end).ConfigureAwait(false);
            }
        }

        /// <returns>How long nothing is to be done, unless it is woken.</returns>
        private async Task<TimeSpan> TurnAsync()
        {
            if (_sender._book.Find(_id) is not { Enabled: true } hook)
                return LookAtLeast;
            var now = _sender._time.GetUtcNow();
            var due = _sender._table.Due(_id, now, AtOnce);
            if (due.Count == 0)
                return _sender._table.NextDue(_id) is { } next && next - now < LookAtLeast ? (next > now ? next - now : TimeSpan.FromMilliseconds(10)) : LookAtLeast;
            var tried = await Task.WhenAll(due.Select(delivery => _sender.SendAsync(hook, delivery))).ConfigureAwait(false);
            await _sender._table.TriedAsync(tried, _sender._time.GetUtcNow()).ConfigureAwait(false);
            foreach (var failed in tried)
                if (failed.State == DeliveryState.Failed)
                    WebhookLog.GivenUp(_sender._logger, _id, failed.Id, failed.Trouble ?? "");
                else if (failed is { State: DeliveryState.Pending, Tries: 1 })
                    WebhookLog.NotTaken(_sender._logger, _id, failed.Id, failed.Trouble ?? "");
            return TimeSpan.Zero;
        }

        private async Task WaitAsync(TimeSpan wait, CancellationToken end)
        {
            using var patience = new CancellationTokenSource(wait, _sender._time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(end, patience.Token);
            try
            {
                await _signal.Reader.ReadAsync(either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // It is time to look, or to end.
            }
        }
    }
}
