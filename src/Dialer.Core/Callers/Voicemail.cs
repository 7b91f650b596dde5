namespace Dialer.Core.Callers;

/// <summary>A recording that a caller left.</summary>
public readonly record struct Voicemail(string Mailbox, string File);
