using Dialer.Core.Ids;

namespace Dialer.Core.Routing;

/// <summary>What an agent says of a conversation after its end.</summary>
public sealed record LateDescription(PastConversation Conversation, Disposition Said);
