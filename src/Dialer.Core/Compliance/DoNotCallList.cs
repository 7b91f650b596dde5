using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Time;

namespace Dialer.Core.Compliance;

/// <summary>
/// Who is not to be called: ten million numbers and more, in 12 to 24 bytes each, asked for in a fraction of a microsecond.
/// A number may be there for several reasons; each ends by itself or is taken off alone.
/// </summary>
internal sealed class DoNotCallList
{
    private const char Wildcard = '*';
    private const int LongestNumber = 16;
    private const int Nothing = 0;

    private readonly NumberTable _numbers = new();
    private readonly Dictionary<string, int> _prefixes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _prefix;

    /// <summary>Each set of marks that some number has, by its place; few, for a list gives all its numbers one mark.</summary>
    private readonly List<DoNotCallMark[]> _sets = [[]];
    private readonly Dictionary<(int Set, DoNotCallMark Mark), int> _with = [];

    public DoNotCallList() => _prefix = _prefixes.GetAlternateLookup<ReadOnlySpan<char>>();

    public void Add(DoNotCallEntries entries)
    {
        for (int i = 0; i < entries.Numbers.Count; i++)
            Add(entries.Numbers[i], entries.Mark);
    }

    /// <summary>A second mark of the same kind and campaign takes the place of the first.</summary>
    public void Add(string number, in DoNotCallMark mark) => Change(number, mark);

    public void Remove(DoNotCallEntries entries)
    {
        for (int i = 0; i < entries.Numbers.Count; i++)
            Change(entries.Numbers[i], entries.Mark with { Until = Instant.Epoch });
    }

    /// <summary>Until when the number is not to be called by that campaign; Epoch: it may be; Never: for good. Allocates nothing.</summary>
    public Instant Until(string number, CampaignId campaign, Instant now)
    {
        var until = _numbers.TryGet(number, out int set) ? Until(set, campaign, now) : Instant.Epoch;
        if (_prefixes.Count == 0)
            return until;
        for (int length = Math.Min(number.Length, LongestNumber); length > 1; length--)
            if (_prefix.TryGetValue(number.AsSpan(0, length), out set))
                until = Instant.Max(until, Until(set, campaign, now));
        return until;
    }

    private Instant Until(int set, CampaignId campaign, Instant now)
    {
        var until = Instant.Epoch;
        foreach (ref readonly var mark in _sets[set].AsSpan())
            if (mark.Binds(campaign, now))
                until = Instant.Max(until, mark.Until);
        return until;
    }

    private void Change(string number, in DoNotCallMark mark)
    {
        if (number.Length > 1 && number[^1] == Wildcard)
        {
            string prefix = number[..^1];
            _prefixes[prefix] = With(_prefixes.GetValueOrDefault(prefix, Nothing), mark);
        }
        else
            _numbers.Set(number, With(_numbers.TryGet(number, out int set) ? set : Nothing, mark));
    }

    /// <summary>The set with that mark in the place of the one of its kind and campaign; one that is over already is taken off.</summary>
    private int With(int set, DoNotCallMark mark)
    {
        if (_with.TryGetValue((set, mark), out int known))
            return known;
        DoNotCallMark[] marks = [.. _sets[set].Where(other => other.Kind != mark.Kind || other.Campaign != mark.Campaign)];
        if (mark.Until != Instant.Epoch)
            marks = [.. marks.Append(mark).OrderBy(each => each.Kind).ThenBy(each => each.Campaign.Value)];
        int place = _sets.FindIndex(other => other.AsSpan().SequenceEqual(marks));
        if (place < 0)
        {
            place = _sets.Count;
            _sets.Add(marks);
        }
        _with.Add((set, mark), place);
        return place;
    }
}
