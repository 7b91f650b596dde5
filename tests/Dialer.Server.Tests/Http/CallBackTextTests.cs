using Dialer.Server.Http;
using Xunit;

namespace Dialer.Server.Tests.Http;

public sealed class CallBackTextTests
{
    [Theory]
    [InlineData("2026-12-24T14:30", null, "2026-12-24T14:30:00")]
    [InlineData("2026-12-24 14:30", null, "2026-12-24T14:30:00")]
    [InlineData("2026-12-24T14:30:15.250", null, "2026-12-24T14:30:15.25")]
    [InlineData("2026-12-24T14:30:00+01:00", "2026-12-24T13:30:00.0000000+00:00", null)]
    [InlineData("2026-12-24T14:30-0500", "2026-12-24T19:30:00.0000000+00:00", null)]
    [InlineData("2026-12-24T14:30:00Z", "2026-12-24T14:30:00.0000000+00:00", null)]
    [InlineData(" 2026-12-24t14:30z ", "2026-12-24T14:30:00.0000000+00:00", null)]
    [InlineData("9999-12-31T23:59:59-14:00", "9000-01-01T14:00:00.0000000+00:00", null)] // far beyond any promise, and no crash
    [InlineData("0001-01-01T00:00", null, "0002-01-01T00:00:00")]
    public void A_moment_is_an_instant_or_what_the_persons_clock_shows(string text, string? at, string? local)
    {
        Assert.Null(CallBackText.Read(text, out var instant, out var clock));
        Assert.Equal(at, instant?.ToString());
        Assert.Equal(local, clock?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2026-12-24", "callBackNeedsTime")]
    [InlineData("2026-02-30T10:00", "callBackNotUnderstood")]
    [InlineData("2026-12-24T24:00", "callBackNotUnderstood")]
    [InlineData("2026-12-24T14:30+25:00", "callBackNotUnderstood")]
    [InlineData("24.12.2026 14:30", "callBackNotUnderstood")]
    [InlineData("12/24/2026 2:30 PM", "callBackNotUnderstood")]
    [InlineData("tomorrow", "callBackNotUnderstood")]
    [InlineData("1798123456", "callBackNotUnderstood")]
    [InlineData("", "callBackNotUnderstood")]
    [InlineData("2026-12-24T14", "callBackNotUnderstood")]
    [InlineData("2026-12-24T14:30 Europe/Paris", "callBackNotUnderstood")]
    public void What_is_no_moment_is_refused_by_name(string text, string code) => Assert.Equal(code, CallBackText.Read(text, out _, out _)?.Code);
}
