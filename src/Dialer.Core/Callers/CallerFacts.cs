using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Callers;

/// <summary>What is known of a caller when it is decided where they go.</summary>
/// <param name="Called">The number that they dialed, in international form where that can be told.</param>
/// <param name="Caller">Their number, likewise; empty: withheld.</param>
/// <param name="Value">What the customer is worth, 0 to 100; null: not known.</param>
/// <param name="Keys">What they chose in menus so far, in order.</param>
public readonly record struct CallerFacts(TrunkId Trunk, string Called, string Caller, Instant Now, int? Value = null, string Keys = "");
