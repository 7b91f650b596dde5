using Dialer.Core.CallProgress;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Sip.Calls;
using Xunit;

namespace Dialer.Sip.Tests.Calls;

public sealed class LineGreetingsTests
{
    private static readonly CampaignId Autumn = new(1), Spring = new(2);

    [Fact]
    public void A_machine_is_known_at_its_own_number_and_nowhere_else()
    {
        LineGreetings greetings = new();
        greetings.Learn(Autumn, "+33111111111", Heard(greetings, Autumn, "+33111111111", 1).Print);
        Assert.Equal(MemoryScope.Number, Heard(greetings, Spring, "+33111111111", 1).Match.Scope);
        Assert.Equal(MemoryScope.None, Heard(greetings, Autumn, "+33111111112", 1).Match.Scope);
        Assert.Equal(MemoryScope.None, Heard(greetings, Autumn, "+33111111111", 2).Match.Scope);
    }

    [Fact]
    public void What_three_numbers_say_is_known_at_a_fourth_of_the_campaign()
    {
        LineGreetings greetings = new();
        foreach (string number in (string[])["+33111111111", "0033222222222", "33333333333"])
            greetings.Learn(Autumn, number, Heard(greetings, Autumn, number, 3).Print);
        Assert.Equal(MemoryScope.Network, Heard(greetings, Autumn, "+33444444444", 3).Match.Scope);
        Assert.Equal(MemoryScope.None, Heard(greetings, Spring, "+33444444444", 3).Match.Scope);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("anonymous")]
    [InlineData("+331111111111111111111111111")]
    public void What_is_no_number_is_neither_learned_nor_looked_for(string? number)
    {
        LineGreetings greetings = new();
        greetings.Learn(Autumn, number, Heard(greetings, Autumn, number, 1).Print);
        Assert.Equal(MemoryScope.None, Heard(greetings, Autumn, number, 1).Match.Scope);
    }

    private static CallProgressAnalyzer Heard(LineGreetings greetings, CampaignId campaign, string? number, ulong voice)
    {
        CallProgressAnalyzer analyzer = new(CallProgressOptions.Default);
        greetings.Prepare(analyzer, campaign, number);
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
