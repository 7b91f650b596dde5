namespace Dialer.Core.Routing.Foresight;

/// <summary>
/// What the value of a desk's state is told by, each feature 0 or 1 (or a count): for each queue how many free agents could
/// serve it, how many wait, how old the first is against the target; for each set of skills how many are free, and how
/// many are busy with which queue. The value is their sum: what one more of each is worth is then a look into a table.
/// </summary>
internal sealed class ValueLayout
{
    private const int MostAble = 12;
    private const int MostIdle = 10;
    private const int Counts = 9;
    private const int Ages = 7;
    private const int Joint = 2;

    /// <summary>Beyond this the tables would take too long to learn.</summary>
    public const int MostFeatures = 1200;

    /// <summary>Edges between ages, in targets. What is first in line is looked at again when it passes one.</summary>
    private static readonly double[] AgeEdges = [0.5, 0.95, 1, 1.5, 2.5, 4];

    private static readonly double[] CountPositions = [0, 1, 2, 3, 4, 5.5, 8, 12, 20];
    private static readonly double[] AgePositions = [0.25, 0.7, 0.97, 1.25, 2, 3.2, 5];

    private readonly int[] _able;
    private readonly int[] _idle;
    private readonly int[] _waiting;
    private readonly int[] _busy;
    private readonly int _queues;

    public ValueLayout(DeskModel model)
    {
        _queues = model.Queues;
        _able = new int[model.Queues];
        _waiting = new int[model.Queues];
        _idle = new int[model.Sets];
        _busy = new int[model.Sets * model.Queues];
        Features = 1;
        for (int queue = 0; queue < model.Queues; queue++)
        {
            _able[queue] = Take(MostAble + 1);
            _waiting[queue] = Take(Counts + Ages + (Joint * Ages));
        }
        for (int set = 0; set < model.Sets; set++)
        {
            _idle[set] = Take(MostIdle + 1);
            foreach (int queue in model.Served[set])
                _busy[(set * _queues) + queue] = Take(1);
        }
    }

    /// <summary>The features that stand in rows.</summary>
    public IReadOnlyList<FeatureRow> Rows()
    {
        var rows = new List<FeatureRow>();
        for (int queue = 0; queue < _queues; queue++)
        {
            rows.Add(new FeatureRow(_able[queue], Numbers(MostAble)));
            rows.Add(new FeatureRow(_waiting[queue], CountPositions));
            for (int ages = 0; ages <= Joint; ages++)
                rows.Add(new FeatureRow(_waiting[queue] + Counts + (ages * Ages), AgePositions));
        }
        foreach (int idle in _idle)
            rows.Add(new FeatureRow(idle, Numbers(MostIdle)));
        return rows;
    }

    private static double[] Numbers(int most) => [.. Enumerable.Range(0, most + 1).Select(number => (double)number)];

    /// <summary>The first is always 1.</summary>
    public int Features { get; private set; }

    /// <summary>How many features a desk of this size would have.</summary>
    public static int FeaturesOf(int queues, int sets, int pairs) => 1 + (queues * (MostAble + 1 + Counts + (Ages * (Joint + 1)))) + (sets * (MostIdle + 1)) + pairs;

    public int Able(int queue, int free) => _able[queue] + Math.Min(free, MostAble);

    public int Idle(int set, int free) => _idle[set] + Math.Min(free, MostIdle);

    /// <summary>Linear: the feature's value is how many there are.</summary>
    public int Busy(int set, int queue) => _busy[(set * _queues) + queue];

    public int Count(int queue, int waiting) => _waiting[queue] + Bin(waiting);

    /// <param name="age">In targets.</param>
    public int Age(int queue, double age) => _waiting[queue] + Counts + AgeBin(age);

    /// <summary>Few and how old together; -1 where more wait than that.</summary>
    public int CountAndAge(int queue, int waiting, double age) =>
        waiting > Joint ? -1 : _waiting[queue] + Counts + Ages + ((waiting - 1) * Ages) + AgeBin(age);

    /// <summary>The next age at which what is first in line is another feature, in targets; infinite: none.</summary>
    public static double NextEdge(double age)
    {
        foreach (double edge in AgeEdges)
            if (age < edge)
                return edge;
        return double.PositiveInfinity;
    }

    private static int AgeBin(double age)
    {
        int bin = 0;
        while (bin < AgeEdges.Length && age > AgeEdges[bin] + 1e-9)
            bin++;
        return bin;
    }

    private static int Bin(int waiting) => waiting <= 4 ? waiting : waiting <= 6 ? 5 : waiting <= 9 ? 6 : waiting <= 14 ? 7 : 8;

    private int Take(int count)
    {
        int first = Features;
        Features += count;
        return first;
    }
}
