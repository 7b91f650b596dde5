namespace Dialer.Sip.Stack;

/// <summary>A Reason header (RFC 3326). <paramref name="Protocol"/> is "Q.850" or "SIP"; <paramref name="Cause"/> 0 when absent.</summary>
public sealed record SipReason(string Protocol, int Cause, string? Text = null)
{
    public static SipReason Q850(int cause, string? text = null) => new("Q.850", cause, text);
}
