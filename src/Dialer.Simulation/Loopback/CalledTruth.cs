using Dialer.Simulation.Public;

namespace Dialer.Simulation.Loopback;

/// <summary>What was true of one call to a number.</summary>
/// <param name="Attempt">0 for the first INVITE to this number since the carrier started.</param>
/// <param name="Answered">The carrier sent 200.</param>
/// <param name="Spoken">Somebody was heard speaking to the party.</param>
public sealed record CalledTruth(string Number, int Attempt, CalledParty Party, bool Answered, bool Spoken);
