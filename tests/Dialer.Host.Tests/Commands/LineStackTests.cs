using Dialer.Host.Commands;
using Dialer.Server.Terminal;
using Xunit;

namespace Dialer.Host.Tests.Commands;

/// <summary>The line that the configuration names: one that is built apart may not be there.</summary>
public sealed class LineStackTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dialer-stack");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("check")]
    [InlineData("run")]
    public async Task One_that_is_not_there_is_said_to_be_with_how_to_get_it(string command)
    {
        string file = Path.Combine(_folder.FullName, "dialer.json");
        await File.WriteAllTextAsync(file, """{ "sip": { "stack": "sipsorcery" }, "trunks": [ { "name": "carrier", "address": "127.0.0.1" } ] }""", TestContext.Current.CancellationToken);
        using var error = new StringWriter();
        int code = await DialerCommandLine.RunAsync([command, "--config", file], TextWriter.Null, error, TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("sip.stack: the line over SIPSorcery is not there.", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("dotnet publish src/Dialer.SipSorcery", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_nobody_knows_is_refused_with_those_that_there_are()
    {
        string file = Path.Combine(_folder.FullName, "dialer.json");
        await File.WriteAllTextAsync(file, """{ "sip": { "stack": "other" }, "trunks": [ { "name": "carrier", "address": "127.0.0.1" } ] }""", TestContext.Current.CancellationToken);
        using var error = new StringWriter();
        Assert.Equal(ExitCode.Usage, await DialerCommandLine.RunAsync(["check", "--config", file], TextWriter.Null, error, TestContext.Current.CancellationToken));
        Assert.Contains("sipsorcery", error.ToString(), StringComparison.Ordinal);
    }
}
