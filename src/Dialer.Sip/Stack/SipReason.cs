namespace Dialer.Sip.Stack;

/// <summary>A Reason header (RFC 3326). <paramref name="Protocol"/> is "Q.850" or "SIP"; <paramref name="Cause"/> 0 when absent.</summary>
public sealed record SipReason(string Protocol, int Cause, string? Text = null)
{
    /// <summary>0 where it names another protocol. The name's case does not matter (RFC 3261 section 7.3.1).</summary>
    public int Q850Cause => Protocol.Equals("Q.850", StringComparison.OrdinalIgnoreCase) ? Cause : 0;

    public static SipReason Q850(int cause, string? text = null) => new("Q.850", cause, text);
}
