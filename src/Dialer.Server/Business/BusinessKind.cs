namespace Dialer.Server.Business;

/// <summary>What is configured of the business, and not of the machine: it changes while calls go on.</summary>
public enum BusinessKind
{
    OpeningHours,
    QueueGroup,
    Queue,
    Menu,
    Campaign,
    Agent,
    Supervisor,
    Route,
}
