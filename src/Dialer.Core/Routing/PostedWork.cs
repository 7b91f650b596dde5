using Dialer.Core.Channels;
using Dialer.Core.Ids;

namespace Dialer.Core.Routing;

/// <summary>What is no call and is to be dealt with by an agent: a chat, a letter, a number drawn at a counter.</summary>
/// <param name="Channel">Any but voice: calls come in by the telephone line.</param>
/// <param name="Reference">Names it in the system that posts it.</param>
public sealed record PostedWork(Channel Channel, string Reference)
{
    /// <summary>-100 to 100; null: the queue's.</summary>
    public int? Priority { get; init; }

    /// <summary>What the customer is worth, 0 to 100; null: not known.</summary>
    public int? Value { get; init; }

    /// <summary>Who is asked first, where the queue prefers; null: nobody.</summary>
    public AgentId? Preferred { get; init; }
}
