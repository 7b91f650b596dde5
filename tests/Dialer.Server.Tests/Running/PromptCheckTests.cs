using Dialer.Server.Configuration;
using Dialer.Server.Running;
using Dialer.Server.Terminal;
using Dialer.Testing;
using Dialer.Tools.Demo;
using Xunit;

namespace Dialer.Server.Tests.Running;

/// <summary>A prompt that is missing is told at the start: a person would hear nothing where the rule wants a message.</summary>
public sealed class PromptCheckTests
{
    private static DialerConfig Sample() => ConfigFile.Read(Repository.File("samples", "dialer.sample.json")).Config!;

    [Fact]
    public void The_sample_has_all_of_its_prompts() => PromptCheck.Run(Sample());

    [Fact]
    public async Task The_demo_has_all_of_its_prompts()
    {
        await using var world = DemoWorld.Start(new DemoOptions { Agents = 1 });
        PromptCheck.Run(world.Configuration(new DemoOptions { Agents = 1 }, Path.Combine(Path.GetTempPath(), "unused", "demo.db"), null));
    }

    public static TheoryData<string, Func<DialerConfig, DialerConfig>> Missing => new()
    {
        { "announcement/renewals", config => config with { PromptFiles = new Dictionary<string, string>() } },
        { "said never", config => config with { Campaigns = [config.Campaigns[0] with { Settings = config.Campaigns[0].Settings with { Message = "said never" } }] } },
        { "abandoned", config => config with { Campaigns = [config.Campaigns[0] with { Settings = config.Campaigns[0].Settings with { Announcement = "abandoned" } }] } },
        { "tune", config => config with { Queues = [config.Queues[0] with { Settings = config.Queues[0].Settings with { Music = "tune" } }] } },
        { "notice", config => config with { Campaigns = [config.Campaigns[0] with { Recording = new("/recordings", "notice") }] } },
        { "notice", config => config with { Queues = [config.Queues[0] with { Recording = new("/recordings", "notice") }] } },
    };

    [Theory]
    [MemberData(nameof(Missing))]
    public void A_missing_one_is_an_error_at_the_start(string prompt, Func<DialerConfig, DialerConfig> change)
    {
        var trouble = Assert.Throws<Trouble>(() => PromptCheck.Run(change(Sample())));
        Assert.Equal(ExitCode.Usage, trouble.ExitCode);
        Assert.Contains($"\"{prompt}\"", trouble.Message, StringComparison.Ordinal);
    }
}
