namespace Dialer.Server.Http;

/// <summary>A recording that was uploaded.</summary>
/// <param name="Name">By which settings name it.</param>
/// <param name="ChangedAt">When it was uploaded last.</param>
public sealed record PromptView(string Name, long Bytes, DateTimeOffset ChangedAt);
