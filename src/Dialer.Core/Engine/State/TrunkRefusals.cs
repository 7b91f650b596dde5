using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Engine.State;

/// <summary>The row of calls that one trunk ended at once since it last let one through.</summary>
internal sealed class TrunkRefusals(TrunkId trunk)
{
    /// <summary>How often each answer came among the calls before the present row, halved as they grow: a poor list says "no such number" often.</summary>
    private const int MostAnswers = 8;
    private const int MostRemembered = 256;

    private readonly List<RefusedCall> _calls = [];
    private readonly (int Status, int Cause, int Count)[] _before = new (int, int, int)[MostAnswers];
    private int _remembered;

    public TrunkId Trunk { get; } = trunk;
    public IReadOnlyList<RefusedCall> Calls => _calls;

    /// <summary>How many at the row's end had the same answer.</summary>
    public int Same { get; private set; }

    /// <summary>All calls that were out as the row began could still be in it, and it be no longer than its limit.</summary>
    public bool Fits { get; private set; }

    /// <summary>When it was last found to let nothing through: calls that were out then are part of that.</summary>
    public Instant RefusedAt { get; private set; } = Instant.Epoch;

    /// <summary>It lets nothing through, as far as is known.</summary>
    public bool IsRefusing { get; private set; }

    /// <summary>
    /// So many in a row with this answer are a pattern. Where a share p of the list's calls always ended so, the row must be
    /// as long as chance would make it once in a million, p to the power of the row's length; no shorter than ten.
    /// </summary>
    public int Limit
    {
        get
        {
            int share = _calls.Count == 0 || _remembered < 50 ? 0 : 12 * CountBefore(_calls[^1]) / _remembered;
            return share switch
            {
                < 3 => RefusalWatch.MostInARow,
                < 6 => 20,
                _ => RefusalWatch.MostOfAnyAnswer,
            };
        }
    }

    /// <param name="pending">Other calls that are out, and nothing was heard of.</param>
    public void Add(in RefusedCall call, int pending)
    {
        Same = _calls.Count > 0 && _calls[^1].IsAnsweredAs(call) ? Same + 1 : 1;
        _calls.Add(call);
        if (Same == 1)
            Fits = pending < Limit;
    }

    /// <summary>A call rings or was answered: the row was chance, and tells what the list is like.</summary>
    public void Reached()
    {
        foreach (var call in _calls)
            Remember(call);
        Remember(null);
        EndRow();
        IsRefusing = false;
    }

    /// <summary>The row is a pattern. Returns its calls; the next row begins empty.</summary>
    public IReadOnlyList<RefusedCall> Refuse(Instant now)
    {
        RefusedAt = now;
        RefusedCall[] refused = [.. _calls];
        EndRow();
        IsRefusing = true;
        return refused;
    }

    public void AskAgain() => IsRefusing = false;

    private void EndRow()
    {
        _calls.Clear();
        Same = 0;
    }

    private int CountBefore(in RefusedCall call)
    {
        foreach (var (status, cause, count) in _before)
            if (count > 0 && status == call.Answer.SipStatus && cause == call.Answer.Q850Cause)
                return count;
        return 0;
    }

    private void Remember(RefusedCall? call)
    {
        if (++_remembered >= MostRemembered)
        {
            _remembered /= 2;
            for (int i = 0; i < _before.Length; i++)
                _before[i].Count /= 2;
        }
        if (call is not { } refused)
            return;
        int place = 0;
        for (int i = 0; i < _before.Length; i++)
        {
            if (_before[i].Count > 0 && _before[i].Status == refused.Answer.SipStatus && _before[i].Cause == refused.Answer.Q850Cause)
            {
                _before[i].Count++;
                return;
            }
            if (_before[i].Count < _before[place].Count)
                place = i;
        }
        _before[place] = (refused.Answer.SipStatus, refused.Answer.Q850Cause, 1);
    }
}
