namespace Dialer.Core.Channels;

/// <summary>By which medium somebody waits. Voice alone carries media here; the others are posted, accepted, answered and closed.</summary>
public enum Channel : byte
{
    Voice,

    /// <summary>A call that we owe: dialed when an agent takes it.</summary>
    CallBack,
    Chat,
    Email,
    Letter,
    Fax,
    Form,
    Message,
    Task,

    /// <summary>A number drawn at a counter or a kiosk.</summary>
    Ticket,
}
