namespace Dialer.Server.Http.Access;

/// <summary>What somebody is here; each may do what the one before may, and more.</summary>
public enum Role
{
    /// <summary>Takes conversations: sees and commands what is its own.</summary>
    Agent,

    /// <summary>Sees agents, campaigns and queues, and runs the day.</summary>
    Supervisor,

    /// <summary>Changes what is called, and by which rules.</summary>
    Manager,

    /// <summary>Users, keys, webhooks and the audit.</summary>
    Administrator,
}
