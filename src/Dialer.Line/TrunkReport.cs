using Dialer.Core.Ids;

namespace Dialer.Line;

/// <summary>How one trunk is, by itself, whatever other trunks do in its place.</summary>
/// <param name="Cause">What is wrong; null: nothing. Calls may go out all the same, and fail.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record TrunkReport(TrunkId Trunk, string Name, TrunkCondition Condition, string? Cause, string? Remedy);
