using Dialer.Core.CallProgress;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Sip.Calls;
using Xunit;

namespace Dialer.Sip.Tests.Calls;

public sealed class LineGreetingsTests
{
    private static readonly CampaignId Autumn = new(1), Spring = new(2);
    private static readonly TrunkId Carrier = new(7), Other = new(8);

    private readonly List<LearnedGreeting> _learned = [];
    private readonly List<string> _forgot = [];
    private readonly LineGreetings _greetings;

    public LineGreetingsTests() => _greetings = new LineGreetings(TimeProvider.System) { Learned = _learned.Add, Forgot = _forgot.Add };

    [Fact]
    public void A_machine_is_known_at_its_own_number_and_nowhere_else()
    {
        Learn(Autumn, "+33111111111", 1);
        Assert.Equal(MemoryScope.Number, Hear(Spring, "+33111111111", 1).Match.Scope);
        Assert.Equal(MemoryScope.None, Hear(Autumn, "+33111111112", 1).Match.Scope);
        Assert.Equal(MemoryScope.None, Hear(Autumn, "+33111111111", 2).Match.Scope);
    }

    [Fact]
    public void What_three_numbers_say_is_known_at_a_fourth_of_the_campaign_on_the_carrier()
    {
        foreach (string number in (string[])["+33111111111", "0033222222222", "33333333333"])
            Learn(Autumn, number, 3);
        Assert.Equal(MemoryScope.Network, Hear(Autumn, "+33444444444", 3).Match.Scope);
        Assert.Equal(MemoryScope.None, Hear(Spring, "+33444444444", 3).Match.Scope);
        Assert.Equal(MemoryScope.None, Hear(Autumn, "+33444444444", 3, Other).Match.Scope);
    }

    [Fact]
    public void What_is_learned_is_told_and_another_line_goes_on_from_it()
    {
        foreach (string number in (string[])["+33111111111", "+33222222222", "+33333333333"])
            Learn(Autumn, number, 3);
        Assert.Equal([("+33111111111", false), ("+33222222222", false), ("+33333333333", false), ("+33333333333", true)], _learned.Select(one => (one.Number, one.IsShared)));
        LineGreetings next = new(TimeProvider.System);
        next.Restore(_learned);
        Assert.Equal(3, next.Numbers);
        Assert.Equal(MemoryScope.Number, Hear(Autumn, "+33222222222", 3, Carrier, next).Match.Scope);
        Assert.Equal(MemoryScope.Network, Hear(Autumn, "+33444444444", 3, Carrier, next).Match.Scope);
    }

    [Fact]
    public void Two_numbers_of_an_earlier_run_and_one_of_this_share_a_greeting()
    {
        Learn(Autumn, "+33111111111", 3);
        Learn(Autumn, "+33222222222", 3);
        List<LearnedGreeting> told = [];
        LineGreetings next = new(TimeProvider.System) { Learned = told.Add };
        next.Restore(_learned);
        next.Learn(new HeardGreeting("+33333333333", Autumn, Carrier, Hear(Autumn, "+33333333333", 3).Print, MemoryScope.None));
        Assert.Equal([false, true], told.Select(one => one.IsShared));
    }

    [Fact]
    public void The_agent_s_word_teaches_and_takes_back()
    {
        CallId machine = new(1), person = new(2), doubted = new(3);
        var print = Hear(Autumn, "+33111111111", 1).Print;
        _greetings.Await(machine, new HeardGreeting("+33111111111", Autumn, Carrier, print, MemoryScope.None));
        Assert.Equal(MemoryScope.None, Hear(Autumn, "+33111111111", 1).Match.Scope);
        _greetings.AgentSaid(machine, wasMachine: true);
        Assert.Equal(MemoryScope.Number, Hear(Autumn, "+33111111111", 1).Match.Scope);

        // A person who was taken for nobody else has nothing to be forgotten.
        _greetings.Await(person, new HeardGreeting("+33111111111", Autumn, Carrier, print, MemoryScope.None));
        _greetings.AgentSaid(person, wasMachine: false);
        Assert.Equal(MemoryScope.Number, Hear(Autumn, "+33111111111", 1).Match.Scope);
        _greetings.Await(doubted, new HeardGreeting("+33111111111", Autumn, Carrier, print, MemoryScope.Number));
        _greetings.AgentSaid(doubted, wasMachine: false);
        Assert.Equal(MemoryScope.None, Hear(Autumn, "+33111111111", 1).Match.Scope);
        Assert.Equal(["+33111111111"], _forgot);
    }

    [Fact]
    public void Who_is_erased_is_not_learned_by_a_word_that_comes_later()
    {
        CallId call = new(1);
        _greetings.Await(call, new HeardGreeting("+33111111111", Autumn, Carrier, Hear(Autumn, "+33111111111", 1).Print, MemoryScope.None));
        _greetings.Forget("+33111111111");
        _greetings.AgentSaid(call, wasMachine: true);
        Assert.Empty(_learned);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("anonymous")]
    [InlineData("+331111111111111111111111111")]
    public void What_is_no_number_is_neither_learned_nor_looked_for(string? number)
    {
        Learn(Autumn, number, 1);
        Assert.Equal(MemoryScope.None, Hear(Autumn, number, 1).Match.Scope);
        Assert.Empty(_learned);
    }

    private void Learn(CampaignId campaign, string? number, ulong voice) =>
        _greetings.Learn(new HeardGreeting(number, campaign, Carrier, Hear(campaign, number, voice).Print, MemoryScope.None));

    private CallProgressAnalyzer Hear(CampaignId campaign, string? number, ulong voice, TrunkId? trunk = null, LineGreetings? by = null)
    {
        CallProgressAnalyzer analyzer = new(CallProgressOptions.Default);
        (by ?? _greetings).Prepare(analyzer, campaign, trunk ?? Carrier, number);
        analyzer.Answered();
        short[] samples = Greeting(voice);
        for (int i = 0; i + 160 <= samples.Length; i += 160)
            analyzer.Push(samples.AsSpan(i, 160));
        Assert.True(analyzer.Print.FirmBits >= GreetingPrint.LeastFirm);
        return analyzer;
    }

    /// <summary>Half a second of a quiet line, then vowels that follow the seed.</summary>
    private static short[] Greeting(ulong seed)
    {
        SeededRandom random = new(seed);
        List<short> samples = [];
        for (int i = 0; i < 4000; i++)
            samples.Add((short)(random.Next(21) - 10));
        for (int vowel = 0; vowel < 20; vowel++)
        {
            double pitch = 100 + 120 * random.NextDouble(), formant = 400 + 1500 * random.NextDouble();
            int length = 480 + random.Next(720);
            for (int i = 0; i < length; i++)
            {
                double sum = 0, edge = Math.Min(1, Math.Min(i, length - i) / 80.0);
                for (int k = 1; k * pitch < 2400; k++)
                    sum += Math.Exp(-Math.Abs(k * pitch - formant) / 120) * Math.Sin(2 * Math.PI * k * pitch * i / 8000);
                samples.Add((short)(4000 * edge * sum + random.Next(21) - 10));
            }
        }
        return [.. samples];
    }
}
