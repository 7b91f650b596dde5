namespace Dialer.Store.Tables;

/// <summary>What callers who came in one quarter of an hour add up to, of one queue.</summary>
/// <param name="WithinTarget">Connected no later than the target after they came.</param>
/// <param name="HungUp">Those who hung up while they waited.</param>
public sealed record QueueSlot(long SlotUs, int Queue, long Offered, long Connected, long WithinTarget, long HungUp, long WaitUs, long LongestWaitUs, long TalkUs, long WrapUpUs);
