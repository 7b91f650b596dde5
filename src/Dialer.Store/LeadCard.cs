using Dialer.Core.Ids;
using Dialer.Core.Leads;

namespace Dialer.Store;

/// <summary>A lead as an agent's screen shows it.</summary>
/// <param name="Fields">The columns of the imported row, as they stood, in file order.</param>
public sealed record LeadCard(LeadId Lead, string List, IReadOnlyList<KeyValuePair<string, string>> Fields, IReadOnlyList<LeadPhone> Phones, int AttemptsMade, string? LastDisposition, string? LastNote);
