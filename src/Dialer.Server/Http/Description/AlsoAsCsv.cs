namespace Dialer.Server.Http.Description;

/// <summary>The route answers its rows as CSV too.</summary>
internal sealed record AlsoAsCsv;
