using System.Globalization;
using System.Net;
using System.Text.Json;
using Dialer.Simulation.Public;
using Dialer.Testing;
using Xunit;
using static Dialer.Testing.LoopbackDialer;

namespace Dialer.Server.Tests.Running;

/// <summary>A call back from the promise by HTTP to the call itself.</summary>
[Collection(TelephoneLineCollection.Name)]
public sealed class CallBackPromiseTests
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    [Theory]
    [InlineData("with an offset")]
    [InlineData("on the person's clock")]
    public async Task A_promise_is_answered_with_its_moment_and_kept_then_and_not_before(string how)
    {
        await using var dialer = await StartAsync(1, ["""
            "name": "renewals", "mode": "progressive", "wrapUpSeconds": 0
            """], (_, _) => new CalledParty { Kind = CalledPartyKind.Live, After = TimeSpan.FromSeconds(0.2), Talk = TimeSpan.FromMinutes(10), Patience = TimeSpan.MaxValue }, leads: 1);
        await dialer.ReadyAsync(1);
        await dialer.DoAsync("/v1/campaigns/renewals/start");
        var connected = await dialer.EventAsync("connected");

        // Nothing that cannot be kept is promised, and the conversation can still be described.
        foreach (var (wrong, status, code) in new[] { ("2020-01-02T10:00", HttpStatusCode.Conflict, "callBackInPast"), ("9999-01-01T00:00Z", HttpStatusCode.Conflict, "callBackTooFar"), ("2030-01-02", HttpStatusCode.BadRequest, "callBackNeedsTime"), ("soon", HttpStatusCode.BadRequest, "callBackNotUnderstood") })
        {
            using var refused = await SayAsync(dialer, connected, wrong);
            Assert.Equal((status, code), (refused.StatusCode, (await JsonAsync(refused)).GetProperty("code").GetString()));
        }
        DateTimeOffset at;
        HttpResponseMessage promised;
        do
        {
            // On a busy machine the moment may be over before it is read.
            at = Whole(DateTimeOffset.UtcNow.AddSeconds(5));
            promised = await SayAsync(dialer, connected, Written(at, how));
        }
        while (promised.StatusCode == HttpStatusCode.Conflict && (await JsonAsync(promised)).GetProperty("code").GetString() == "callBackInPast");
        Assert.Equal((HttpStatusCode.OK, at), (promised.StatusCode, (await JsonAsync(promised)).GetProperty("callBackAt").GetDateTimeOffset()));
        await dialer.DoAsync("/v1/agents/a1/hang-up");
        var again = await dialer.EventAsync("dialing", nth: 2);
        Assert.Equal(connected.GetProperty("party").GetString(), again.GetProperty("party").GetString());
        Assert.True(again.GetProperty("at").GetDateTimeOffset() >= at, $"{again} before {at}");
        Assert.Equal(connected.GetProperty("party").GetString(), (await dialer.EventAsync("connected", nth: 2)).GetProperty("party").GetString());
    }

    private static string Written(DateTimeOffset at, string how) => how == "with an offset"
        ? at.ToOffset(TimeSpan.FromHours(-5)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)
        : TimeZoneInfo.ConvertTime(at, Paris).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    private static DateTimeOffset Whole(DateTimeOffset moment) => moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerSecond));

    private static Task<HttpResponseMessage> SayAsync(LoopbackDialer dialer, JsonElement connected, string callBackAt) =>
        dialer.PostAsync("/v1/agents/a1/disposition", new { code = "later", callBackAt, interaction = connected.GetProperty("interaction").GetInt64() });

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
}
