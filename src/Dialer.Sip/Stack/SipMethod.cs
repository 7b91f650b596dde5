namespace Dialer.Sip.Stack;

/// <summary>The methods that the stack knows by name; anything else is <see cref="Other"/> and gets 501.</summary>
public enum SipMethod : byte
{
    Other,
    Invite,
    Ack,
    Bye,
    Cancel,
    Options,
    Register,
    Prack,
    Update,
    Info,
    Refer,
    Notify,
    Subscribe,
    Message,
    Publish,
}
