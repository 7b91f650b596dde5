namespace Dialer.Core.Routing;

/// <summary>
/// Small whole numbers in the order of a key and a tie-break; any of them can be taken out. Where each stands is kept by
/// the caller in one array for many heaps (number * stride + offset; -1: in none), so that nothing is allocated in steady
/// state. Adding and removing cost O(log n); the first and the second are at hand.
/// </summary>
internal sealed class OrderedHeap(Places places, int stride = 1, int offset = 0)
{
    private struct Node
    {
        public long Key;
        public long Tie;
        public int Item;

        public readonly bool Before(in Node other) => Key < other.Key || (Key == other.Key && Tie < other.Tie);
    }

    private Node[] _nodes = new Node[4];

    public int Count { get; private set; }

    public int First => _nodes[0].Item;

    public long FirstKey => _nodes[0].Key;

    public long FirstTie => _nodes[0].Tie;

    /// <summary>The key of the second; ask only where there are two.</summary>
    public long SecondKey => Count > 2 && _nodes[2].Before(_nodes[1]) ? _nodes[2].Key : _nodes[1].Key;

    public void Add(int item, long key, long tie)
    {
        if (Count == _nodes.Length)
            Array.Resize(ref _nodes, Count * 2);
        Rise(Count++, new Node { Key = key, Tie = tie, Item = item });
    }

    public void Remove(int item)
    {
        int at = places.Of((item * stride) + offset);
        places.Set((item * stride) + offset, -1);
        var last = _nodes[--Count];
        if (at == Count)
            return;
        if (at > 0 && last.Before(_nodes[(at - 1) / 2]))
            Rise(at, last);
        else
            Sink(at, last);
    }

    private void Rise(int at, Node node)
    {
        while (at > 0)
        {
            int parent = (at - 1) / 2;
            if (!node.Before(_nodes[parent]))
                break;
            Place(at, _nodes[parent]);
            at = parent;
        }
        Place(at, node);
    }

    private void Sink(int at, Node node)
    {
        while (true)
        {
            int child = (at * 2) + 1;
            if (child >= Count)
                break;
            if (child + 1 < Count && _nodes[child + 1].Before(_nodes[child]))
                child++;
            if (!_nodes[child].Before(node))
                break;
            Place(at, _nodes[child]);
            at = child;
        }
        Place(at, node);
    }

    private void Place(int at, in Node node)
    {
        _nodes[at] = node;
        places.Set((node.Item * stride) + offset, at);
    }
}
