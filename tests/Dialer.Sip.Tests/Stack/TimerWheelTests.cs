using Dialer.Core.Time;
using Dialer.Sip.Stack;
using Xunit;

namespace Dialer.Sip.Tests.Stack;

public sealed class TimerWheelTests
{
    private sealed class Recorder(Func<long> now) : ITimerTarget
    {
        public List<(int Kind, long AtMs)> Fired { get; } = [];

        public void OnTimer(int kind) => Fired.Add((kind, now()));
    }

    /// <summary>Random deadlines, some cancelled, against a sorted list: each fires once, in order of its tick, never early.</summary>
    [Fact]
    public void It_fires_what_a_sorted_list_would()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            SeededRandom random = new(seed);
            long now = random.Next(100_000);
            TimerWheel wheel = new(now);
            Recorder recorder = new(() => now);
            Dictionary<int, (long DueMs, TimerHandle Handle)> waiting = [];
            for (int kind = 0; kind < 2_000; kind++)
            {
                long due = now + random.Next(random.Next(10) == 0 ? 500_000 : 40_000);
                waiting[kind] = (due, wheel.Schedule(due, recorder, kind));
                if (random.Next(3) == 0)
                {
                    int victim = waiting.Keys.ElementAt(random.Next(waiting.Count));
                    var handle = waiting[victim].Handle;
                    wheel.Cancel(ref handle);
                    waiting.Remove(victim);
                }
                if (random.Next(20) == 0)
                    Advance(random.Next(2_000));
            }
            while (waiting.Count > 0)
                Advance(random.Next(5_000));
            Assert.Equal(0, wheel.Count);
            Assert.Equal(-1, wheel.NextDueMs());

            void Advance(long ms)
            {
                long end = now + ms;
                while (wheel.NextDueMs() is var next && next >= 0 && next <= end)
                {
                    now = Math.Max(now, next);
                    wheel.AdvanceTo(now);
                    foreach ((int kind, long at) in recorder.Fired)
                    {
                        Assert.True(waiting.Remove(kind, out var entry), "fired twice, or after its cancel");
                        Assert.InRange(at, entry.DueMs, Math.Max(entry.DueMs, at - ms) + (2 * TimerWheel.TickMs));
                    }
                    recorder.Fired.Clear();
                }
                now = end;
                wheel.AdvanceTo(now);
                Assert.Empty(recorder.Fired);
            }
        }
    }

    [Fact]
    public void A_handle_of_the_past_cancels_nothing()
    {
        long now = 0;
        TimerWheel wheel = new(0);
        Recorder recorder = new(() => now);
        var old = wheel.Schedule(10, recorder, 1);
        now = 20;
        wheel.AdvanceTo(now);
        wheel.Schedule(30, recorder, 2);
        wheel.Cancel(ref old);
        now = 40;
        wheel.AdvanceTo(now);
        Assert.Equal([1, 2], recorder.Fired.Select(f => f.Kind));
    }
}
