namespace Dialer.Store.Tables;

/// <summary>How many leads of a list are in a state.</summary>
public sealed record ListCount(int List, string Name, string State, int Leads);
