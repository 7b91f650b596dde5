using Dialer.Core.Engine.Books;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Xunit;

namespace Dialer.Core.Tests.Engine.Books;

/// <summary>What a queue's books say of callers: one gets an agent in time, one too late, one gives up, one waits.</summary>
public sealed class QueueBookTests
{
    private static readonly AgentId Ana = new(1);

    [Fact]
    public void The_service_level_is_answered_in_time_over_offered_and_waits_are_of_all_who_no_longer_wait()
    {
        var desk = new Desk();
        var calls = Enumerable.Range(0, 4).Select(i => new CallId(CallId.FirstInbound + i)).ToArray();
        desk.LogIn(desk.Agent(1));
        Call(desk, calls[0]);
        desk.Wait(5);
        desk.Do(EngineInput.AgentReady(Ana));
        Call(desk, calls[1]);
        desk.Wait(1);
        Call(desk, calls[2]);
        desk.Wait(29);
        desk.End(calls[0]);
        desk.Do(EngineInput.SubmitDisposition(Ana, new Disposition("helped")));
        Call(desk, calls[3]);
        desk.Wait(10);
        desk.End(calls[2]);

        var queue = Books(desk);
        Assert.Equal((4L, 2L, 1L, 1L), (queue.Counters.Offered, queue.Counters.Answered, queue.Counters.AnsweredInTime, queue.Counters.HungUpInQueue));
        Assert.Equal(0.25, queue.Counters.ServiceLevel);
        Assert.Equal((1, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20)), (queue.Waiting, queue.LongestWait, queue.Target));

        // 5 s and 30 s until an agent, 39 s until the hang-up; quantiles are the ends of buckets, an eighth of their power of two wide.
        Assert.Equal((3L, TimeSpan.FromSeconds(39), TimeSpan.FromSeconds(74) / 3), (queue.Waits.Count, queue.Waits.Longest, queue.Waits.Mean));
        Assert.InRange(queue.Waits.P50, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30 * 1.125));
        Assert.Equal(TimeSpan.FromSeconds(39), queue.Waits.P99);
    }

    [Fact]
    public void A_queue_to_which_nobody_has_come_meets_its_target()
    {
        var queue = Books(new Desk());
        Assert.Equal((1.0, default), (queue.Counters.ServiceLevel, queue.Waits));
    }

    private static void Call(Desk desk, CallId call) => desk.Do(EngineInput.InboundCall(call, Desk.Trunk, Desk.Queue, "+33199000001"));

    private static QueueSnapshot Books(Desk desk)
    {
        var books = new EngineSnapshot();
        desk.Engine.Fill(books);
        return Assert.Single(books.Queues);
    }
}
