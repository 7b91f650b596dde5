namespace Dialer.Server.Http.Description;

/// <summary>A part of the path that the route reads by itself.</summary>
internal sealed record NamedInPath(string Name, string Description);
