using System.Net;
using Dialer.Server.Monitoring;
using Dialer.Server.Webhooks;
using Dialer.Store;
using Dialer.Store.Tables;
using Dialer.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Dialer.Server.Tests.Webhooks;

/// <summary>What happens is sent, signed, in order, again where it is not taken, and nowhere that it must not go.</summary>
public sealed class WebhookSenderTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private readonly TemporaryFolder _folder = new();
    private readonly DialerStore _store;
    private readonly WebhookTable _table;
    private readonly WebhookBook _book;
    private readonly EventTable _events;

    public WebhookSenderTests()
    {
        _store = DialerStore.Open(new StoreOptions(Path.Combine(_folder.Path, "dialer.db")), new RecordingObserver());
        _table = new WebhookTable(_store, TimeSpan.FromDays(7));
        _book = new WebhookBook(_table, campaign => campaign == 1 ? "renewals" : "other", _ => "");
        _events = new EventTable(_store, TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task Each_event_of_a_subject_is_sent_in_order_and_signed()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await AddAsync(receiver.Url, kinds: null);
        await using var sender = Sender();
        await SayAsync(1, 30);
        sender.Wake();
        await receiver.WaitAsync(30);
        for (int attempt = 0; attempt < 3; attempt++)
        {
            var numbers = receiver.Received.Where(one => one.Body.Contains($"\"attempt\":{attempt}", StringComparison.Ordinal)).Select(one => long.Parse(one.Number)).ToList();
            Assert.Equal(numbers.Order(), numbers);
            Assert.Equal(10, numbers.Count);
        }
        var (signature, _, body) = receiver.Received[0];
        var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(signature.Split(',')[0]["t=".Length..]));
        Assert.Equal(Signature.Of("the secret", at, body), signature);
    }

    [Fact]
    public async Task What_is_not_taken_is_sent_again_and_holds_up_its_own_subject_alone()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        int refused = 0;
        receiver.Answer = body => body.Contains("\"attempt\":0", StringComparison.Ordinal) && Interlocked.Increment(ref refused) == 1 ? 500 : 204;
        await AddAsync(receiver.Url, kinds: null);
        await SayAsync(1, 6);
        await using var sender = Sender();
        sender.Start();
        await receiver.WaitAsync(7);
        string[] first = [.. receiver.Received.Where(one => one.Body.Contains("\"attempt\":0", StringComparison.Ordinal)).Select(one => one.Number)];
        Assert.Equal(first[0], first[1]);
        Assert.Equal(3, first.Length);
    }

    [Fact]
    public async Task Only_what_a_webhook_is_for_is_sent_to_it()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await AddAsync(receiver.Url, kinds: ["connected"], campaigns: ["renewals"]);
        await using var sender = Sender();
        await KeepAsync(Event(1, "ended", campaign: 1), Event(2, "connected", campaign: 2), Event(3, "connected", campaign: 1));
        sender.Wake();
        await receiver.WaitAsync(1);
        Assert.Equal("3", Assert.Single(receiver.Received).Number);
        Assert.Single(_table.Deliveries("hook", null, long.MaxValue, 10));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_an_address_that_is_closed_is_not_asked()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = _ => 302;
        await AddAsync(receiver.Url, kinds: null);
        await SayAsync(1, 1);
        await using (var sender = Sender())
        {
            sender.Start();
            Assert.Contains("redirect", (await TroubleAsync()).Trouble, StringComparison.Ordinal);
        }

        // By its name it is this machine: the name alone would not say so.
        await _book.ChangeAsync("hook", _ => true, hook => hook! with { Url = receiver.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal) });
        await _table.SendAgainAsync("hook", 1, DateTimeOffset.UtcNow);
        await using var strict = Sender();
        strict.Start();
        Assert.Contains("private network", (await TroubleAsync()).Trouble, StringComparison.Ordinal);
        Assert.Single(receiver.Received);
    }

    [Fact]
    public void A_day_of_tries_is_given_up_and_not_before()
    {
        var delivery = new DeliveryRecord(1, "hook", 1, "ended", "attempt 1", DeliveryState.Pending, 0, Now, Now, null, null, null, "{}");
        var at = Now;
        while (delivery.State == DeliveryState.Pending)
        {
            delivery = WebhookSender.After(delivery, 500, "it answered 500", at);
            at = delivery.NextAt;
        }
        Assert.Equal(DeliveryState.Failed, delivery.State);
        Assert.InRange(delivery.DoneAt!.Value - Now, TimeSpan.FromHours(22), TimeSpan.FromHours(24));
        Assert.InRange(delivery.Tries, 20, 40);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("172.31.0.1", true)]
    [InlineData("192.168.1.1", true)]
    [InlineData("169.254.169.254", true)]
    [InlineData("100.64.0.1", true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("255.255.255.255", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:10.0.0.1", true)]
    [InlineData("64:ff9b::a00:1", true)]
    [InlineData("fd00::1", true)]
    [InlineData("fe80::1", true)]
    [InlineData("93.184.216.34", false)]
    [InlineData("172.32.0.1", false)]
    [InlineData("2606:2800:220:1::1", false)]
    public void Addresses_of_this_machine_and_of_private_networks_are_closed(string address, bool isClosed) => Assert.Equal(isClosed, TargetRule.IsClosed(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://crm.example/hook", true)]
    [InlineData("http://crm.example/hook", false)]
    [InlineData("http://inside.example/hook", true)]
    [InlineData("https://user:word@crm.example/", false)]
    [InlineData("https://10.0.0.1/", false)]
    [InlineData("https://[::1]/", false)]
    [InlineData("https://2130706433/", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("crm.example", false)]
    public void An_address_is_judged_when_it_is_given(string url, bool isAllowed) => Assert.Equal(isAllowed, new TargetRule(["inside.example"]).Refusal(url) is null);

    private WebhookSender Sender() => new(_book, _table, new TargetRule(["127.0.0.1"]), TimeProvider.System, NullLogger.Instance);

    private async Task AddAsync(string url, string[]? kinds, string[]? campaigns = null) =>
        await _book.ChangeAsync("hook", was => was is null, _ => new WebhookRecord("hook", url, "the secret", kinds, campaigns, null, true, Now, 1));

    private Task SayAsync(int first, int count) =>
        KeepAsync([.. Enumerable.Range(first, count).Select(number => Event(number, "ringing", attempt: number % 3))]);

    private Task KeepAsync(params EventRecord[] events) => _events.AppendAsync(events, _book.Of(events));

    private static EventRecord Event(long number, string type, int? campaign = null, long? attempt = null) => EventJson.Of(new DialerEvent { Type = type, Campaign = campaign, Attempt = attempt, At = Now }, number);

    private async Task<DeliveryRecord> TroubleAsync()
    {
        for (int i = 0; i < 3_000; i++)
        {
            if (_table.Deliveries("hook", null, long.MaxValue, 1) is [{ Tries: > 0 } tried])
                return tried;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException("it was never tried");
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }
}
