using Dialer.Core.Agents;
using Dialer.Core.Channels;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Routing.Policies;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Routing;

/// <summary>An auditor who keeps his own plain lists beside the distributor, in random desks. A seed replays a finding.</summary>
public sealed class RandomDeskTests
{
    [Fact]
    public void Nothing_wrong_in_random_desks()
    {
        int desks = Environment.GetEnvironmentVariable("DIALER_LONG_TESTS") == "1" ? 2_000 : 25;
        for (int seed = 1; seed <= desks; seed++)
            foreach (string policy in RoutingPolicies.All)
                new Audit((ulong)seed, policy).Run(250);
    }

    [Fact]
    public void The_same_inputs_give_the_same_answers()
    {
        foreach (string policy in RoutingPolicies.All)
        {
            var once = new Audit(11, policy);
            var again = new Audit(11, policy);
            once.Run(600);
            again.Run(600);
            Assert.True(once.Joined.Count > 50);
            Assert.Equal(once.Joined, again.Joined);
        }
    }

    private sealed class Audit
    {
        private static readonly Channel[] Media = [Channel.Voice, Channel.Voice, Channel.Chat, Channel.Email];
        private readonly SeededRandom _random;
        private readonly string _context;
        private readonly IRoutingPolicy _policy;
        private readonly Distributor _distributor;
        private readonly List<RoutedQueue> _queues = [];
        private readonly List<RoutedAgent> _agents = [];
        private readonly HashSet<int> _ready = [];
        private readonly Dictionary<long, OfferedInteraction> _waiting = [];
        private readonly Dictionary<long, (OfferedInteraction Offered, int Agent)> _held = [];
        private Instant _now = Instant.FromSeconds(1000);
        private long _last;

        public Audit(ulong seed, string policy)
        {
            _random = new SeededRandom(seed);
            _context = $"seed {seed}, {policy}";
            _policy = RoutingPolicies.Create(policy, TimeSpan.FromSeconds(15))!;
            _distributor = new Distributor(_policy);
            for (int i = 1 + _random.Next(5); i > 0; i--)
                SetQueue(_queues.Count);
            for (int i = 1 + _random.Next(8); i > 0; i--)
                SetAgent(_agents.Count);
        }

        public List<Assignment> Joined { get; } = [];

        public void Run(int steps)
        {
            for (int step = 0; step < steps; step++)
            {
                _now += TimeSpan.FromSeconds(_random.Next(4) == 0 ? 0 : _random.NextDouble() * 12);
                Act();
                while (_distributor.TryNext(_now, out var pair))
                    Check(pair);
                CheckRest();
            }
        }

        private void Act()
        {
            int what = _random.Next(100);
            int agent = _random.Next(_agents.Count);
            if (what < 40)
                Offer();
            else if (what < 55 && _waiting.Count > 0)
                Withdraw(_waiting.Keys.ElementAt(_random.Next(_waiting.Count)));
            else if (what < 80 && _held.Count > 0)
                Handle(_held.Keys.ElementAt(_random.Next(_held.Count)));
            else if (what < 84 && _held.Count > 0)
                Return(_held.Keys.ElementAt(_random.Next(_held.Count)));
            else if (what < 92)
                Toggle(agent);
            else if (what < 96)
                SetAgent(agent);
            else if (what < 98)
                SetQueue(_random.Next(_queues.Count));
        }

        private void Offer()
        {
            var offered = new OfferedInteraction(new InteractionId(++_last), _queues[_random.Next(_queues.Count)].Id, _now - TimeSpan.FromSeconds(_random.Next(3)))
            {
                Channel = Media[_random.Next(Media.Length)],
                Priority = _random.Next(5) == 0 ? _random.Next(3) : null,
                Preferred = _random.Next(4) == 0 ? new AgentId(_random.Next(_agents.Count + 1)) : null,
            };
            Assert.True(_distributor.Offer(offered, _now), _context);
            _waiting.Add(_last, offered);
        }

        private void Withdraw(long id)
        {
            Assert.True(_distributor.Withdraw(new InteractionId(id), _now), _context);
            _waiting.Remove(id);
        }

        private void Handle(long id)
        {
            _distributor.Handled(new InteractionId(id), _now, _random.Next(3) == 0 ? null : _random.Next(2) == 0);
            _held.Remove(id);
        }

        private void Return(long id)
        {
            _distributor.Return(new InteractionId(id), _now);
            _held.Remove(id, out var held);
            _waiting.Add(id, held.Offered with { Preferred = null });
        }

        private void Toggle(int agent)
        {
            if (_ready.Remove(agent))
                _distributor.AgentNotReady(new AgentId(agent), _now);
            else if (_ready.Add(agent))
                _distributor.AgentReady(new AgentId(agent), _now);
        }

        private void SetQueue(int index)
        {
            var steps = new List<RelaxStep> { new(TimeSpan.Zero, Asks(3)) };
            while (_random.Next(2) == 0 && steps.Count < 4)
                steps.Add(new RelaxStep(steps[^1].After + TimeSpan.FromSeconds(5 + _random.Next(30)), Asks(4 - steps.Count)));

            // What changes for those who wait already is another question: only what they do not feel changes here.
            var queue = index < _queues.Count ? _queues[index] with { Target = new ServiceTarget(0.8, TimeSpan.FromSeconds(10 + _random.Next(50))) }
                : new RoutedQueue(new QueueId(index), steps) { Priority = _random.Next(3), AgeingAfter = _random.Next(2) == 0 ? TimeSpan.FromSeconds(60) : null };
            _distributor.SetQueue(queue, _now);
            if (index < _queues.Count)
                _queues[index] = queue;
            else
                _queues.Add(queue);
        }

        private SkillExpression? Asks(int most)
        {
            var skills = Enumerable.Range(0, _random.Next(most)).Select(_ => new RequiredSkill(new SkillId(_random.Next(4)), 1 + _random.Next(6))).ToArray();
            return skills.Length == 0 ? null : SkillExpression.AllOf(skills);
        }

        private void SetAgent(int index)
        {
            var agent = new RoutedAgent(new AgentId(index),
                [.. Enumerable.Range(0, 4).Where(_ => _random.Next(2) == 0).Select(skill => new AgentSkill(new SkillId(skill), 1 + _random.Next(10)))],
                _random.Next(3) == 0 ? [new QueuePreference(new QueueId(0), 1 + _random.Next(10))] : [],
                _random.Next(2) == 0 ? ChannelLimits.VoiceOnly : ChannelLimits.AnyMedium);
            _distributor.SetAgent(agent, _now);
            if (index < _agents.Count)
                _agents[index] = agent;
            else
                _agents.Add(agent);
        }

        /// <summary>Those two may be joined, and nobody with a better claim on this agent was passed.</summary>
        private void Check(in Assignment pair)
        {
            int agent = pair.Agent.Value;
            Assert.True(_waiting.Remove(pair.Interaction.Value, out var taken), $"{_context}: {pair.Interaction} was not waiting");
            Assert.True(_ready.Contains(agent) && MayServe(agent, taken, ignoresPreferred: taken.Preferred == pair.Agent), $"{_context}: {pair}");
            foreach (var (id, other) in _waiting)
            {
                if (!MayServe(agent, other, ignoresPreferred: false))
                    continue;
                Assert.True(PriorityOf(other) <= PriorityOf(taken), $"{_context}: {id} has more priority than {pair}");
                bool isSameClaim = other.Queue == taken.Queue && PriorityOf(other) == PriorityOf(taken) && other.Channel == taken.Channel && taken.Preferred != pair.Agent && other.Preferred != pair.Agent;
                Assert.True(!isSameClaim || other.ArrivedAt >= taken.ArrivedAt, $"{_context}: {id} came before {pair}");
            }
            _held.Add(pair.Interaction.Value, (taken, agent));
            Joined.Add(pair);
        }

        /// <summary>No ready agent is idle while somebody waits whom he may serve; every number agrees.</summary>
        private void CheckRest()
        {
            Assert.Equal(_waiting.Count, _distributor.Waiting);
            foreach (var (id, waiting) in _waiting)
            {
                foreach (int agent in _ready)
                    Assert.False(MayServe(agent, waiting, ignoresPreferred: false), $"{_context}: {id} waits, and agent {agent} is free");
                Assert.NotEqual(WaitingReason.WithAnAgent, _distributor.Explain(new InteractionId(id), _now)!.Reason);
            }
            Assert.True(_distributor.NextDeadline is not { } deadline || deadline > _now, _context);
        }

        private bool MayServe(int agent, in OfferedInteraction waiting, bool ignoresPreferred)
        {
            Span<byte> held = stackalloc byte[ChannelLimits.Channels];
            foreach (var (offered, by) in _held.Values)
                if (by == agent)
                    held[(int)offered.Channel]++;
            if (!_agents[agent].Limits.Allows(held, waiting.Channel))
                return false;
            if (ignoresPreferred || IsKept(waiting))
                return ignoresPreferred || waiting.Preferred!.Value.Value == agent;
            var waited = Waited(waiting);
            var asks = _queues[waiting.Queue.Value].Steps.Last(step => step.After <= waited).Skills;
            return _policy.IgnoresSkills || asks is null || asks.LevelOf(_agents[agent].Skills) > 0;
        }

        // Once he was not ready in that time it is kept no more: the auditor then expects less, not more.
        private bool IsKept(in OfferedInteraction waiting) =>
            _policy.PreferredFor > Waited(waiting) && waiting.Preferred is { } preferred && preferred.Value < _agents.Count
            && _distributor.Explain(waiting.Id, _now)!.Reason == WaitingReason.PreferredAgentFirst;

        private TimeSpan Waited(in OfferedInteraction waiting) => _now - waiting.ArrivedAt;

        private int PriorityOf(in OfferedInteraction waiting)
        {
            var queue = _queues[waiting.Queue.Value];
            return queue.AgeingAfter is { } ageing && Waited(waiting) >= ageing && !IsKept(waiting) ? int.MaxValue : waiting.Priority ?? queue.Priority;
        }
    }
}
