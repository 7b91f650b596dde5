using Dialer.Core.CallProgress;
using Dialer.Core.Ids;
using Dialer.Line;

namespace Dialer.Sip.Calls;

/// <summary>
/// What ringing and a number's past say of who answers: learned per campaign from calls whose answer is known, by what
/// was heard or by the agent's word. For the line's thread.
/// </summary>
internal sealed class LinePriors
{
    /// <summary>Numbers whose last answer is remembered; the oldest makes room.</summary>
    public const int MostNumbers = 1_000_000;

    private readonly Dictionary<CampaignId, LinePrior> _campaigns = [];
    private readonly Dictionary<ulong, AnswerLabel> _past = [];
    private readonly Queue<ulong> _order = [];
    private readonly AwaitedWords<Answered> _awaited = new();

    private readonly record struct Answered(CampaignId Campaign, string? Number, LineEvidence Evidence);

    public LineEvidence EvidenceOf(string? number, int ringMs, RingPattern pattern) =>
        new(ringMs, pattern, NumberKey.TryOf(number, out ulong key) ? _past.GetValueOrDefault(key) : AnswerLabel.Unknown);

    public float LogOdds(CampaignId campaign, in LineEvidence evidence) => _campaigns.TryGetValue(campaign, out var prior) ? prior.LogOdds(evidence) : 0f;

    public void Learn(CampaignId campaign, string? number, in LineEvidence evidence, bool machine)
    {
        if (!_campaigns.TryGetValue(campaign, out var prior))
            _campaigns[campaign] = prior = new LinePrior();
        prior.Learn(evidence, machine);
        if (!NumberKey.TryOf(number, out ulong key))
            return;
        if (!_past.ContainsKey(key))
        {
            _order.Enqueue(key);
            if (_order.Count > MostNumbers)
                _past.Remove(_order.Dequeue());
        }
        _past[key] = machine ? AnswerLabel.Machine : AnswerLabel.Person;
    }

    /// <summary>Nothing was heard that proves a machine: the agent may say who it was.</summary>
    public void Await(CallId call, CampaignId campaign, string? number, in LineEvidence evidence) => _awaited.Add(call, new Answered(campaign, number, evidence));

    public void AgentSaid(CallId call, bool wasMachine)
    {
        if (_awaited.TryGet(call, out var answered))
            Learn(answered.Campaign, answered.Number, answered.Evidence, wasMachine);
    }

    /// <summary>The oldest first: each has the past that it had then.</summary>
    public void Restore(IEnumerable<KnownAnswer> answers)
    {
        foreach (var answer in answers)
            Learn(answer.Campaign, answer.Number, EvidenceOf(answer.Number, answer.RingMs, answer.Pattern), answer.Machine);
    }

    public void Forget(string? number)
    {
        _awaited.RemoveWhere(answered => answered.Number == number);
        if (NumberKey.TryOf(number, out ulong key))
            _past.Remove(key);
    }
}
