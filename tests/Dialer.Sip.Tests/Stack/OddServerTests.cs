using Dialer.Sip.Stack;
using Xunit;

namespace Dialer.Sip.Tests.Stack;

/// <summary>Servers as they are in the field: registrars behind NATs, proxies that ask for a password of their own, far ends that refuse a refresh once.</summary>
public sealed class OddServerTests
{
    private static readonly byte[] Sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n"u8.ToArray();
    private readonly VirtualNetwork _network = new();

    private static string Field(string message, string name) => message.Split("\r\n").First(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))[(name.Length + 1)..].Trim();

    private static string Answer(string request, string status, params string[] fields)
    {
        string to = Field(request, "To");
        string tagged = to.Contains("tag=", StringComparison.Ordinal) ? to : to + ";tag=far";
        return string.Join("\r\n", [$"SIP/2.0 {status}", $"Via: {Field(request, "Via")}", $"From: {Field(request, "From")}", $"To: {tagged}", $"Call-ID: {Field(request, "Call-ID")}", $"CSeq: {Field(request, "CSeq")}", .. fields, "Content-Length: 0", "", ""]);
    }

    private List<string> RegisterAt(Func<string, int, string> answer)
    {
        int seen = 0;
        _network.AddScript(5070, (from, request) =>
        {
            if (request.StartsWith("REGISTER", StringComparison.Ordinal))
                _network.Inject(5070, from.Port, answer(request, seen++));
        });
        var phone = _network.AddStack(5060);
        List<string> changes = [];
        SipRegistration registration = new(phone, new SipRegistrationOptions
        {
            Registrar = SipUri.ToHost("127.0.0.1", 5070),
            AddressOfRecord = SipUri.ToUser("1000", "127.0.0.1"),
            Credentials = new SipCredentials("1000", "secret"),
            ExpiresSeconds = 300,
        }, (_, change) => changes.Add($"{change.State} {change.StatusCode} {change.ExpiresSeconds}"), phone.Ids.Next());
        registration.Start();
        return changes;
    }

    [Theory]
    [InlineData("Contact: <sip:1000@127.0.0.1:5060>;expires=12")]
    [InlineData("Contact: <sip:1000@198.51.100.7:41234>;expires=12")]
    [InlineData("Contact: <sip:1000@127.0.0.1>;expires=12")]
    [InlineData("Contact: <sip:1000@127.0.0.1:5060;alias=198.51.100.7~41234~1>;expires=12")]
    [InlineData("Contact: <sip:1000@127.0.0.1:5060;transport=udp>;q=0.5;expires=12")]
    [InlineData("Contact: \"1000\" <SIP:1000@127.0.0.1:5060>;expires=\"12\"")]
    [InlineData("Contact: <sip:%31000@127.0.0.1:5060>;EXPIRES=12")]
    [InlineData("Contact: <sip:1000@10.0.0.9:5060>;expires=3600, <sip:1000@127.0.0.1:5060>;expires=12")]
    [InlineData("Contact: <sip:1000@10.0.0.9:5060>;expires=3600\r\nContact: <sip:1000@198.51.100.7:41234>;expires=12")]
    [InlineData("m: <sip:1000@198.51.100.7>;expires=12\r\nExpires: 3600")]
    [InlineData("Contact: <sip:1000@198.51.100.7>\r\nExpires: 12")]
    [InlineData("Expires: 12")]
    public void A_registration_lasts_as_long_as_was_granted_whatever_became_of_the_Contact(string fields)
    {
        var changes = RegisterAt((request, _) => Answer(request, "200 OK", fields));
        _network.RunFor(1_000);
        Assert.Equal(["Registered 200 12"], changes);
        _network.RunFor(12_000);
        Assert.True(changes.Count >= 2, "refreshed in time");
    }

    [Fact]
    public void Our_own_Contact_counts_where_it_is_told_from_others()
    {
        var changes = RegisterAt((request, _) => Answer(request, "200 OK", "Contact: <sip:1000@10.0.0.9>;expires=12, <sip:1000@127.0.0.1:5060;ob>;expires=200"));
        _network.RunFor(1_000);
        Assert.Equal(["Registered 200 200"], changes);
    }

    [Theory]
    [InlineData("407 Proxy Authentication Required", "401 Unauthorized")]
    [InlineData("401 Unauthorized", "407 Proxy Authentication Required")]
    public void A_proxy_and_a_registrar_each_get_their_password(string first, string second)
    {
        string Challenge(string status, string realm) => $"{(status.StartsWith("407", StringComparison.Ordinal) ? "Proxy" : "WWW")}-Authenticate: Digest realm=\"{realm}\", nonce=\"n-{realm}\", algorithm=MD5, qop=\"auth\"";
        var changes = RegisterAt((request, seen) => seen switch
        {
            0 => Answer(request, first, Challenge(first, "one")),
            1 => Answer(request, second, Challenge(second, "two")),
            _ => Answer(request, request.Contains("\r\nAuthorization: Digest", StringComparison.Ordinal) && request.Contains("\r\nProxy-Authorization: Digest", StringComparison.Ordinal) ? "200 OK" : "403 Forbidden"),
        });
        _network.RunFor(2_000);
        Assert.StartsWith("Registered 200", Assert.Single(changes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("401 Unauthorized")]
    [InlineData("407 Proxy Authentication Required")]
    public void A_wrong_password_is_not_tried_for_ever(string status)
    {
        string name = status.StartsWith("407", StringComparison.Ordinal) ? "Proxy" : "WWW";
        int asked = 0;
        var changes = RegisterAt((request, seen) =>
        {
            asked++;
            return Answer(request, status, $"{name}-Authenticate: Digest realm=\"r\", nonce=\"n{seen}\", algorithm=MD5");
        });
        _network.RunFor(1_000);
        Assert.Equal(2, asked);
        Assert.StartsWith("Failed " + status[..3], Assert.Single(changes), StringComparison.Ordinal);
    }

    /// <summary>A far end whose answer to each INVITE and UPDATE a test writes.</summary>
    private CallScript CallTo(Func<string, int, string?> answer, SipEndpointOptions? options = null)
    {
        Dictionary<string, int> seen = [];
        _network.AddScript(5070, (from, request) =>
        {
            string method = request[..request.IndexOf(' ', StringComparison.Ordinal)];
            if (method is "ACK" or "SIP/2.0")
                return;
            int nth = seen[method] = seen.GetValueOrDefault(method) + 1;
            if (answer(request, nth) is { } said)
                _network.Inject(5070, from.Port, said);
        });
        var uac = _network.AddStack(5060, options ?? new SipEndpointOptions());
        CallScript caller = new();
        _network.Invite(uac, 5070, caller, invite => invite with { SessionExpiresSeconds = 90, Body = Sdp });
        return caller;
    }

    private static string Accept(string request, params string[] fields)
    {
        string sdp = System.Text.Encoding.UTF8.GetString(Sdp);
        return Answer(request, "200 OK", [.. fields, "Contact: <sip:far@127.0.0.1:5070>", "Content-Type: application/sdp"]).Replace("Content-Length: 0\r\n\r\n", $"Content-Length: {sdp.Length}\r\n\r\n{sdp}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("500 Server Internal Error", "Retry-After: 3")]
    [InlineData("500 Server Internal Error", "")]
    [InlineData("491 Request Pending", "")]
    [InlineData("503 Service Unavailable", "Retry-After: 600")]
    [InlineData("405 Method Not Allowed", "")]
    [InlineData("422 Session Interval Too Small", "Min-SE: 120")]
    public void A_refused_refresh_is_tried_again_while_the_session_lasts(string refusal, string field)
    {
        string[] fields = field.Length == 0 ? [] : [field];
        var caller = CallTo((request, nth) => request[..request.IndexOf(' ', StringComparison.Ordinal)] switch
        {
            "INVITE" => Accept(request, "Session-Expires: 90;refresher=uac", "Allow: INVITE, ACK, BYE, UPDATE"),
            "UPDATE" => nth == 1 ? Answer(request, refusal, fields) : Answer(request, "200 OK", "Session-Expires: 120;refresher=uac", "Contact: <sip:far@127.0.0.1:5070>"),
            _ => Answer(request, "200 OK"),
        });
        _network.RunFor(110_000);
        Assert.DoesNotContain(caller.Events, said => said.StartsWith("ended", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("491 Request Pending", 1)]
    [InlineData("491 Request Pending", 5)]
    [InlineData("500 Server Internal Error", 1)]
    [InlineData("488 Not Acceptable Here", 2)]
    [InlineData("503 Service Unavailable", 2)]
    public void So_is_a_refused_re_INVITE_that_refreshes(string refusal, int times)
    {
        var caller = CallTo((request, nth) => request[..request.IndexOf(' ', StringComparison.Ordinal)] switch
        {
            "INVITE" when nth is > 1 && nth <= 1 + times => Answer(request, refusal),
            "INVITE" => Accept(request, "Session-Expires: 90;refresher=uac", "Allow: INVITE, ACK, BYE"),
            _ => Answer(request, "200 OK"),
        });
        _network.RunFor(110_000);
        Assert.DoesNotContain(caller.Events, said => said.StartsWith("ended", StringComparison.Ordinal));
    }

    [Fact]
    public void A_refresh_that_is_refused_to_the_end_ends_the_call_at_the_session_s_end()
    {
        var caller = CallTo((request, _) => request[..request.IndexOf(' ', StringComparison.Ordinal)] switch
        {
            "INVITE" => Accept(request, "Session-Expires: 90;refresher=uac", "Allow: INVITE, ACK, BYE, UPDATE"),
            "UPDATE" => Answer(request, "500 Server Internal Error", "Retry-After: 3"),
            _ => Answer(request, "200 OK"),
        });
        _network.RunFor(58_000);
        Assert.DoesNotContain(caller.Events, said => said.StartsWith("ended", StringComparison.Ordinal));
        _network.RunFor(5_000);
        Assert.Contains(caller.Events, said => said.StartsWith("ended SessionExpired", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_hop_may_want_a_longer_session_than_the_one_before()
    {
        var caller = CallTo((request, nth) => nth switch
        {
            1 => Answer(request, "422 Session Interval Too Small", "Min-SE: 120"),
            2 => Answer(request, "422 Session Interval Too Small", "Min-SE: 300"),
            _ => request.Contains("Session-Expires: 300", StringComparison.Ordinal) ? Accept(request) : Answer(request, "403 Forbidden"),
        });
        _network.RunFor(5_000);
        Assert.Contains(caller.Events, said => said.StartsWith("answered", StringComparison.Ordinal));
    }

    [Fact]
    public void A_422_that_asks_for_nothing_more_is_the_end()
    {
        var caller = CallTo((request, _) => Answer(request, "422 Session Interval Too Small", "Min-SE: 120"));
        _network.RunFor(5_000);
        Assert.Equal(["failed Refused 422"], caller.Events);
    }

    [Theory]
    [InlineData("Reason: q.850;cause=21;text=\"barred\"")]
    [InlineData("Reason: Q.850 ;cause=21 ;text=\"barred\"")]
    [InlineData("reason: SIP;cause=603, q.850;cause=21;text=\"barred\"")]
    [InlineData("Reason: SIP;cause=603\r\nReason: Q.850;cause=21;text=\"barred\"")]
    public void A_cause_is_read_whatever_the_case_of_its_protocol(string field)
    {
        SipFailure? told = null;
        _network.AddScript(5070, (from, request) =>
        {
            if (request.StartsWith("INVITE", StringComparison.Ordinal))
                _network.Inject(5070, from.Port, Answer(request, "403 Forbidden", field));
        });
        var uac = _network.AddStack(5060);
        _network.Invite(uac, 5070, new Hearing(failure => told = failure));
        _network.RunFor(1_000);
        Assert.Equal((403, "Forbidden", 21, "barred"), (told!.Value.StatusCode, told.Value.ReasonPhrase, told.Value.Q850Cause, told.Value.ReasonText));
    }

    private sealed class Hearing(Action<SipFailure> failed) : ISipCallHandler
    {
        void ISipCallHandler.OnFailed(SipCall call, in SipFailure failure) => failed(failure);
    }
}
