using Dialer.Core.Agents;
using Dialer.Core.Time;

namespace Dialer.Core.Engine.State;

/// <summary>How much telephone an agent has had: occupancy with a memory of half an hour, and since when without a break.</summary>
internal struct Strain()
{
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(30);
    private double _occupied;
    private Instant _unbrokenSince = Instant.Never;

    /// <summary>A stretch of one state has ended.</summary>
    public void Add(AgentState state, Instant since, Instant now, TimeSpan rest)
    {
        double kept = Math.Exp(-((now - since) / Memory));
        if (state is AgentState.Talking or AgentState.OnHold or AgentState.WrapUp)
        {
            _occupied = 1 - ((1 - _occupied) * kept);
            if (_unbrokenSince == Instant.Never)
                _unbrokenSince = since;
            return;
        }
        _occupied *= kept;
        if (now - since >= rest)
            _unbrokenSince = Instant.Never;
    }

    /// <summary>How long a rest the ceilings ask for now; zero: none.</summary>
    public readonly TimeSpan RestAt(AgentCeilings ceilings, Instant now)
    {
        if (ceilings.Unbroken is { } most && _unbrokenSince != Instant.Never && now - _unbrokenSince >= most)
            return ceilings.Rest;
        if (ceilings.Occupancy >= 1 || _occupied <= ceilings.Occupancy)
            return TimeSpan.Zero;
        var needed = Memory * Math.Log(_occupied / ceilings.Occupancy);
        return needed < ceilings.Rest ? needed : ceilings.Rest;
    }
}
