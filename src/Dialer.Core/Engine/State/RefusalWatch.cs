using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Engine.State;

/// <summary>
/// Watches a campaign's calls for what no single call shows: a trunk that ends each of them at once, before anything
/// rings, with the same answer. One such call is a number that nobody has; ten in a row and nobody reached are a trunk
/// that lets nothing through. Until a trunk has let one call ring, and while such a row grows, no more calls are out
/// than the row has room for, so that a trunk that refuses everything costs ten leads and not as many as are launched
/// until its first answer. Its door: <see cref="Launched"/>, <see cref="Reached"/>, <see cref="Ended"/>.
/// </summary>
internal sealed class RefusalWatch
{
    /// <summary>So many in a row with the same answer are a pattern, and the most leads that are touched until then.</summary>
    public const int MostInARow = 10;

    /// <summary>The same where the answers differ from call to call.</summary>
    public const int MostOfAnyAnswer = 30;

    /// <summary>A row this short is no reason to launch less by a trunk that works and has more calls out than a row may cost.</summary>
    private const int Unsuspicious = 3;

    /// <summary>At the end of a list as few as this are a pattern, where nobody was reached at all.</summary>
    private const int FewestAtTheEnd = 3;

    private readonly List<TrunkRefusals> _trunks = [];
    private int _pending;
    private bool _proven;

    /// <summary>Which is asked with one call at a time, whether it lets calls through again; null: none is.</summary>
    private TrunkId? _asked;

    /// <summary>How many more calls may be out now.</summary>
    public int Room
    {
        get
        {
            if (_asked is not null)
                return Math.Max(0, 1 - _pending);
            int room = _proven ? int.MaxValue : MostInARow;
            foreach (var trunk in _trunks)
                if (!_proven || trunk.Same >= Unsuspicious || (trunk.Same > 0 && trunk.Fits))
                    room = Math.Min(room, trunk.Limit - trunk.Same);
            return room == int.MaxValue ? room : Math.Max(0, room - _pending);
        }
    }

    /// <summary>A call is out, and nothing was heard of it.</summary>
    public void Launched() => _pending++;

    /// <summary>Something was heard of a call that was out: it rings, was answered, or is over.</summary>
    public void HeardOf() => _pending--;

    /// <summary>A call rings or was answered: the trunk lets calls through.</summary>
    public void Reached(TrunkId by)
    {
        if (_asked is null || _asked == by)
        {
            _proven = true;
            _asked = null;
        }
        if (Find(by) is { } trunk)
            trunk.Reached();
    }

    /// <summary>
    /// A trunk ended a call at once. Not null: all of these calls are to be given back, for it refuses everything; one alone
    /// was out already when that was seen.
    /// </summary>
    public IReadOnlyList<RefusedCall>? Ended(in RefusedCall call, Instant now)
    {
        var trunk = Find(call.By);
        if (trunk is null)
            _trunks.Add(trunk = new TrunkRefusals(call.By));
        if (call.StartedAt <= trunk.RefusedAt)
            return [call];
        trunk.Add(call, _pending);
        bool stillRefuses = _asked == call.By;
        return stillRefuses || trunk.Same >= trunk.Limit || trunk.Calls.Count >= MostOfAnyAnswer ? trunk.Refuse(now) : null;
    }

    /// <summary>The list has ended and nobody was reached: whose refusals, few as they are, were all there was. Null: no trunk's.</summary>
    public IReadOnlyList<RefusedCall>? AtTheEnd(Instant now)
    {
        if (_proven)
            return null;
        foreach (var trunk in _trunks)
            if (!trunk.IsRefusing && trunk.Calls.Count >= FewestAtTheEnd && trunk.Same == trunk.Calls.Count)
                return trunk.Refuse(now);
        return null;
    }

    /// <summary>Is this trunk known to let nothing of this campaign through?</summary>
    public bool IsRefusing(TrunkId trunk) => Find(trunk) is { IsRefusing: true };

    /// <summary>The campaign dials by a trunk that has not shown yet that it lets its calls through.</summary>
    public void Changed()
    {
        _proven = false;
        _asked = null;
    }

    /// <summary>Back to a trunk that refused everything a while ago: one call at a time, and the first says enough.</summary>
    public void AskOnce(TrunkId trunk)
    {
        _proven = false;
        _asked = trunk;
        Find(trunk)?.AskAgain();
    }

    /// <summary>Somebody started the campaign, and so has looked at what was wrong.</summary>
    public void Restart()
    {
        Changed();
        _trunks.Clear();
    }

    private TrunkRefusals? Find(TrunkId id)
    {
        foreach (var trunk in _trunks)
            if (trunk.Trunk == id)
                return trunk;
        return null;
    }
}
