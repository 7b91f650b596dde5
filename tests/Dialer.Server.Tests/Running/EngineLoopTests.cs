using System.Collections.Concurrent;
using System.Threading.Channels;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;
using Dialer.Core.Time;
using Dialer.Server.Monitoring;
using Dialer.Server.Outlets;
using Dialer.Server.Running;
using Xunit;

namespace Dialer.Server.Tests.Running;

public sealed class EngineLoopTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly CampaignId Campaign = new(1);

    [Fact]
    public async Task A_command_is_answered_with_the_engines_reason()
    {
        var seen = new SeenFacts();
        await using var loop = Loop(seen);
        loop.Start();
        var refused = await loop.AskAsync(EngineInput.AgentReady(new AgentId(77)));
        Assert.Equal("no such agent", refused.Refusal);
        Assert.True((await loop.AskAsync(EngineInput.Tick())).IsAccepted);
    }

    [Fact]
    public async Task Deadlines_fire_without_any_input()
    {
        var seen = new SeenFacts();
        await using var loop = Loop(seen);
        loop.Start();
        foreach (var input in Configuration())
            loop.Post(input);
        loop.Post(EngineInput.StartCampaign(Campaign));
        await seen.Until(EngineOutputKind.LoadLeads, _ => true);
        loop.Post(EngineInput.LeadsLoaded(Campaign, new LeadBatch([], Instant.Never)));
        await seen.Until(EngineOutputKind.CampaignStateChanged, fact => fact.CampaignState == CampaignState.Finished);
    }

    /// <summary>A picture is of the moment: nothing of it is kept for a reader, and nothing waits for one.</summary>
    [Fact]
    public async Task The_books_are_read_as_they_are_between_two_turns_and_after_the_end_as_they_were_last()
    {
        await using var loop = Loop(new SeenFacts());
        Assert.Empty(loop.Look(books => books.Queues.ToArray()));
        loop.Start();
        foreach (var input in Configuration())
            loop.Post(input);
        loop.Post(EngineInput.InboundCall(new CallId(CallId.FirstInbound), new TrunkId(1), new QueueId(1), "+33199000001"));
        await loop.AskAsync(EngineInput.Tick());
        var queue = Assert.Single(loop.Look(books => Board.Of(books, new TrunkBoard([]))).Queues);
        Assert.Equal(("queue", 1, 1L, 20.0), (queue.Name, queue.Waiting, queue.Offered, queue.TargetSeconds));
        await loop.StopAsync();
        Assert.Equal(1, loop.Look(books => books.Queues[0].Counters.Offered));
    }

    [Fact]
    public async Task The_store_takes_each_turn_before_every_other_consumer()
    {
        var order = new ConcurrentQueue<string>();
        var seen = new SeenFacts { OnTake = stored => order.Enqueue($"outlet {stored}") };
        long sequence = 0;
        await using var loop = new EngineLoop(Engine(), new EngineClock(TimeProvider.System), _ =>
        {
            order.Enqueue($"store {++sequence}");
            return sequence;
        }, [seen]);
        loop.Start();
        await loop.AskAsync(EngineInput.AgentReady(new AgentId(77)));
        await loop.AskAsync(EngineInput.AgentReady(new AgentId(77)));
        Assert.Equal(["store 1", "outlet 1", "store 2", "outlet 2"], order);
    }

    [Fact]
    public async Task A_consumer_that_is_behind_becomes_an_input_and_its_relief_too()
    {
        var seen = new SeenFacts();
        var log = new SeenInputs();
        await using var loop = new EngineLoop(Engine(), new EngineClock(TimeProvider.System), _ => 0, [seen], log: log);
        loop.Start();
        seen.IsCongested = true;
        loop.Wake();
        await log.Until(input => input.Kind == EngineInputKind.OutletCongested && input.Outlet == seen.Name);
        seen.IsCongested = false;
        seen.Relieved!();
        await log.Until(input => input.Kind == EngineInputKind.OutletRelieved && input.Outlet == seen.Name);
    }

    [Fact]
    public async Task A_full_inbox_refuses_commands_and_loses_no_signal()
    {
        var seen = new SeenFacts();
        var log = new SeenInputs();
        await using var loop = new EngineLoop(Engine(), new EngineClock(TimeProvider.System), _ => 0, [seen], log: log);
        for (int i = 0; i < EngineLoop.InboxCapacity; i++)
            loop.Post(EngineInput.CallRinging(new CallId(i)));
        Assert.Contains("overloaded", (await loop.AskAsync(EngineInput.Tick())).Refusal, StringComparison.Ordinal);
        var waiting = Task.Run(() => loop.Post(EngineInput.CallRinging(new CallId(-1))), TestContext.Current.CancellationToken);
        loop.Start();
        await waiting.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await log.Until(input => input.Call.Value == -1);
        Assert.Equal(EngineLoop.InboxCapacity + 1, log.Inputs.Count(input => input.Kind == EngineInputKind.CallRinging));
    }

    [Fact]
    public async Task What_was_posted_before_the_stop_is_applied_and_what_comes_later_is_refused()
    {
        var log = new SeenInputs();
        await using var loop = new EngineLoop(Engine(), new EngineClock(TimeProvider.System), _ => 0, [], log: log);
        loop.Start();
        for (int i = 0; i < 1_000; i++)
            loop.Post(EngineInput.AddDoNotCall("+33199000000"));
        await loop.StopAsync();
        Assert.Equal(1_000, log.Inputs.Count(input => input.Kind == EngineInputKind.AddDoNotCall));
        Assert.Equal(EngineInputKind.Tick, log.Inputs.Last().Kind);
        Assert.Contains("stopping", (await loop.AskAsync(EngineInput.Tick())).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consumer_that_fails_ends_the_loop_with_its_cause()
    {
        await using var loop = new EngineLoop(Engine(), new EngineClock(TimeProvider.System), _ => throw new OutletFullException("full"), []);
        loop.Start();
        loop.Post(EngineInput.AgentReady(new AgentId(77)));
        await Assert.ThrowsAsync<OutletFullException>(() => loop.Ended.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.False((await loop.AskAsync(EngineInput.Tick())).IsAccepted);
    }

    [Fact]
    public async Task Instants_given_to_the_engine_never_go_back()
    {
        var log = new SeenInputs();
        await using var loop = new EngineLoop(Engine(), new EngineClock(TimeProvider.System), _ => 0, [], log: log);
        loop.Start();
        await Parallel.ForAsync(0, 4, TestContext.Current.CancellationToken, (_, _) =>
        {
            for (int i = 0; i < 2_000; i++)
                loop.Post(EngineInput.Tick());
            return ValueTask.CompletedTask;
        });
        await loop.StopAsync();
        var instants = log.Instants.ToArray();
        Assert.Equal(instants.Order(), instants);
    }

    private static DialerEngine Engine() => new(new EngineOptions(1, Pacers.Create));

    private static EngineLoop Loop(SeenFacts seen) => new(Engine(), new EngineClock(TimeProvider.System), _ => 0, [seen]);

    private static IEnumerable<EngineInput> Configuration()
    {
        yield return EngineInput.ConfigureTrunk(new TrunkSettings(new TrunkId(1), "carrier", 10, 10));
        yield return EngineInput.ConfigureQueue(new QueueSettings(new QueueId(1), "queue", [], 0, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20)));
        yield return EngineInput.ConfigureCampaign(new CampaignSettings { Id = Campaign, Name = "campaign", Trunk = new TrunkId(1), Queue = new QueueId(1) });
    }

    private sealed class SeenInputs : IInputLog
    {
        private readonly ConcurrentQueue<EngineInput> _inputs = new();
        private readonly Channel<bool> _more = Channel.CreateUnbounded<bool>();

        public ConcurrentQueue<Instant> Instants { get; } = new();

        public IReadOnlyCollection<EngineInput> Inputs => _inputs;

        public void Write(in EngineInput input, Instant now)
        {
            _inputs.Enqueue(input);
            Instants.Enqueue(now);
            _more.Writer.TryWrite(true);
        }

        public async Task Until(Func<EngineInput, bool> wanted)
        {
            while (!_inputs.Any(wanted))
                await _more.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
    }

    private sealed class SeenFacts : IOutlet
    {
        private readonly ConcurrentQueue<EngineOutput> _facts = new();
        private readonly Channel<bool> _more = Channel.CreateUnbounded<bool>();
        private volatile bool _isCongested;

        public string Name => "test";

        public bool IsCongested
        {
            get => _isCongested;
            set => _isCongested = value;
        }

        public Action? Relieved { get; set; }

        public Action<long>? OnTake { get; init; }

        public void Take(Outbox outbox, long stored)
        {
            OnTake?.Invoke(stored);
            foreach (var output in outbox.Outputs)
                _facts.Enqueue(output);
            _more.Writer.TryWrite(true);
        }

        public async Task Until(EngineOutputKind kind, Func<EngineOutput, bool> wanted)
        {
            while (!_facts.Any(fact => fact.Kind == kind && wanted(fact)))
                await _more.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
    }
}
