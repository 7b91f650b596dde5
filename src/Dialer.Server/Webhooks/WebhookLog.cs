namespace Dialer.Server.Webhooks;

/// <summary>What webhooks log. Ids: 1420. No secret and no body is logged.</summary>
internal static partial class WebhookLog
{
    [LoggerMessage(1420, LogLevel.Warning, "Webhook {Webhook} did not take delivery {Delivery}: {Trouble}. It is tried again for a day.")]
    public static partial void NotTaken(ILogger logger, string webhook, long delivery, string trouble);

    [LoggerMessage(1421, LogLevel.Error, "Webhook {Webhook} took delivery {Delivery} in a day of tries not once: {Trouble}. It is kept; it can be sent again.")]
    public static partial void GivenUp(ILogger logger, string webhook, long delivery, string trouble);

    [LoggerMessage(1422, LogLevel.Warning, "Webhook {Webhook}: the store does not keep what came of a delivery: {Why}. It may be sent twice, with the same number.")]
    public static partial void CannotKeep(ILogger logger, string webhook, string why);
}
