using Dialer.Core.Callers;
using Xunit;

namespace Dialer.Core.Tests.Callers;

public sealed class MenuTests
{
    private static readonly CallerTarget Person = CallerTarget.Queue("reception");

    [Fact]
    public void A_menu_that_can_be_used_has_no_faults() =>
        Assert.Empty(new Menu("m", [new("a", "a.wav") { Choices = Keys('1', MenuStep.To("b")) }, new("b", "b.wav") { Next = MenuStep.To("a") }], Person).Validate());

    [Theory]
    [InlineData("none", "it needs 1 to 1000 nodes and has 0")]
    [InlineData("person", "\"person\" must lead to a queue")]
    [InlineData("twice", "two nodes are named a")]
    [InlineData("island", "node b: no way leads there")]
    [InlineData("nothing", "give one of keys, digits, ask and next")]
    [InlineData("both", "give one of keys, digits, ask and next")]
    [InlineData("zero", "0 leads to a person everywhere")]
    [InlineData("letter", "'A' is no key")]
    [InlineData("digits", "digits must be 1 to 32")]
    [InlineData("time", "the time-out must be above 0")]
    [InlineData("repeats", "repeats must not be negative")]
    [InlineData("nowhere", "no node is named c")]
    [InlineData("itself", "lead to the node, not to the menu itself")]
    public void What_is_wrong_is_named_with_its_node(string fault, string says)
    {
        var good = new MenuNode("a", "a.wav") { Choices = Keys('1', MenuStep.Leave(Person)) };
        var menu = fault switch
        {
            "none" => new Menu("m", [], Person),
            "person" => new Menu("m", [good], CallerTarget.HangUp),
            "twice" => new Menu("m", [good, good], Person),
            "island" => new Menu("m", [good, new("b", "b.wav") { Next = MenuStep.Leave(Person) }], Person),
            "nothing" => new Menu("m", [new("a", "a.wav")], Person),
            "both" => new Menu("m", [good with { Next = MenuStep.Leave(Person) }], Person),
            "zero" => new Menu("m", [good with { Choices = Keys('0', MenuStep.Leave(Person)) }], Person),
            "letter" => new Menu("m", [good with { Choices = Keys('A', MenuStep.Leave(Person)) }], Person),
            "digits" => new Menu("m", [new("a", "a.wav") { Digits = new MenuDigits("n", 4, 33, MenuStep.Leave(Person)) }], Person),
            "time" => new Menu("m", [good with { TimeOut = TimeSpan.Zero }], Person),
            "repeats" => new Menu("m", [good with { Repeats = -1 }], Person),
            "nowhere" => new Menu("m", [new("a", "a.wav") { Next = MenuStep.To("c") }], Person),
            _ => new Menu("m", [good with { Choices = Keys('1', MenuStep.Leave(CallerTarget.Menu("m"))) }], Person),
        };
        Assert.Contains(says, string.Join("\n", menu.Validate()), StringComparison.Ordinal);
    }

    private static Dictionary<char, MenuStep> Keys(char key, MenuStep step) => new() { [key] = step };
}
