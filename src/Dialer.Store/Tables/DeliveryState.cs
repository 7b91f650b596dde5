namespace Dialer.Store.Tables;

/// <summary>What became of an event on its way to a webhook.</summary>
public enum DeliveryState
{
    /// <summary>It is to be sent, again where it was tried.</summary>
    Pending,

    /// <summary>It was taken: a 2xx was answered.</summary>
    Delivered,

    /// <summary>Nobody took it for a day, or it was refused for good.</summary>
    Failed,
}
