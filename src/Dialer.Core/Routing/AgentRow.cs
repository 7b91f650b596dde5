using System.Runtime.CompilerServices;
using Dialer.Core.Channels;
using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Routing;

/// <summary>An agent at work.</summary>
internal struct AgentRow
{
    public AgentId Id;
    public int Set;
    public bool IsPresent;
    public bool IsReady;

    /// <summary>He became free, and nothing was looked for yet.</summary>
    public bool IsStirred;

    /// <summary>Channels that he may be given now, as bits; 0 where he is not ready.</summary>
    public ushort FreeFor;
    public HeldByChannel Held;
    public int HeldInAll;
    public Instant IdleSince;
    public long Taken;
    public long BusyTicks;
    public long LastTurn;
    public long Successes;
    public long Results;

    [InlineArray(ChannelLimits.Channels)]
    internal struct HeldByChannel
    {
        private byte _first;
    }
}
