using Dialer.Core.Callers;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine.State;

/// <summary>A caller's way from the first ring: through rules, doors and menus, to a queue or out of the house.</summary>
internal sealed class Visit(CallId call, TrunkId trunk, string called, string party)
{
    private readonly List<string> _way = [];

    public CallId Call => call;
    public TrunkId Trunk => trunk;
    public string Called => called;
    public string Party => party;
    public VisitStage Stage { get; set; }

    /// <summary>From the instant at which the call is accepted; null before.</summary>
    public Interaction? Interaction;
    public Caller? Caller;
    public MenuWalk? Walk;

    /// <summary>What they chose in menus, in order.</summary>
    public string Keys = "";

    /// <summary>So often the rules were asked.</summary>
    public int Askings;

    /// <summary>Of a mailbox or a number at the PBX.</summary>
    public string Place = "";

    /// <summary>The leg to the number at the PBX; 0: none.</summary>
    public CallId Forward;
    public DeadlineHandle Deadline;

    /// <summary>Each step, as explanations say it.</summary>
    public string Way => string.Join("; ", _way);

    public void Note(string step)
    {
        if (_way.Count < CallersWay.MostDoors * CallerRules.MostAskings)
            _way.Add(step);
    }

    public CallerFacts FactsAt(Instant now) => new(trunk, called, party, now, Caller?.Value, Keys);
}
