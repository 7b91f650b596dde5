using Dialer.Core.Agents;
using Dialer.Core.Channels;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Routing.Policies;
using Dialer.Core.Time;

namespace Dialer.Core.Tests.Routing;

/// <summary>A distributor with short words, for tests that read like a desk.</summary>
internal sealed class RoutingDesk
{
    private readonly Dictionary<string, int> _skills = [];
    private readonly Dictionary<string, int> _queues = [];
    private readonly Dictionary<string, int> _agents = [];
    private readonly Dictionary<string, long> _callers = [];

    public RoutingDesk(string policy, TimeSpan? preferredFor = null) => Distributor = new Distributor(RoutingPolicies.Create(policy, preferredFor)!);

    public Distributor Distributor { get; }

    public Instant Now { get; private set; } = Instant.FromSeconds(1_000_000);

    public RoutingDesk Queue(string name, string skills = "", int priority = 0, double targetSeconds = 20, TimeSpan? ageing = null, WorkingCalendar? calendar = null, params (double After, string Skills)[] relax)
    {
        int id = IdOf(_queues, name);
        var steps = new List<RelaxStep> { new(TimeSpan.Zero, Expression(skills)) };
        foreach (var (after, less) in relax)
            steps.Add(new RelaxStep(TimeSpan.FromSeconds(after), Expression(less)));
        Distributor.SetQueue(new RoutedQueue(new QueueId(id), steps) { Priority = priority, Target = new ServiceTarget(0.8, TimeSpan.FromSeconds(targetSeconds)), AgeingAfter = ageing, Calendar = calendar }, Now);
        return this;
    }

    /// <param name="skills">As <c>fr=5 loans=3</c>.</param>
    /// <param name="prefers">As <c>queue=9</c>.</param>
    public RoutingDesk Agent(string name, string skills = "", string prefers = "", ChannelLimits? limits = null, bool isReady = true)
    {
        var id = new AgentId(IdOf(_agents, name));
        Distributor.SetAgent(new RoutedAgent(id,
            [.. Pairs(skills).Select(pair => new AgentSkill(new SkillId(IdOf(_skills, pair.Name)), pair.Number))],
            [.. Pairs(prefers).Select(pair => new QueuePreference(new QueueId(IdOf(_queues, pair.Name)), pair.Number))],
            limits ?? ChannelLimits.VoiceOnly), Now);
        if (isReady)
            Distributor.AgentReady(id, Now);
        return Later(1);
    }

    public RoutingDesk NotReady(string name)
    {
        Distributor.AgentNotReady(new AgentId(_agents[name]), Now);
        return this;
    }

    public RoutingDesk Ready(string name)
    {
        Distributor.AgentReady(new AgentId(_agents[name]), Now);
        return this;
    }

    public RoutingDesk Later(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        return this;
    }

    public RoutingDesk Comes(string caller, string queue, Channel channel = Channel.Voice, int? priority = null, string? preferred = null)
    {
        var offered = new OfferedInteraction(new InteractionId(IdOf(_callers, caller)), new QueueId(_queues[queue]), Now)
        {
            Channel = channel,
            Priority = priority,
            Preferred = preferred is null ? null : new AgentId(_agents[preferred]),
        };
        Xunit.Assert.True(Distributor.Offer(offered, Now));
        return this;
    }

    public RoutingDesk Leaves(string caller)
    {
        Xunit.Assert.True(Distributor.Withdraw(new InteractionId(_callers[caller]), Now));
        return this;
    }

    public RoutingDesk Done(string caller, bool? isSuccess = null)
    {
        Distributor.Handled(new InteractionId(_callers[caller]), Now, isSuccess);
        return this;
    }

    public RoutingDesk Returns(string caller)
    {
        Distributor.Return(new InteractionId(_callers[caller]), Now);
        return this;
    }

    /// <summary>Who is joined now, as <c>caller:agent caller:agent</c>.</summary>
    public string Joined()
    {
        var pairs = new List<string>();
        while (Distributor.TryNext(Now, out var pair))
            pairs.Add($"{Name(_callers, pair.Interaction.Value)}:{Name(_agents, pair.Agent.Value)}");
        return string.Join(" ", pairs);
    }

    public RoutingExplanation Explain(string caller) => Distributor.Explain(new InteractionId(_callers[caller]), Now)!;

    private SkillExpression? Expression(string text) => text.Length == 0 ? null : SkillExpression.Parse(text, name => new SkillId(IdOf(_skills, name)), out _);

    private static IEnumerable<(string Name, int Number)> Pairs(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Split('=')).Select(pair => (pair[0], int.Parse(pair[1], System.Globalization.CultureInfo.InvariantCulture)));

    private static int IdOf(Dictionary<string, int> ids, string name) => ids.TryGetValue(name, out int id) ? id : ids[name] = ids.Count + 1;

    private static long IdOf(Dictionary<string, long> ids, string name) => ids.TryGetValue(name, out long id) ? id : ids[name] = ids.Count + 1;

    private static string Name(Dictionary<string, int> ids, int id) => ids.Single(pair => pair.Value == id).Key;

    private static string Name(Dictionary<string, long> ids, long id) => ids.Single(pair => pair.Value == id).Key;
}
