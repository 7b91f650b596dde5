namespace Dialer.Core.Routing;

/// <summary>What somebody asks for in one queue: who may serve it, how well, and in which order they are asked.</summary>
internal sealed class Claim(QueueRow queue, SkillExpression? skills)
{
    private int[] _order = [];
    private byte[] _level = [];
    private byte[] _preference = [];

    public QueueRow Queue { get; } = queue;

    /// <summary>Null: anybody.</summary>
    public SkillExpression? Skills { get; } = skills;

    /// <summary>Sets of skills that meet it.</summary>
    public NumberSet Sets { get; } = new();

    public int Order(int set) => _order[set];

    public int Level(int set) => _level[set];

    public int Preference(int set) => _preference[set];

    public void Judge(SkillSet set, bool ignoresSkills)
    {
        if (set.Index >= _level.Length)
        {
            int size = Math.Max(set.Index + 1, Math.Max(8, _level.Length * 2));
            Array.Resize(ref _order, size);
            Array.Resize(ref _level, size);
            Array.Resize(ref _preference, size);
        }
        int level = ignoresSkills ? 10 : Skills?.LevelOf(set.Skills) ?? 10;
        _level[set.Index] = (byte)level;
        _preference[set.Index] = (byte)set.PreferenceFor(Queue.Settings.Id.Value);
        Sets.Put(set.Index, level > 0);
    }

    public void Rank(SkillSet set, IRoutingPolicy policy) =>
        _order[set.Index] = policy.SetOrder(new ServingSet(_level[set.Index], set.QueuesServed));
}
