using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Time;

public sealed class DeadlineQueueTests
{
    [Fact]
    public void Of_two_at_the_same_instant_the_first_added_fires_first()
    {
        var queue = new DeadlineQueue<string>();
        queue.Add(new Instant(5), "later");
        queue.Add(new Instant(3), "first");
        queue.Add(new Instant(3), "second");
        Assert.Equal(new Instant(3), queue.Next);
        Assert.Equal(["first", "second"], Due(queue, 4));
        Assert.Equal(["later"], Due(queue, 5));
        Assert.Null(queue.Next);
    }

    [Fact]
    public void A_handle_names_nothing_once_it_has_fired_even_if_its_slot_is_used_again()
    {
        var queue = new DeadlineQueue<string>();
        var first = queue.Add(new Instant(1), "first");
        Due(queue, 1);
        queue.Add(new Instant(2), "second");
        Assert.False(queue.Cancel(ref first));
        Assert.Equal(["second"], Due(queue, 2));
    }

    [Fact]
    public void Random_work_agrees_with_a_sorted_list()
    {
        var random = new SeededRandom(3);
        var queue = new DeadlineQueue<int>();
        var model = new SortedDictionary<(long, int), DeadlineHandle>();
        long now = 0;
        for (int i = 0; i < 50_000; i++)
        {
            int what = random.Next(10);
            if (what < 6)
            {
                long at = now + random.Next(200);
                model.Add((at, i), queue.Add(new Instant(at), i));
            }
            else if (what < 8 && model.Count > 0)
            {
                var (key, handle) = model.ElementAt(random.Next(Math.Min(model.Count, 50)));
                Assert.True(queue.Cancel(ref handle));
                model.Remove(key);
            }
            else
            {
                now += random.Next(100);
                while (queue.TryTake(new Instant(now), out var at, out int taken))
                {
                    Assert.Equal((at.Ticks, taken), model.Keys.First());
                    model.Remove(model.Keys.First());
                }
            }
            Assert.Equal(model.Count, queue.Count);
            Assert.Equal(model.Count == 0 ? null : new Instant(model.Keys.First().Item1), queue.Next);
        }
    }

    private static List<string> Due(DeadlineQueue<string> queue, long now)
    {
        var due = new List<string>();
        while (queue.TryTake(new Instant(now), out _, out string? what))
            due.Add(what);
        return due;
    }
}
