namespace Dialer.Server.Running;

/// <summary>How far an import is.</summary>
public enum ImportJobState
{
    Waiting,
    Running,
    Done,

    /// <summary>The list could not be read, and nothing of it was written.</summary>
    Failed,
}
