namespace Dialer.Store.Tables;

/// <summary>What attempts are added up by.</summary>
public enum AttemptKey
{
    Campaign,
    List,
    Agent,
}
