using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Line;

namespace Dialer.Sip.Trunks;

/// <summary>What the engine is told of a trunk whose calls others may serve as well. Pure.</summary>
internal static class TrunkWord
{
    /// <summary>The best of its members, and where that is not good each one's own trouble under its own name: the first is the one that was asked.</summary>
    public static (TrunkCondition State, string? Why) Of(Trunk asked, IReadOnlyCollection<Trunk> members)
    {
        var state = members.Min(member => member.State);
        string? why = state == TrunkCondition.Available ? null : string.Join("; ", members.OrderBy(member => member != asked)
            .Where(member => member.Trouble is not null)
            .Select(member => member == asked ? member.Trouble!.ToString() : $"{member.Options.Name}: {member.Trouble}"));
        return (state, why);
    }

    public static EngineInput Told(TrunkId trunk, TrunkCondition state, string? why) => state switch
    {
        TrunkCondition.Available => EngineInput.TrunkAvailable(trunk),
        TrunkCondition.OnTrial => EngineInput.TrunkAvailable(trunk, why),
        TrunkCondition.Starting => EngineInput.TrunkUnavailable(trunk, why ?? "", isStarting: true),
        TrunkCondition.Unavailable => EngineInput.TrunkUnavailable(trunk, why ?? ""),
    };
}
