using Dialer.Server.Files;

namespace Dialer.Server.Http;

/// <summary>A recording of a conversation, or of what a caller said into a mailbox.</summary>
/// <param name="Of">The campaign, queue or mailbox, as its name is written in a path.</param>
/// <param name="Attempt">The attempt that the conversation is of; left out: nobody was dialed.</param>
/// <param name="Call">The call, of somebody who called in.</param>
/// <param name="Seconds">0: it is being written.</param>
public sealed record RecordingView(string Id, RecordingKind Kind, string Of, DateTimeOffset StartedAt, long? Attempt, long? Call, long Bytes, double Seconds);
