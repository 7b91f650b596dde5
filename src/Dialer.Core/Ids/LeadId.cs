namespace Dialer.Core.Ids;

public readonly record struct LeadId(long Value);
