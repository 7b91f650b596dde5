namespace Dialer.Server.Http;

/// <summary>What the HTTP interface logs. Ids: 1400. No token is logged.</summary>
internal static partial class HttpLog
{
    [LoggerMessage(1400, LogLevel.Warning, "HTTP: a wrong token or none from {Source}, {Count} in this minute ({Method} {Path}).")]
    public static partial void WrongToken(ILogger logger, string source, int count, string method, string path);

    [LoggerMessage(1401, LogLevel.Warning, "HTTP: more connections with the token than http.connections ({Most}): one of {Source} is refused.")]
    public static partial void NoRoom(ILogger logger, int most, string source);

    [LoggerMessage(1402, LogLevel.Warning, "HTTP: {Most} event streams listen already (http.eventClients): one more is refused.")]
    public static partial void TooManyStreams(ILogger logger, int most);
}
