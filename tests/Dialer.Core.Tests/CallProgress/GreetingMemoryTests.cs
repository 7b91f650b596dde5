using Dialer.Core.CallProgress;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.CallProgress;

public sealed class GreetingMemoryTests
{
    /// <summary>Voices whose sounds follow the seed: the same seed is the same recording.</summary>
    private static CallSignal Greeting(ulong seed, int delayMs, double hissDb = -66)
    {
        SeededRandom random = new(seed);
        CallSignal call = new(hissDb: hissDb);
        call.Silence(delayMs);
        for (int i = 0; i < 40; i++)
        {
            double pitch = 100 + 120 * random.NextDouble(), formant = 400 + 1500 * random.NextDouble(), second = 400 + 1500 * random.NextDouble();
            call.Vowel(60 + random.Next(90), pitch, formant, second);
        }
        return call.Silence(4000);
    }

    private static CallProgressAnalyzer Hear(CallSignal call, GreetingPrint known = default, GreetingPrint[]? announcements = null)
    {
        CallProgressAnalyzer analyzer = new(CallProgressOptions.Default);
        analyzer.Remember(known, announcements ?? []);
        call.Play(analyzer);
        return analyzer;
    }

    [Theory]
    [InlineData(900, -66)]
    [InlineData(413, -66)]
    [InlineData(1507, -60)]
    [InlineData(2201, -50)]
    public void A_greeting_heard_before_is_known_by_its_first_second(int delayMs, double hissDb)
    {
        var print = Hear(Greeting(1, 500)).Print;
        Assert.True(print.FirmBits >= GreetingPrint.LeastFirm);
        var again = Hear(Greeting(1, delayMs, hissDb), print);
        Assert.Equal((CpaVerdict.AnsweringMachine, VerdictRule.Remembered, MemoryScope.Number), (again.Verdict, again.Reason.Rule, again.Match.Scope));
        Assert.InRange(again.Match.AtSamples / 8 - delayMs, 800, 1250);
    }

    [Fact]
    public void Another_voice_is_not_taken_for_it()
    {
        var print = Hear(Greeting(1, 500)).Print;
        for (ulong seed = 2; seed < 40; seed++)
            Assert.Equal(MemoryScope.None, Hear(Greeting(seed, 700), print, [print]).Match.Scope);
    }

    [Fact]
    public void What_three_numbers_share_is_the_network_s_and_is_known_at_a_fourth()
    {
        GreetingMemory memory = new();
        for (ulong number = 1; number <= 3; number++)
        {
            Assert.Empty(memory.AnnouncementsOf(7));
            memory.Learn(number, 7, Hear(Greeting(5, 300 + 171 * (int)number)).Print);
        }
        Assert.Single(memory.AnnouncementsOf(7));
        Assert.Empty(memory.AnnouncementsOf(8));
        Assert.False(memory.TryFind(4, out var nothing));
        Assert.Equal(MemoryScope.Network, Hear(Greeting(5, 777), nothing, memory.AnnouncementsOf(7)).Match.Scope);
    }

    [Fact]
    public void One_number_alone_shares_nothing_however_often_it_is_called()
    {
        GreetingMemory memory = new();
        for (int i = 0; i < 6; i++)
            memory.Learn(1, 7, Hear(Greeting(5, 300 + 171 * i)).Print);
        Assert.Empty(memory.AnnouncementsOf(7));
        Assert.Equal(1, memory.Numbers);
    }

    [Fact]
    public void It_is_bounded_and_forgets_what_it_learned_longest_ago()
    {
        GreetingMemory memory = new(capacity: 100);
        var print = Hear(Greeting(1, 500)).Print;
        for (ulong number = 1; number <= 250; number++)
            memory.Learn(number, 1, print);
        Assert.Equal(100, memory.Numbers);
        Assert.False(memory.TryFind(150, out _));
        Assert.True(memory.TryFind(151, out var kept));
        Assert.Equal(print, kept);
    }

    [Fact]
    public void An_erased_number_is_gone_and_its_place_is_used_again()
    {
        GreetingMemory memory = new(capacity: 2);
        var print = Hear(Greeting(1, 500)).Print;
        memory.Learn(1, 1, print);
        memory.Learn(2, 1, print);
        Assert.True(memory.Forget(1));
        Assert.False(memory.Forget(1));
        Assert.False(memory.TryFind(1, out _));
        memory.Learn(3, 1, print);
        Assert.True(memory.TryFind(2, out _));
        Assert.True(memory.TryFind(3, out _));
    }

    [Fact]
    public void A_print_survives_its_bytes_and_a_shapeless_one_teaches_nothing()
    {
        var print = Hear(Greeting(3, 500)).Print;
        byte[] bytes = new byte[GreetingPrint.Bytes];
        print.Write(bytes);
        Assert.Equal(print, GreetingPrint.Read(bytes));
        GreetingMemory memory = new();
        memory.Learn(1, 1, default);
        Assert.Equal(0, memory.Numbers);
    }
}
