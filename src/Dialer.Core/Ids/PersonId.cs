namespace Dialer.Core.Ids;

/// <summary>One person, whatever list or campaign they stand in; lasting, given by the store. 0: not known.</summary>
public readonly record struct PersonId(long Value);
