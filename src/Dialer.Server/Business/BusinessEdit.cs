using Dialer.Server.Configuration;

namespace Dialer.Server.Business;

/// <summary>One entry that is to be other than it is.</summary>
/// <param name="Settings">From now on; null: it is gone.</param>
/// <param name="IsApplied">A file gives it, and not somebody by hand.</param>
public sealed record BusinessEdit(BusinessKind Kind, string Name, ConfigNode? Settings, bool IsApplied = false);
