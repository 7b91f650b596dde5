using Dapper;
using Dialer.Testing;
using Xunit;

namespace Dialer.Host.Tests.Crash;

/// <summary>A kill on the very answer to a caller: who was let in is in the store.</summary>
public sealed partial class KilledProcessTests
{
    /// <summary>Straight to an agent, who waits for an agent, withheld, and to a message without a queue; each killed on its 200 OK.</summary>
    [Fact]
    public async Task Killed_on_the_answer_to_a_caller_it_has_kept_the_caller()
    {
        WriteConfiguration(start: false, leads: 1);
        (string From, string Called, bool AgentIsFree, string Party)[] callers =
        [
            ("sip:+33612345671@127.0.0.1", "+33199001234", true, "+33612345671"),
            ("sip:+33612345672@127.0.0.1", "+33199001234", false, "+33612345672"),
            ("sip:anonymous@anonymous.invalid", "+33199001234", true, ""),
            ("sip:0612345674@127.0.0.1", "0199001235", true, "+33612345674"),
        ];
        foreach (var caller in callers)
        {
            using var dialer = Start();
            try
            {
                await AgentsAreAsync(caller.AgentIsFree ? "ready" : "notReady");
                Assert.Equal("SIP/2.0 200 OK", await _carrier.CallInAsync(_sipPort, caller.Called, caller.From).WaitAsync(Enough, TestContext.Current.CancellationToken));
            }
            finally
            {
                dialer.Kill(); // SIGKILL, on the answer
                await dialer.WaitForExitAsync(TestContext.Current.CancellationToken);
            }
            using var connection = Read();
            Assert.Equal([caller.Party], connection.Query<string>("SELECT party FROM interactions WHERE closed_at_us IS NULL"));
        }
        using (Store.DialerStore.Open(new Store.StoreOptions(Db), new RecordingObserver()))
        {
            // The next run closes what this one left.
        }
        using var after = Read();
        Assert.Equal(callers.Select(caller => caller.Party + " Interrupted"), after.Query<string>("SELECT party || ' ' || ended_as FROM interactions ORDER BY run_id"));
    }

    private Task AgentsAreAsync(string state) => UntilAsync(async () =>
    {
        try
        {
            if (state == "ready")
                await MakeReadyAsync();
            return (await AgentAsync("ana")).GetProperty("state").GetString() == state && (await AgentAsync("ben")).GetProperty("state").GetString() == state;
        }
        catch (HttpRequestException)
        {
            return false; // Not up yet.
        }
    }, $"the agents are not {state}");
}
