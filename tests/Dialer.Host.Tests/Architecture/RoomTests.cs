using System.Text.RegularExpressions;
using Dialer.Testing;
using Xunit;

namespace Dialer.Host.Tests.Architecture;

/// <summary>Rooms with doors: a type is found by its name, and no folder of a project uses another that uses it.</summary>
public sealed partial class RoomTests
{
    /// <summary>A family of small messages may share a file named for the family: at most so many of a hundred types.</summary>
    private const int MostInFamilies = 10;

    [Theory]
    [InlineData("Audio")]
    [InlineData("Core")]
    [InlineData("Line")]
    [InlineData("Lists")]
    [InlineData("Server")]
    [InlineData("Simulation")]
    [InlineData("Sip")]
    [InlineData("Store")]
    [InlineData("Tools")]
    public void No_folders_use_each_other_in_a_circle(string project) => Assert.Empty(FolderArrows.Of($"Dialer.{project}").Circles());

    [Fact]
    public void A_circle_would_be_found()
    {
        var arrows = new FolderArrows();
        foreach (string arrow in (string[])["Hall Kitchen", "Kitchen Cellar", "Cellar Garden", "Garden Kitchen", "Attic Hall"])
            arrows.Add(arrow.Split(' ')[0], arrow.Split(' ')[1]);
        Assert.Equal(["Cellar -> Garden -> Kitchen -> Cellar"], arrows.Circles());
    }

    [Fact]
    public void A_type_lives_in_a_file_of_its_name()
    {
        int types = 0;
        int elsewhere = 0;
        foreach (string file in Directory.EnumerateFiles(Repository.File("src"), "*.cs", SearchOption.AllDirectories).Where(file => !Built().IsMatch(file)))
        {
            string name = Path.GetFileNameWithoutExtension(file);
            string[] found = [.. TopLevelType().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value).Distinct()];
            types += found.Length;
            elsewhere += found.Count(type => type != name && !name.StartsWith(type + ".", StringComparison.Ordinal) && type != "DialerEngine");
        }
        Assert.True(types > 500, "the types were not found at all");
        Assert.True(elsewhere * 100 <= types * MostInFamilies, $"{elsewhere} of {types} types do not live in a file of their name");
    }

    [GeneratedRegex(@"[\\/](bin|obj)[\\/]")]
    private static partial Regex Built();

    [GeneratedRegex(@"^(?:(?:public|internal|sealed|static|abstract|readonly|ref|partial|unsafe)\s+)+(?:class|struct|interface|enum|record(?:\s+(?:struct|class))?)\s+(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();
}
