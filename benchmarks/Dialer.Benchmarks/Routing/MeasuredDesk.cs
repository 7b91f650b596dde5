using System.Diagnostics;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Routing.Policies;
using Dialer.Core.Time;

namespace Dialer.Benchmarks.Routing;

/// <summary>Our distributor in the middle of its day: relax steps fall due at twenty a second while decisions are made.</summary>
internal sealed class MeasuredDesk
{
    private readonly DeskSize _size;
    private readonly bool _isBusy;
    private readonly Distributor _distributor;
    private readonly SeededRandom _random = new(3);
    private readonly List<InteractionId> _held = [];
    private Instant _now = Instant.FromSeconds(1_000_000);
    private long _last;

    public MeasuredDesk(DeskSize size, string policy, bool isBusy)
    {
        (_size, _isBusy) = (size, isBusy);
        _distributor = new Distributor(RoutingPolicies.Create(policy) ?? throw new ArgumentException($"no policy {policy}", nameof(policy)));
        for (int queue = 0; queue < size.Skills; queue++)
            _distributor.SetQueue(new RoutedQueue(new QueueId(queue), [Step(0, queue, 3), Step(250, queue, 1)]), _now);
        var sets = size.SkillSets();
        for (int agent = 0; agent < size.Agents; agent++)
        {
            _distributor.SetAgent(new RoutedAgent(new AgentId(agent), sets[agent % sets.Length]), _now);
            _distributor.AgentReady(new AgentId(agent), _now);
        }
        Fill();
    }

    public int Sets => _distributor.DistinctSets;

    public int Free => _size.Agents - _held.Count;

    /// <param name="times">Filled with microseconds a decision; null: only done.</param>
    public void Decide(int count, double[]? times)
    {
        for (int i = 0; i < count; i++)
        {
            _now += TimeSpan.FromMilliseconds(50);
            if (_isBusy)
                Offer();
            int one = _random.Next(_held.Count);
            var done = _held[one];
            if (!_isBusy)
                Release(one, done);
            var offered = new OfferedInteraction(new InteractionId(++_last), new QueueId(_random.Next(_size.Skills)), _now);
            long from = Stopwatch.GetTimestamp();
            if (_isBusy)
                _distributor.Handled(done, _now);
            else
                _distributor.Offer(offered, _now);
            bool isJoined = _distributor.TryNext(_now, out var pair);
            double took = RoutingRun.Microseconds(from);
            if (times is not null)
                times[i] = took;
            if (_isBusy)
                RemoveAt(one);
            if (isJoined)
                _held.Add(pair.Interaction);
            else if (!_isBusy)
                _distributor.Withdraw(offered.Id, _now);
            Drain();
        }
    }

    private void Release(int one, InteractionId done)
    {
        _distributor.Handled(done, _now);
        RemoveAt(one);
        Drain();
    }

    private void Fill()
    {
        int free = _isBusy ? 0 : _size.Agents / 20;
        while (_held.Count < _size.Agents - free && _last < _size.Agents * 4L)
        {
            Offer();
            Drain();
        }
        while (_isBusy && _distributor.Waiting < _size.Waiting)
        {
            _now += TimeSpan.FromMilliseconds(50);
            Offer();
            Drain();
        }
    }

    private void Offer() => _distributor.Offer(new OfferedInteraction(new InteractionId(++_last), new QueueId(_random.Next(_size.Skills)), _now), _now);

    private void Drain()
    {
        while (_distributor.TryNext(_now, out var pair))
            _held.Add(pair.Interaction);
    }

    private void RemoveAt(int one)
    {
        _held[one] = _held[^1];
        _held.RemoveAt(_held.Count - 1);
    }

    private static RelaxStep Step(double after, int skill, int level) =>
        new(TimeSpan.FromSeconds(after), SkillExpression.AllOf([new RequiredSkill(new SkillId(skill), level)]));
}
