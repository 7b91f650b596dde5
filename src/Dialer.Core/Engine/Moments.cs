using Dialer.Core.Engine.State;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>Campaigns whose situation changed in this turn: each has its pacing moment before the turn ends.</summary>
internal sealed class Moments
{
    private readonly List<Campaign> _touched = [];

    public void Touch(Campaign campaign)
    {
        if (campaign.IsDirty)
            return;
        campaign.IsDirty = true;
        _touched.Add(campaign);
    }

    /// <summary>The one that goes before all others; null: none is left.</summary>
    public Campaign? TakeNext(Instant now)
    {
        if (_touched.Count == 0)
            return null;
        int next = 0;
        for (int i = 1; i < _touched.Count; i++)
            if (GoesBefore(_touched[i], _touched[next], now))
                next = i;
        var campaign = _touched[next];
        _touched.RemoveAt(next);
        campaign.IsDirty = false;
        return campaign;
    }

    /// <summary>One that waited long for a channel, once; then the higher priority; among equals by weight.</summary>
    private static bool GoesBefore(Campaign a, Campaign b, Instant now)
    {
        bool aStarves = a.IsHungry && now - a.HungrySince >= EngineLimits.Starving;
        bool bStarves = b.IsHungry && now - b.HungrySince >= EngineLimits.Starving;
        if (aStarves != bStarves)
            return aStarves;
        if (a.Settings.Priority != b.Settings.Priority)
            return a.Settings.Priority > b.Settings.Priority;
        return a.LaunchPass < b.LaunchPass;
    }
}
