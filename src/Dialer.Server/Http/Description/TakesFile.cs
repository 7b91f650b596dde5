namespace Dialer.Server.Http.Description;

/// <summary>The body is a file, whatever media type it is said to be of.</summary>
internal sealed record TakesFile;
