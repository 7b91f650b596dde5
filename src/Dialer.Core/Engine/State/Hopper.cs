using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;

namespace Dialer.Core.Engine.State;

/// <summary>
/// The leads that may be dialed now: the highest priority first; of one priority whom a person's answer is likeliest from, where
/// that is judged; among equals who was tried before, then the order in which they came. Holds at
/// most <see cref="Capacity"/>; what does not fit is refused and goes back to the store.
/// </summary>
internal sealed class Hopper
{
    public const int Capacity = 2000;

    private struct Place
    {
        public int Priority;
        public long Sequence;
        public HopperLead Lead;
        public LeadChance Chance;

        /// <summary>Chances that differ by less count as equal.</summary>
        private readonly int Step => Chance.IsJudged ? (int)Math.Round(Math.Log(Chance.Factor) / 0.05) : 0;

        /// <summary>A lead's rank is twice its priority, and one more where it was tried.</summary>
        private readonly int Class => Priority >> 1;

        public readonly bool Before(in Place other)
        {
            if (Class != other.Class)
                return Class > other.Class;
            if (Step != other.Step)
                return Step > other.Step;
            return Priority > other.Priority || (Priority == other.Priority && Sequence < other.Sequence);
        }
    }

    private Place[] _places = new Place[64];
    private long _sequence;

    public int Count { get; private set; }

    /// <summary>Leads added in all.</summary>
    public long Added => _sequence;

    public LeadChance PeekChance => Count == 0 ? default : _places[0].Chance;

    /// <summary>Mean factor of those held that are judged; 0: none is.</summary>
    public double MeanFactor { get; private set; }

    public HopperLead? Peek => Count == 0 ? null : _places[0].Lead;

    public bool Has(LeadId lead)
    {
        for (int i = 0; i < Count; i++)
            if (_places[i].Lead.Id == lead)
                return true;
        return false;
    }

    public bool TryAdd(HopperLead lead, LeadChance chance = default)
    {
        if (Count == Capacity)
            return false;
        if (Count == _places.Length)
            Array.Resize(ref _places, Math.Min(Count * 2, Capacity));
        Insert(new Place { Priority = lead.Priority, Sequence = ++_sequence, Lead = lead, Chance = chance });
        return true;
    }

    private void Insert(in Place place)
    {
        int at = Count++;
        while (at > 0 && place.Before(_places[(at - 1) / 2]))
        {
            _places[at] = _places[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        _places[at] = place;
    }

    public bool TryTake(out HopperLead lead)
    {
        if (Count == 0)
        {
            lead = null!;
            return false;
        }
        lead = _places[0].Lead;
        var last = _places[--Count];
        _places[Count] = default;
        if (Count > 0)
            Sink(last);
        return true;
    }

    /// <summary>An hour or what was learned has changed what leads are worth. A walk through all.</summary>
    public void Rejudge(Func<HopperLead, LeadChance> judge)
    {
        var all = _places[..Count];
        (Count, MeanFactor) = (0, 0);
        int judged = 0;
        foreach (ref var place in all.AsSpan())
        {
            place.Chance = judge(place.Lead);
            Insert(place);
            if (place.Chance.IsJudged)
                MeanFactor += (place.Chance.Factor - MeanFactor) / ++judged;
        }
    }

    /// <summary>Takes out, at most so many of those judged that were added early, have no promise, and whose factor is below.</summary>
    public void TakeWorse(double factor, long addedBy, int most, List<HopperLead> into)
    {
        var all = _places[..Count];
        Array.Clear(_places, 0, Count);
        Count = 0;
        foreach (ref readonly var place in all.AsSpan())
            if (into.Count < most && place.Sequence <= addedBy && place.Chance.IsJudged && place.Chance.Factor < factor && place.Priority < FirstPromise && place.Lead.ForAgent is null)
                into.Add(place.Lead);
            else
                Insert(place);
    }

    /// <summary>Ranks from here on are promised callbacks.</summary>
    private const int FirstPromise = 2000;

    /// <summary>Rare, and so a walk through all.</summary>
    public bool TryRemove(LeadId id, out HopperLead lead)
    {
        for (int at = 0; at < Count; at++)
        {
            if (_places[at].Lead.Id != id)
                continue;
            lead = _places[at].Lead;
            var rest = _places[..Count];
            Array.Clear(_places, 0, Count);
            Count = 0;
            foreach (ref readonly var place in rest.AsSpan())
                if (place.Lead.Id != id)
                    Insert(place);
            return true;
        }
        lead = null!;
        return false;
    }

    private void Sink(in Place place)
    {
        int at = 0;
        while (true)
        {
            int child = (at * 2) + 1;
            if (child >= Count)
                break;
            if (child + 1 < Count && _places[child + 1].Before(_places[child]))
                child++;
            if (!_places[child].Before(place))
                break;
            _places[at] = _places[child];
            at = child;
        }
        _places[at] = place;
    }
}
