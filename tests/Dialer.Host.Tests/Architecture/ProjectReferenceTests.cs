using System.Xml.Linq;
using Dialer.Testing;
using Xunit;

namespace Dialer.Host.Tests.Architecture;

/// <summary>Which way the projects look, and which foreign libraries each may know.</summary>
public sealed class ProjectReferenceTests
{
    [Theory]
    [InlineData("Audio", "")]
    [InlineData("Core", "")]
    [InlineData("Line", "Core")]
    [InlineData("Sip", "Audio Core Line")]
    [InlineData("Store", "Core Line")]
    [InlineData("Lists", "Core Store")]
    [InlineData("Server", "Audio Core Line Lists Store")]
    [InlineData("Simulation", "Audio Core Line Sip")]
    [InlineData("Tools", "Audio Core Line Lists Server Simulation Sip Store")]
    [InlineData("SipSorcery", "Core Line Sip")]
    [InlineData("Host", "Core Line Lists Server Simulation Sip Store Tools")]
    public void Projects_look_one_way(string project, string references)
    {
        var found = Items(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)["Dialer.".Length..]).Order();
        Assert.Equal(references, string.Join(' ', found));
    }

    [Theory]
    [InlineData("Core", "Microsoft.CodeAnalysis.BannedApiAnalyzers")]
    [InlineData("Line", "")]
    [InlineData("Simulation", "Microsoft.Extensions.Logging.Abstractions")]
    public void What_decides_and_what_is_agreed_know_no_foreign_library(string project, string packages) =>
        Assert.Equal(packages, string.Join(' ', Items(project, "PackageReference").Order()));

    private static IEnumerable<string> Items(string project, string kind) =>
        XDocument.Load(Repository.File("src", "Dialer." + project, $"Dialer.{project}.csproj")).Descendants(kind).Select(item => item.Attribute("Include")!.Value.Replace('\\', '/'));
}
