namespace Dialer.Server.Files;

/// <summary>One recording, as its path tells.</summary>
/// <param name="Path">Below the folder of all recordings, with slashes.</param>
/// <param name="Folder">Of its campaign, queue or mailbox, as their names are written in paths.</param>
/// <param name="Call">What names the call, such as attempt42 or call7.</param>
/// <param name="Seconds">Of both channels; 0: it is being written, or empty.</param>
public sealed record RecordingFile(string Path, RecordingKind Kind, string Folder, DateTimeOffset StartedAt, string Call, long Bytes, double Seconds);
