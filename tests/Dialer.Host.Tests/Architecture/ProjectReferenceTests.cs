using System.Xml.Linq;
using Dialer.Testing;
using Xunit;

namespace Dialer.Host.Tests.Architecture;

/// <summary>Which way the projects look: Host -> Simulation -> Sip -> Core, and foreign libraries behind the host only.</summary>
public sealed class ProjectReferenceTests
{
    [Theory]
    [InlineData("Dialer.Core", "")]
    [InlineData("Dialer.Sip", "Dialer.Core")]
    [InlineData("Dialer.Simulation", "Dialer.Core Dialer.Sip")]
    [InlineData("Dialer.Host", "Dialer.Core Dialer.Simulation Dialer.Sip")]
    public void Projects_look_one_way(string project, string references)
    {
        var found = Items(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)).Order();
        Assert.Equal(references, string.Join(' ', found));
    }

    [Theory]
    [InlineData("Dialer.Core", "Microsoft.CodeAnalysis.BannedApiAnalyzers")]
    [InlineData("Dialer.Sip", "Microsoft.Extensions.Logging.Abstractions")]
    [InlineData("Dialer.Simulation", "Microsoft.Extensions.Logging.Abstractions")]
    public void Only_the_host_knows_foreign_libraries(string project, string packages) =>
        Assert.Equal(packages, string.Join(' ', Items(project, "PackageReference").Order()));

    [Fact]
    public void Compiled_assemblies_keep_to_it_too()
    {
        static string[] Ours(System.Reflection.Assembly assembly) =>
            [.. assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("Dialer.", StringComparison.Ordinal)).Order()];
        Assert.Empty(Ours(typeof(Core.Engine.DialerEngine).Assembly));
        Assert.Equal(["Dialer.Core"], Ours(typeof(Dialer.Sip.Calls.TelephoneLine).Assembly));
        Assert.Equal(["Dialer.Core", "Dialer.Sip"], Ours(typeof(Dialer.Simulation.Loopback.LoopbackCarrier).Assembly));
    }

    private static IEnumerable<string> Items(string project, string kind) =>
        XDocument.Load(Repository.File("src", project, project + ".csproj")).Descendants(kind).Select(item => item.Attribute("Include")!.Value.Replace('\\', '/'));
}
