namespace Dialer.Server.Http.Description;

/// <summary>The answer is a file.</summary>
internal sealed record SaysFile(string MediaType = "application/octet-stream");
