using Dialer.Core.Agents;
using Dialer.Core.Channels;

namespace Dialer.Core.Routing;

/// <summary>Agents who do not differ: same skills, same preferences, same channels. Their free ones stand in order, by channel.</summary>
internal sealed class SkillSet(int index, IReadOnlyList<AgentSkill> skills, IReadOnlyList<QueuePreference> preferences, ChannelLimits limits)
{
    private readonly OrderedHeap?[] _free = new OrderedHeap?[ChannelLimits.Channels];

    public int Index { get; } = index;
    public IReadOnlyList<AgentSkill> Skills { get; } = skills;
    public IReadOnlyList<QueuePreference> Preferences { get; } = preferences;
    public ChannelLimits Limits { get; } = limits;

    /// <summary>Lines that these agents may serve; the first <see cref="ServedCount"/>.</summary>
    public ServedLine[] Served { get; private set; } = new ServedLine[8];
    public int ServedCount { get; private set; }

    /// <summary>Who would take something: ready, whether busy or free.</summary>
    public int Ready { get; set; }

    /// <summary>Ready agents who hold nothing.</summary>
    public int Idle { get; set; }

    public int QueuesServed { get; set; }

    public void Serve(WaitLine line)
    {
        if (!line.Claim.Sets.Has(Index))
            return;
        if (ServedCount == Served.Length)
        {
            var wider = new ServedLine[ServedCount * 2];
            Served.CopyTo(wider, 0);
            Served = wider;
        }
        Served[ServedCount++] = new ServedLine(line.Index, (byte)LevelFor(line), (byte)line.Claim.Preference(Index));
    }

    /// <summary>
    /// One level for a queue, whatever is still asked of those who have waited: else the policy would prefer who came later
    /// and asks for more.
    /// </summary>
    private int LevelFor(WaitLine line)
    {
        foreach (var step in line.Queue.Settings.Steps)
            if ((step.Skills?.LevelOf(Skills) ?? 10) is > 0 and int level)
                return level;
        return line.Claim.Level(Index);
    }

    public OrderedHeap? Free(int channel) => _free[channel];

    public OrderedHeap FreeOf(int channel, Places places) => _free[channel] ??= new OrderedHeap(places, ChannelLimits.Channels, channel);

    public int PreferenceFor(int queue)
    {
        for (int i = 0; i < Preferences.Count; i++)
            if (Preferences[i].Queue.Value == queue)
                return Preferences[i].Preference;
        return QueuePreference.Usual;
    }

    public bool IsSameAs(RoutedAgent agent) =>
        Skills.SequenceEqual(agent.Skills) && Preferences.SequenceEqual(agent.Preferences) && Limits.IsSameAs(agent.Limits);
}
