namespace Dialer.Core.Ids;

/// <summary>Who ended a call.</summary>
public enum EndedBy : byte
{
    Network = 0,
    CalledParty,
    Dialer,
    Agent,
}
