namespace Dialer.Core.Channels;

/// <summary>How many of one channel an agent may hold at once; 0: none.</summary>
public readonly record struct ChannelCapacity(Channel Channel, int Most);
