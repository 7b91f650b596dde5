using System.Text;
using Dialer.Server.Configuration;
using Xunit;

namespace Dialer.Server.Tests.Configuration;

public sealed class ConfigDiffTests
{
    [Theory]
    [InlineData("""{ "a": 1 }""", """{ "a": 1 }""", "")]
    [InlineData("""{ "a": 1, "b": 2 }""", """{ "b": 2, "a": 1 }""", "")]
    [InlineData("""{ "drainSeconds": 1 }""", """{ "drainSeconds": 2 }""", "drainSeconds")]
    [InlineData("""{ "http": { "port": 1, "bind": "x" } }""", """{ "http": { "port": 2, "bind": "x" } }""", "http.port")]
    [InlineData("""{ "http": { "port": 1 } }""", """{ }""", "http")]
    [InlineData("""{ "campaigns": [ { "name": "a", "priority": 1, "calling": { "hours": [] } } ] }""", """{ "campaigns": [ { "name": "a", "priority": 2, "calling": { "profile": "france" } } ] }""", "campaigns[a].priority campaigns[a].calling")]
    [InlineData("""{ "agents": [ { "name": "a" }, { "name": "b" } ] }""", """{ "agents": [ { "name": "b" }, { "name": "a" } ] }""", "")]
    [InlineData("""{ "agents": [ { "name": "a" } ] }""", """{ "agents": [ { "name": "b" } ] }""", "agents[a] agents[b]")]
    [InlineData("""{ "campaigns": [ { "name": "a", "lists": [ { "name": "l", "file": "x" } ] } ] }""", """{ "campaigns": [ { "name": "a", "lists": [ { "name": "l", "file": "y" }, { "name": "m", "file": "z" } ] } ] }""", "campaigns[a].lists[l].file campaigns[a].lists[m]")]
    [InlineData("""{ "inbound": [ { "number": "1" } ] }""", """{ "inbound": [ { "number": "2" } ] }""", "inbound")]
    public void A_change_goes_by_the_name_of_its_entry(string before, string after, string changed) =>
        Assert.Equal(changed, string.Join(' ', ConfigDiff.Changed(Parse(before), Parse(after))));

    private static ConfigNode Parse(string json) => ConfigNode.Parse(Encoding.UTF8.GetBytes(json), [])!;
}
