namespace Dialer.Store.Tables;

/// <summary>What attempts that began in one quarter of an hour add up to, of one campaign, list or agent.</summary>
/// <param name="SlotUs">Begin of the quarter, microseconds since 1970.</param>
/// <param name="Key">Id of the campaign, the list or the agent; 0: none.</param>
public sealed record AttemptSlot(long SlotUs, int Key, long Attempts, long Closed, long Answered, long Live, long Machines, long Connected, long Abandoned, long TalkUs, long WrapUpUs);
