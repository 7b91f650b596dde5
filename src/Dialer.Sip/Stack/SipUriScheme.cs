namespace Dialer.Sip.Stack;

public enum SipUriScheme : byte
{
    Sip,
    Sips,
    Tel,

    /// <summary>Grammatical, but no scheme that a telephone line can call.</summary>
    Other,
}
