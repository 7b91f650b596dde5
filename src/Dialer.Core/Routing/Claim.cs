using Dialer.Core.Agents;
using Dialer.Core.Ids;

namespace Dialer.Core.Routing;

/// <summary>What somebody asks for in one queue: who may serve it, how well, and in which order they are asked.</summary>
internal sealed class Claim(QueueRow queue, SkillExpression? skills, CampaignId campaign)
{
    private int[] _order = [];
    private byte[] _level = [];
    private byte[] _preference = [];

    public QueueRow Queue { get; } = queue;

    /// <summary>Null: anybody.</summary>
    public SkillExpression? Skills { get; } = skills;

    /// <summary>Default: a caller's.</summary>
    public CampaignId Campaign { get; } = campaign;

    /// <summary>Sets of skills that meet it.</summary>
    public NumberSet Sets { get; } = new();

    public int Order(int set) => _order[set];

    public int Level(int set) => _level[set];

    /// <summary>How gladly these agents are given it: those first whom its campaign counts on, then by the preference for the queue.</summary>
    public int Preference(int set) => _preference[set];

    public void Judge(SkillSet set)
    {
        if (set.Index >= _level.Length)
        {
            int size = Math.Max(set.Index + 1, Math.Max(8, _level.Length * 2));
            Array.Resize(ref _order, size);
            Array.Resize(ref _level, size);
            Array.Resize(ref _preference, size);
        }
        int level = Queue.Policy.IgnoresSkills ? 10 : Skills?.LevelOf(set.Skills) ?? 10;
        if (Campaign.Value != 0 && !set.Takes(Campaign))
            level = 0;
        _level[set.Index] = (byte)level;
        int preference = set.PreferenceFor(Queue.Settings.Id.Value);
        _preference[set.Index] = (byte)(Campaign.Value != 0 && set.Serves == Campaign ? preference + QueuePreference.Most : preference);
        Sets.Put(set.Index, level > 0);
    }

    public void Rank(SkillSet set) =>
        _order[set.Index] = Queue.Policy.SetOrder(new ServingSet(_level[set.Index], set.QueuesServed));
}
