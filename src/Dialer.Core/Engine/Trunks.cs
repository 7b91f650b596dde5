using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>Trunks' channels and call rate, and who waits for them.</summary>
internal sealed class Trunks(Turn turn, Facts facts, Roster roster, Moments moments)
{
    public void TrunkUnavailable(TrunkId id, string? why, bool isStarting)
    {
        if (!roster.TryGetTrunk(id, out var trunk) || (!trunk.IsAvailable && trunk.Doubt == why))
        {
            turn.Ignore();
            return;
        }
        trunk.IsAvailable = false;
        trunk.Doubt = why;
        facts.EmitTrunk(trunk, why, isStarting);
    }

    public void TrunkAvailable(TrunkId id, string? doubt)
    {
        if (!roster.TryGetTrunk(id, out var trunk) || (trunk.IsAvailable && trunk.Doubt == doubt))
        {
            turn.Ignore();
            return;
        }
        trunk.IsAvailable = true;
        trunk.Doubt = doubt;
        facts.EmitTrunk(trunk, doubt);
        foreach (var campaign in trunk.Campaigns)
            moments.Touch(campaign);
    }

    public void WaitForTrunk(Campaign campaign)
    {
        if (!campaign.IsHungry)
        {
            campaign.IsHungry = true;
            campaign.HungrySince = turn.Now;
        }
        var trunk = campaign.Trunk;
        if (campaign.FreeLines > 0 && !trunk.Deadline.IsSet && trunk.NextAllowed != Instant.Never)
            trunk.Deadline = turn.At(Instant.Max(trunk.NextAllowed, turn.Now), DueKind.TrunkRate, trunk);
    }

    public void TrunkRate(Trunk trunk)
    {
        trunk.Deadline = DeadlineHandle.None;
        TouchHungry(trunk);
    }

    private void TouchHungry(Trunk trunk)
    {
        foreach (var campaign in trunk.Campaigns)
            if (campaign.IsHungry)
                moments.Touch(campaign);
    }

    public void FreeChannel(Trunk trunk)
    {
        trunk.ChannelsInUse--;
        TouchHungry(trunk);
    }
}
