namespace Dialer.Sip.Stack;

public enum SipRegistrationState : byte
{
    /// <summary>A REGISTER is on its way and there is no binding yet.</summary>
    Registering,

    Registered,

    /// <summary>The last try failed; the next comes by itself.</summary>
    Failed,

    /// <summary>Ended by <see cref="SipRegistration.Stop"/>.</summary>
    Unregistered,
}
