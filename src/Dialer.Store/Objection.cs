using Dialer.Core.Time;

namespace Dialer.Store;

/// <param name="Number">By which it came.</param>
/// <param name="Source">Where it came from: a call, the interface, the company's list by its file.</param>
public sealed record Objection(string Number, string Source, Instant At);
