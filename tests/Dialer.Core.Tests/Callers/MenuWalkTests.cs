using System.Globalization;
using Dialer.Core.Callers;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Callers;

public sealed class MenuWalkTests
{
    private static readonly CallerTarget Loans = CallerTarget.Queue("loans"), Person = CallerTarget.Queue("reception");

    /// <summary>1: loans. 2: a customer number of 4 to 8 digits, which the company's system is asked about. 3: opening hours, and back.</summary>
    private static readonly Menu Welcome = new("welcome",
    [
        new("start", "welcome.wav")
        {
            Choices = new Dictionary<char, MenuStep> { ['1'] = MenuStep.Leave(Loans), ['2'] = MenuStep.To("number"), ['3'] = MenuStep.To("hours"), ['*'] = MenuStep.Leave(CallerTarget.Rules) },
            Repeats = 1,
        },
        new("number", "key in your number.wav") { Digits = new MenuDigits("customer", 4, 8, MenuStep.To("code")) },
        new("code", "key in your code.wav") { Digits = new MenuDigits("code", 4, 4, MenuStep.To("balance"), IsSecret: true), TimeOut = TimeSpan.FromSeconds(9) },
        new("balance", "one moment.wav")
        {
            Question = new MenuQuestion("balance", new Dictionary<string, MenuStep> { ["owes"] = MenuStep.Leave(CallerTarget.Queue("collection")), ["fine"] = MenuStep.To("start") }, MenuStep.Leave(Person), TimeSpan.FromSeconds(3)),
        },
        new("hours", "we are open.wav") { Next = MenuStep.To("start") },
    ], Person);

    // ".": the prompt was heard to its end. "-": the time-out. "[word]" and "[word:says]": the company's system answers; "[]": it failed.
    [Theory]
    [InlineData("a key while the prompt plays", "1", "Play welcome.wav, Leave Queue loans")]
    [InlineData("a key after it", ".1", "Play welcome.wav, Listen 5, Leave Queue loans")]
    [InlineData("0 leads to a person", "0", "Play welcome.wav, Leave Queue reception")]
    [InlineData("silence leads to a person, after one more time", ".-.-", "Play welcome.wav, Listen 5, Play welcome.wav, Listen 5, Leave Queue reception")]
    [InlineData("so do wrong keys", "97", "Play welcome.wav, Play welcome.wav, Leave Queue reception")]
    [InlineData("an announcement leads back", "3.1", "Play welcome.wav, Play we are open.wav, Play welcome.wav, Leave Queue loans")]
    [InlineData("keys in an announcement are not for the next node", "31.1", "Play welcome.wav, Play we are open.wav, None, Play welcome.wav, Leave Queue loans")]
    [InlineData("the rules go on with the keys", "*", "Play welcome.wav, Leave Rules")]
    [InlineData("too few digits are asked for again", "212#", "Play welcome.wav, Play key in your number.wav, Listen 5, Listen 5, Play key in your number.wav")]
    [InlineData("a star clears", "2129*3456#", "Play welcome.wav, Play key in your number.wav, Listen 5, Listen 5, Listen 5, Listen 5, Listen 5, Listen 5, Listen 5, Listen 5, Play key in your code.wav")]
    [InlineData("silence ends an entry", "21234-", "Play welcome.wav, Play key in your number.wav, Listen 5, Listen 5, Listen 5, Listen 5, Play key in your code.wav")]
    [InlineData("0 and silence, where digits are taken", "20-", "Play welcome.wav, Play key in your number.wav, Listen 5, Leave Queue reception")]
    [InlineData("0 and #, where digits are taken", "20#", "Play welcome.wav, Play key in your number.wav, Listen 5, Leave Queue reception")]
    [InlineData("the most ends an entry", "2123456780000.[owes]", "Play welcome.wav, Play key in your number.wav, Listen 5, Listen 5, Listen 5, Listen 5, Listen 5, Listen 5, Listen 5, Play key in your code.wav, Listen 9, Listen 9, Listen 9, Play one moment.wav, Ask balance 3, Leave Queue collection")]
    [InlineData("what it answers is said first", "21234#1234.[owes:you owe 12].", "Play welcome.wav, Play key in your number.wav, Listen 5, Listen 5, Listen 5, Listen 5, Play key in your code.wav, Listen 9, Listen 9, Listen 9, Play one moment.wav, Ask balance 3, Say you owe 12, Leave Queue collection")]
    [InlineData("an unknown word", "21234#1234.[odd]", "Play welcome.wav, Play key in your number.wav, Listen 5, Listen 5, Listen 5, Listen 5, Play key in your code.wav, Listen 9, Listen 9, Listen 9, Play one moment.wav, Ask balance 3, Leave Queue reception")]
    [InlineData("a failure", "21234#1234.[]", "Play welcome.wav, Play key in your number.wav, Listen 5, Listen 5, Listen 5, Listen 5, Play key in your code.wav, Listen 9, Listen 9, Listen 9, Play one moment.wav, Ask balance 3, Leave Queue reception")]
    [InlineData("no answer", "21234#1234.-", "Play welcome.wav, Play key in your number.wav, Listen 5, Listen 5, Listen 5, Listen 5, Play key in your code.wav, Listen 9, Listen 9, Listen 9, Play one moment.wav, Ask balance 3, Leave Queue reception")]
    [InlineData("a person while the system is asked", "21234#1234.0", "Play welcome.wav, Play key in your number.wav, Listen 5, Listen 5, Listen 5, Listen 5, Play key in your code.wav, Listen 9, Listen 9, Listen 9, Play one moment.wav, Ask balance 3, Leave Queue reception")]
    [InlineData("an answer that nobody waits for", "[owes]1", "Play welcome.wav, None, Leave Queue loans")]
    public void A_caller_finds_the_way(string why, string inputs, string actions)
    {
        var walk = new MenuWalk(Welcome);
        string done = string.Join(", ", Walk(walk, inputs).Select(Shown));
        Assert.True(actions == done, $"{why}: {done}");
    }

    [Fact]
    public void What_was_keyed_in_is_kept_and_a_code_is_masked()
    {
        var walk = new MenuWalk(Welcome);
        _ = Walk(walk, "23.21234#9876.[fine]21111-9870.[owes]").Count();
        Assert.Equal(("22", MenuState.Left), (walk.Keys, walk.State));
        Assert.Equal([new MenuEntry("customer", "1111", false), new MenuEntry("code", "9870", true)], walk.Entries);
        Assert.Equal("customer 1111, code ****", string.Join(", ", walk.Entries));
    }

    [Fact]
    public void Whoever_goes_round_for_ever_gets_a_person()
    {
        var walk = new MenuWalk(Welcome);
        var last = walk.Begin();
        int rounds = 0;
        for (; last.Kind != MenuActionKind.Leave; rounds++)
        {
            walk.Key('3');
            last = walk.PromptEnded();
        }
        Assert.Equal((Person, MenuWalk.MostSteps / 2), (last.Target, rounds));
    }

    // Whatever is pressed, said or left unsaid: nobody is lost, and silence ends with a person.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void In_random_hands_everybody_leaves(ulong seed)
    {
        var random = new SeededRandom(seed);
        for (int caller = 0; caller < 2000; caller++)
        {
            var walk = new MenuWalk(Welcome);
            var last = walk.Begin();
            for (int i = random.Next(60); i > 0 && walk.State != MenuState.Left; i--)
                if (Input(walk, ".-0123456789*#["[random.Next(15)]) is { Kind: not MenuActionKind.None } action)
                    last = action;
            for (int silent = 0; walk.State != MenuState.Left; silent++)
            {
                Assert.True(silent < 40, string.Create(CultureInfo.InvariantCulture, $"seed {seed}, caller {caller}: {walk.Node}, {walk.State}"));
                last = last.Kind is MenuActionKind.Play or MenuActionKind.Say ? walk.PromptEnded() : walk.TimedOut();
            }
            Assert.Equal(MenuActionKind.Leave, last.Kind);
            Assert.Equal(MenuAction.None, walk.Key('1'));
            Assert.Equal(MenuAction.None, walk.PromptEnded());
            Assert.Equal(MenuAction.None, walk.TimedOut());
        }
    }

    private static IEnumerable<MenuAction> Walk(MenuWalk walk, string inputs)
    {
        yield return walk.Begin();
        for (int i = 0; i < inputs.Length; i++)
            if (inputs[i] == '[')
            {
                int end = inputs.IndexOf(']', i);
                string[] answer = inputs[(i + 1)..end].Split(':');
                yield return walk.Answered(answer[0].Length == 0 ? null : answer[0], answer.Length > 1 ? answer[1] : null);
                i = end;
            }
            else
                yield return Input(walk, inputs[i]);
    }

    private static MenuAction Input(MenuWalk walk, char input) => input switch
    {
        '.' => walk.PromptEnded(),
        '-' => walk.TimedOut(),
        '[' => walk.Answered("fine", "all is well"),
        _ => walk.Key(input),
    };

    private static string Shown(MenuAction action) => action.Kind switch
    {
        MenuActionKind.None => "None",
        MenuActionKind.Play or MenuActionKind.Say => $"{action.Kind} {action.Text}",
        MenuActionKind.Listen => string.Create(CultureInfo.InvariantCulture, $"Listen {action.TimeOut.TotalSeconds}"),
        MenuActionKind.Ask => string.Create(CultureInfo.InvariantCulture, $"Ask {action.Text} {action.TimeOut.TotalSeconds}"),
        _ => $"Leave {action.Target}",
    };
}
