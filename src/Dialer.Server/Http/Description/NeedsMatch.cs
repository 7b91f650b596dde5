namespace Dialer.Server.Http.Description;

/// <summary>The route reads If-Match: of two people who change one thing at once the second is told.</summary>
internal sealed record NeedsMatch;
