using Dialer.Core.Time;

namespace Dialer.Core.Compliance;

/// <summary>What the dial gate says of one number of a lead.</summary>
/// <param name="Dead">Nobody has it, as the network said: it is passed over.</param>
/// <param name="Rules">The answer to each question, in the order in which they are asked.</param>
/// <param name="AllowedFrom">From when on every rule would allow it, if nothing happened until then; Never: not under these rules.</param>
public sealed record NumberVerdict(string Number, bool Dead, IReadOnlyList<RuleVerdict> Rules, Instant AllowedFrom);
