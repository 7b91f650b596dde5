using Dialer.Server.Configuration;

namespace Dialer.Server.Business;

/// <summary>What the program is to follow.</summary>
/// <param name="Config">All of it, as it counts from now on.</param>
/// <param name="Changes">Each entry that came, went, or says something else.</param>
/// <param name="By">Who, as in the audit.</param>
public sealed record BusinessChanged(DialerConfig Config, IReadOnlyList<BusinessChange> Changes, string By);
