namespace Dialer.Server.Http.Access;

/// <summary>What access to the HTTP interface logs. Ids: 1410. No secret is logged.</summary>
internal static partial class AccessLog
{
    [LoggerMessage(1410, LogLevel.Error, "Audit: {Action} was done and could not be written down: {Why}")]
    public static partial void NotAudited(ILogger logger, string action, string why);

    [LoggerMessage(1411, LogLevel.Warning, "HTTP: a log-in as {User} from {Source} was refused, {Count} in this minute.")]
    public static partial void LogInRefused(ILogger logger, string user, string source, int count);

    [LoggerMessage(1412, LogLevel.Warning, "HTTP: there is neither http.token nor an administrator: the administrator's key is in {File} (made now: {IsNew}). Send it as Authorization: Bearer.")]
    public static partial void AdminKeyUsed(ILogger logger, string file, bool isNew);
}
