namespace Dialer.Core.CallProgress;

/// <summary>
/// The greetings of machines that were confirmed as such: per number the one heard there last, and per network (a
/// campaign on a carrier, by whatever key the caller gives it) what several numbers share. Bounded: at its capacity the number learned longest ago is
/// forgotten. Prints only; no sound is kept. For one thread.
/// </summary>
public sealed class GreetingMemory
{
    public const int MostNumbers = 1_000_000;

    /// <summary>So many numbers with one greeting: it is nobody's own.</summary>
    public const int SharedBy = 3;

    private const int ChunkSize = 4096;
    private readonly int _capacity;
    private readonly float _sameBitErrors;
    private readonly Dictionary<ulong, int> _slots = [];
    private readonly List<(ulong Number, GreetingPrint Print)[]> _chunks = [];
    private readonly Dictionary<long, NetworkGreetings> _networks = [];
    private readonly Stack<int> _free = [];
    private int _next;

    /// <param name="capacity">Most numbers; 200 bytes each, taken as they come.</param>
    /// <param name="sameBitErrors">Most bit errors between prints of one greeting.</param>
    public GreetingMemory(int capacity = MostNumbers, float sameBitErrors = 0.25f)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _capacity = capacity;
        _sameBitErrors = sameBitErrors;
    }

    /// <summary>Numbers with a greeting.</summary>
    public int Numbers => _slots.Count;

    /// <summary>The greeting of the machine heard last at that number.</summary>
    public bool TryFind(ulong number, out GreetingPrint print)
    {
        bool found = _slots.TryGetValue(number, out int slot);
        print = found ? At(slot).Print : default;
        return found;
    }

    /// <summary>What a network says itself, shared by <see cref="SharedBy"/> numbers and more. A new array after each change, never changed itself.</summary>
    public GreetingPrint[] AnnouncementsOf(long network) => _networks.TryGetValue(network, out var known) ? known.Shared : [];

    /// <summary>A machine was confirmed at that number. A print without shape teaches nothing.</summary>
    /// <returns>What is new: nothing, the number's greeting, or an announcement that this number is the third to share.</returns>
    public MemoryScope Learn(ulong number, long network, in GreetingPrint print)
    {
        if (!Keep(number, print))
            return MemoryScope.None;
        return NetworkOf(network)?.Learn(number, print) == true ? MemoryScope.Network : MemoryScope.Number;
    }

    /// <summary>What an earlier run learned, the oldest first: kept as it was, and compared with what this run learns.</summary>
    public void Restore(ulong number, long network, in GreetingPrint print)
    {
        if (Keep(number, print))
            NetworkOf(network)?.Restore(number, print);
    }

    /// <summary>An announcement that an earlier run found to be shared.</summary>
    public void RestoreAnnouncement(long network, in GreetingPrint print)
    {
        if (print.FirmBits >= GreetingPrint.LeastFirm)
            NetworkOf(network)?.RestoreShared(print);
    }

    private bool Keep(ulong number, in GreetingPrint print)
    {
        if (print.FirmBits < GreetingPrint.LeastFirm)
            return false;
        if (!_slots.TryGetValue(number, out int slot))
            _slots[number] = slot = Take();
        At(slot) = (number, print);
        return true;
    }

    private NetworkGreetings? NetworkOf(long network)
    {
        if (!_networks.TryGetValue(network, out var known) && _networks.Count < NetworkGreetings.MostNetworks)
            _networks[network] = known = new NetworkGreetings(_sameBitErrors);
        return known;
    }

    /// <summary>A person asked to be erased, or a person answered where a machine did.</summary>
    public bool Forget(ulong number)
    {
        foreach (var known in _networks.Values)
            known.Forget(number);
        if (!_slots.Remove(number, out int slot))
            return false;
        At(slot) = default;
        _free.Push(slot);
        return true;
    }

    private int Take()
    {
        if (_free.TryPop(out int freed))
            return freed;
        int slot = _next;
        _next = _next + 1 == _capacity ? 0 : _next + 1;
        if (_slots.Count >= _capacity)
            _slots.Remove(At(slot).Number);
        else if (slot / ChunkSize == _chunks.Count)
            _chunks.Add(new (ulong, GreetingPrint)[Math.Min(ChunkSize, _capacity - slot)]);
        return slot;
    }

    private ref (ulong Number, GreetingPrint Print) At(int slot) => ref _chunks[slot / ChunkSize][slot % ChunkSize];
}
