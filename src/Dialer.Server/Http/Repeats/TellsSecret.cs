namespace Dialer.Server.Http.Repeats;

/// <summary>The route's answer has a secret, which is kept nowhere: it cannot be answered the same again.</summary>
internal sealed record TellsSecret;
