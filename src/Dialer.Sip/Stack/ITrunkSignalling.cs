namespace Dialer.Sip.Stack;

/// <summary>What a trunk asks of the SIP stack that reaches it. Answers come on the line's thread.</summary>
internal interface ITrunkSignalling
{
    /// <summary>Registers, and refreshes by itself.</summary>
    /// <returns>Ends the registration.</returns>
    Action KeepRegistered(SipRegistrationOptions options, Action<SipRegistrationChange> changed);

    /// <summary>One OPTIONS; <paramref name="done"/> is called at the latest after <paramref name="timeoutMs"/>.</summary>
    void Ping(SipUri target, Action<SipPingResult> done, int timeoutMs);
}
