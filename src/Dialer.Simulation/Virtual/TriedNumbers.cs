using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Time;
using Dialer.Simulation.Public;

namespace Dialer.Simulation.Virtual;

/// <summary>The numbers that no person has answered yet, what became of them so far, and when each is dialed again.</summary>
internal sealed class TriedNumbers(int triesPerNumber)
{
    private static readonly TimeSpan Rest = TimeSpan.FromHours(4);
    private readonly PriorityQueue<long, (long Due, long Sequence)> _due = new();
    private readonly Dictionary<long, (int Tries, LeadPast Past)> _tried = [];
    private long _sequence;

    /// <summary>A lead whose rest is over, the longest over first.</summary>
    public bool TryTake(Instant now, out long lead) => _due.TryPeek(out lead, out var first) && first.Due <= now.Ticks && _due.TryDequeue(out lead, out _);

    public int TriesOf(long lead) => _tried.GetValueOrDefault(lead).Tries;

    public LeadPast? PastOf(long lead) => _tried.GetValueOrDefault(lead).Past;

    /// <summary>It was handed out and not dialed.</summary>
    public void Return(long lead, Instant until) => _due.Enqueue(lead, (until.Ticks, ++_sequence));

    /// <summary>Its line has ended. A number that a person has answered is done with, and one that was dialed often enough.</summary>
    public void Tried(long lead, CallResult result, in CalledParty party, bool answered, Instant now)
    {
        var (tries, past) = _tried.GetValueOrDefault(lead);
        bool isPerson = answered && party.Kind == CalledPartyKind.Live;
        if (isPerson || ++tries >= triesPerNumber)
        {
            _tried.Remove(lead);
            return;
        }
        var was = TryResults.Of(result, answered ? party.HeardAs : CpaVerdict.None, isPerson);
        _tried[lead] = (tries, (past ?? LeadPast.None).Plus(now, was, LeadPast.PartOf(now, TimeZoneInfo.Utc)));
        _due.Enqueue(lead, ((now + Rest).Ticks, ++_sequence));
    }
}
