namespace Dialer.Server.Files;

/// <summary>Whose recording it is.</summary>
public enum RecordingKind
{
    /// <summary>A conversation that a campaign began.</summary>
    Campaign,

    /// <summary>A conversation with somebody who called in.</summary>
    Queue,

    /// <summary>What a caller said into a mailbox.</summary>
    Mailbox,
}
