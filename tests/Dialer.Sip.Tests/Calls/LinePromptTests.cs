using System.Net;
using Dialer.Core.Ids;
using Dialer.Line;
using Dialer.Sip.Calls;
using Dialer.Sip.Media;
using Xunit;

namespace Dialer.Sip.Tests.Calls;

/// <summary>The prompts of a line at its start.</summary>
public sealed class LinePromptTests
{
    [Fact]
    public void A_file_that_cannot_be_played_is_an_error_at_the_start_that_names_prompt_file_and_cause()
    {
        string bare = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(bare, WavFile.Build([], 8_000));
            foreach ((string file, string cause) in ((string, string)[])[(bare, "has no samples"), ("/dev/zero", "a device"), ("/no/such/file.wav", "no file")])
            {
                var options = new TelephoneLineOptions
                {
                    BindAddress = IPAddress.Loopback,
                    Trunks = [],
                    AgentPhones = new Dictionary<AgentId, AgentPhone>(),
                    PromptFiles = new Dictionary<string, string> { ["announcement/c"] = file },
                };
                string said = Assert.Throws<ArgumentException>(() => LinePrompts.Load(options, [])).Message;
                Assert.Contains("announcement/c", said, StringComparison.Ordinal);
                Assert.Contains(file, said, StringComparison.Ordinal);
                Assert.Contains(cause, said, StringComparison.Ordinal);
            }
        }
        finally
        {
            File.Delete(bare);
        }
    }
}
