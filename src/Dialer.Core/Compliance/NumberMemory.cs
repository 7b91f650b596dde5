using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Compliance;

/// <summary>
/// What was dialed lately, per number: the latest <see cref="AttemptLimit.MostCounted"/> calls, the latest refusal and
/// abandon. Forgets what no rule can count any more, each time it has doubled.
/// </summary>
internal sealed class NumberMemory
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private int _sweepAt = 65_536;

    /// <summary>Longest window or rest of any rule seen so far: what is older is forgotten.</summary>
    public TimeSpan Reach { get; private set; }

    public int Count => _entries.Count;

    public void Learn(CallingRules rules)
    {
        for (int i = 0; i < rules.Limits.Count; i++)
            Reach = Max(Reach, rules.Limits[i].Window);
        Reach = Max(Reach, Max(rules.RestAfterRefusal, rules.RestAfterAbandon));
    }

    public Entry? Find(string number) => _entries.GetValueOrDefault(number);

    /// <summary>What the store knows, told once or again: a call that is remembered already is no second one.</summary>
    public void Restore(CallHistory history)
    {
        foreach (var entry in history.Entries)
            if (entry.Kind != CallHistoryKind.Attempt || Find(entry.Number)?.Has(entry.Campaign, entry.At) != true)
                Add(entry.Number, entry.Campaign, entry.Kind, entry.At);
    }

    public void Add(string number, CampaignId campaign, CallHistoryKind kind, Instant at)
    {
        if (!_entries.TryGetValue(number, out var entry))
        {
            if (_entries.Count >= _sweepAt)
                Sweep(at);
            entry = new Entry();
            _entries.Add(number, entry);
        }
        switch (kind)
        {
            case CallHistoryKind.Attempt:
                entry.AddCall(campaign, at);
                break;
            case CallHistoryKind.Refusal:
                entry.RefusedAt = Instant.Max(entry.RefusedAt, at);
                break;
            case CallHistoryKind.Abandon:
                entry.AbandonedAt = Instant.Max(entry.AbandonedAt, at);
                break;
        }
    }

    private void Sweep(Instant now)
    {
        var oldest = now - Reach;
        foreach (var (number, entry) in _entries)
            if (entry.Latest < oldest)
                _entries.Remove(number);
        _sweepAt = Math.Max(65_536, _entries.Count * 2);
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a >= b ? a : b;

    /// <summary>One number. Calls lie in the order of their instants.</summary>
    internal sealed class Entry
    {
        /// <summary>The store keeps instants to the microsecond: what it tells of a call that is remembered already is no second one.</summary>
        private static readonly TimeSpan SameCall = TimeSpan.FromMilliseconds(1);

        private (CampaignId Campaign, Instant At)[] _calls = new (CampaignId, Instant)[2];
        private int _count;

        /// <summary>Epoch: never.</summary>
        public Instant RefusedAt { get; set; }

        /// <summary>Epoch: never.</summary>
        public Instant AbandonedAt { get; set; }

        public Instant Latest => Instant.Max(_count == 0 ? Instant.Epoch : _calls[_count - 1].At, Instant.Max(RefusedAt, AbandonedAt));

        public bool Has(CampaignId campaign, Instant at)
        {
            for (int i = _count - 1; i >= 0 && _calls[i].At >= at - SameCall; i--)
                if (_calls[i].Campaign == campaign && _calls[i].At <= at + SameCall)
                    return true;
            return false;
        }

        public void AddCall(CampaignId campaign, Instant at)
        {
            if (_count == AttemptLimit.MostCounted)
                _calls.AsSpan(1, --_count).CopyTo(_calls);
            else if (_count == _calls.Length)
                Array.Resize(ref _calls, _count * 2);
            int place = _count++;
            for (; place > 0 && _calls[place - 1].At > at; place--)
                _calls[place] = _calls[place - 1];
            _calls[place] = (campaign, at);
        }

        /// <summary>When the limit next allows a call: now, or when the call that fills it leaves the window.</summary>
        public Instant FreeFrom(in AttemptLimit limit, CampaignId campaign, Instant now)
        {
            int seen = 0;
            for (int i = _count - 1; i >= 0 && _calls[i].At > now - limit.Window; i--)
                if (limit.Scope == LimitScope.Everyone || _calls[i].Campaign == campaign)
                    if (++seen == limit.Count)
                        return _calls[i].At + limit.Window;
            return now;
        }
    }
}
