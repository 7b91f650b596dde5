using Dialer.Sip.Stack;
using Xunit;

namespace Dialer.Sip.Tests.Stack;

/// <summary>Whose silence it is: the other end's, or that of a process that was not run.</summary>
public sealed class PingTests
{
    [Theory]
    [InlineData(0, -1, 2_000)]
    [InlineData(1_500, -1, 3_500)]
    [InlineData(60_000, -1, 4_000)]
    [InlineData(1_500, 3_000, null)]
    [InlineData(5_000, 3_900, null)]
    [InlineData(0, 3_000, 2_000)]
    public void Time_in_which_we_did_not_run_is_no_silence_of_theirs(int lostMs, int answeredAfterMs, int? deadAfterMs)
    {
        VirtualNetwork network = new() { DelayMs = 0 };
        var stack = network.AddStack(5060);
        string? asked = null;
        network.AddScript(5070, (_, text) => asked ??= text);
        SipPingResult? result = null;
        long began = network.NowMs;
        new SipPing(stack, SipUri.ToHost("127.0.0.1", 5070), done => result = done, 2_000).Start();
        network.RunFor(100);
        stack.WasNotRun(lostMs);
        while (result is null && network.NowMs - began < 60_000)
        {
            network.RunFor(100);
            if (answeredAfterMs >= 0 && asked is not null && network.NowMs - began >= answeredAfterMs)
                network.Inject(5070, 5060, Ok(asked));
        }
        Assert.Equal(deadAfterMs is null, result!.Value.Alive);
        if (deadAfterMs is { } ms)
            Assert.InRange(network.NowMs - began, ms, ms + 200);
    }

    private static string Ok(string request)
    {
        string Header(string name) => request.Split("\r\n").First(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));
        return $"SIP/2.0 200 OK\r\n{Header("Via")}\r\n{Header("From")}\r\n{Header("To")};tag=x\r\n{Header("Call-ID")}\r\n{Header("CSeq")}\r\nContent-Length: 0\r\n\r\n";
    }
}
