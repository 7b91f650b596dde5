using Dialer.Core.Agents;
using Dialer.Core.Channels;
using Dialer.Core.Ids;

namespace Dialer.Core.Routing;

/// <summary>
/// Agents who do not differ: same skills, same preferences, same channels, people of the same campaigns, counted on by the
/// same one. Their free ones stand in order, by channel and by each order that a policy asks for.
/// </summary>
internal sealed class SkillSet(int index, RoutedAgent like, CampaignId serves)
{
    /// <summary>Heaps that an agent may stand in.</summary>
    public const int Heaps = ChannelLimits.Channels * Orders;

    /// <summary>Number of <see cref="AgentOrder"/> values.</summary>
    public const int Orders = 5;
    private readonly OrderedHeap?[] _free = new OrderedHeap?[Heaps];

    public int Index { get; } = index;
    public IReadOnlyList<AgentSkill> Skills => like.Skills;
    public IReadOnlyList<QueuePreference> Preferences => like.Preferences;
    public ChannelLimits Limits => like.Limits;

    /// <summary>An agent of this set, to find its like by.</summary>
    public RoutedAgent Like => like;

    /// <summary>The campaign whose pacing counts on these agents; default: none.</summary>
    public CampaignId Serves => serves;

    /// <summary>The sets that differ from this one in nothing else.</summary>
    public List<SkillSet> Siblings { get; set; } = [];

    /// <summary>Lines that these agents may serve; the first <see cref="ServedCount"/>.</summary>
    public ServedLine[] Served { get; private set; } = new ServedLine[8];
    public int ServedCount { get; private set; }

    /// <summary>Who would take something: ready, whether busy or free.</summary>
    public int Ready { get; set; }

    /// <summary>Ready agents who hold nothing.</summary>
    public int Idle { get; set; }

    public int QueuesServed { get; set; }

    public void ServeAnew(List<WaitLine> lines)
    {
        ServedCount = 0;
        foreach (var line in lines)
            Serve(line);
    }

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
        Served[ServedCount++] = new ServedLine(line.Index, (byte)LevelFor(line), (byte)PreferenceFor(line.Queue.Settings.Id.Value));
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

    public bool Takes(CampaignId campaign)
    {
        for (int i = 0; i < like.Campaigns.Count; i++)
            if (like.Campaigns[i] == campaign)
                return true;
        return false;
    }

    public OrderedHeap? Free(int channel, AgentOrder order) => _free[((int)order * ChannelLimits.Channels) + channel];

    public OrderedHeap FreeOf(int channel, AgentOrder order, Places places)
    {
        int at = ((int)order * ChannelLimits.Channels) + channel;
        return _free[at] ??= new OrderedHeap(places, Heaps, at);
    }

    public int PreferenceFor(int queue)
    {
        for (int i = 0; i < Preferences.Count; i++)
            if (Preferences[i].Queue.Value == queue)
                return Preferences[i].Preference;
        return QueuePreference.Usual;
    }

    public bool IsSameAs(RoutedAgent agent) =>
        Skills.SequenceEqual(agent.Skills) && Preferences.SequenceEqual(agent.Preferences) && like.Campaigns.SequenceEqual(agent.Campaigns) && Limits.IsSameAs(agent.Limits);
}
