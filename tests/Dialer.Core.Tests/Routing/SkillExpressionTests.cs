using Dialer.Core.Agents;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Xunit;

namespace Dialer.Core.Tests.Routing;

public sealed class SkillExpressionTests
{
    private static readonly string[] Names = ["french", "loans", "senior", "fr-be", "crédit"];

    [Theory]
    [InlineData("french >= 5 and (loans >= 3 or senior)", "french=5 loans=3", 3)]
    [InlineData("french >= 5 and (loans >= 3 or senior)", "french=7 senior=9", 7)]
    [InlineData("french >= 5 and (loans >= 3 or senior)", "french=4 loans=9 senior=9", 0)]
    [InlineData("french >= 5 and (loans >= 3 or senior)", "french=8 loans=2", 0)]
    [InlineData("french>=5 AND loans", "french=5 loans=1", 1)]
    [InlineData("french or loans and senior", "french=6", 6)]
    [InlineData("french or loans and senior", "loans=6", 0)]
    [InlineData("(french or loans) and senior", "french=6", 0)]
    [InlineData("french > 5", "french=5", 0)]
    [InlineData("french > 5", "french=6", 6)]
    [InlineData("french = 5", "french=5", 5)]
    [InlineData("french = 5", "french=6", 0)]
    [InlineData("french and senior < 3", "french=4 senior=2", 4)]
    [InlineData("french and senior < 3", "french=4 senior=3", 0)]
    [InlineData("french <= 3", "", 10)]
    [InlineData("fr-be >= 2", "fr-be=2", 2)]
    [InlineData("crédit", "crédit=10", 10)]
    [InlineData("", "", 10)]
    [InlineData("  ", "french=1", 10)]
    [InlineData("french >= 10", "french=10", 10)]
    public void An_agent_meets_it_at_the_level_that_counts(string expression, string skills, int level)
    {
        var read = SkillExpression.Parse(expression, Find, out string? refusal);
        Assert.Null(refusal);
        Assert.Equal(level, read!.LevelOf(Skills(skills)));
    }

    [Theory]
    [InlineData("french >=", "character 10: expected a level from 1 to 10")]
    [InlineData("french >= 11", "character 11: expected a level from 1 to 10")]
    [InlineData("french >= 0", "character 11: expected a level from 1 to 10")]
    [InlineData("french >= 5 loans", "character 13: expected 'and', 'or' or the end")]
    [InlineData("klingon", "character 1: there is no skill \"klingon\"")]
    [InlineData("(french", "character 1: this parenthesis is not closed")]
    [InlineData("french)", "character 7: expected 'and', 'or' or the end")]
    [InlineData("and french", "character 1: expected the name of a skill")]
    [InlineData("french and", "character 11: expected the name of a skill")]
    [InlineData("french => 5", "character 8: \"=>\" is no comparison; known are >=, >, <, <= and =")]
    [InlineData("()", "character 2: expected the name of a skill")]
    public void What_cannot_be_read_is_refused_with_its_place(string expression, string refusal)
    {
        Assert.Null(SkillExpression.Parse(expression, Find, out string? said));
        Assert.Equal(refusal, said);
    }

    [Fact]
    public void Length_terms_and_depth_are_bounded()
    {
        Assert.Contains("at most 1000 characters", Refused(new string(' ', 1001)), StringComparison.Ordinal);
        Assert.Contains("at most 64 skills", Refused(string.Join(" or ", Enumerable.Repeat("loans", 65))), StringComparison.Ordinal);
        Assert.Contains("nested at most 16 deep", Refused(new string('(', 17) + "loans" + new string(')', 17)), StringComparison.Ordinal);
        Assert.NotNull(SkillExpression.Parse(new string('(', 16) + "loans" + new string(')', 16), Find, out _));
    }

    private static string Refused(string expression)
    {
        SkillExpression.Parse(expression, Find, out string? refusal);
        return refusal ?? "";
    }

    private static SkillId? Find(string name) => Array.IndexOf(Names, name) is >= 0 and int at ? new SkillId(at) : null;

    private static AgentSkill[] Skills(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(skill => skill.Split('=')).Select(pair => new AgentSkill(Find(pair[0])!.Value, int.Parse(pair[1], System.Globalization.CultureInfo.InvariantCulture)))];
}
