using System.Net;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Sip.Tests.Stack;
using Xunit;

namespace Dialer.Sip.Tests.Calls;

/// <summary>The line and SIPp, which nobody here wrote: one scenario file a row, and what the engine is told of it.</summary>
public sealed class SippLineTests
{
    private static readonly Instant T = Instant.Epoch;

    [Theory]
    [InlineData("uas_403", 403)]
    [InlineData("uas_404", 404)]
    [InlineData("uas_480", 480)]
    [InlineData("uas_486", 486)]
    [InlineData("uas_488", 488)]
    [InlineData("uas_500", 500)]
    [InlineData("uas_503", 503)]
    [InlineData("uas_600", 600)]
    [InlineData("uas_603", 603)]
    public async Task A_phone_that_refuses_is_told_with_its_status(string scenario, int status)
    {
        SippRun.SkipWithoutSipp();
        using var sipp = SippRun.AsCallee(scenario, out int port);
        await using var bench = await CallingAsync(port);
        Assert.Equal(status, (await bench.SignalAsync(EngineInputKind.AgentLegDown, bench.PlaceAgent(0))).SipStatus);
        await sipp.AssertDoneAsync();
    }

    [Theory]
    [InlineData("uas_bye")]
    [InlineData("uas_reinvite")]
    [InlineData("uas_update")]
    [InlineData("uas_info")]
    [InlineData("uas_options")]
    [InlineData("uas_message")]
    public async Task A_phone_that_hangs_up_is_told_of_once(string scenario)
    {
        SippRun.SkipWithoutSipp();
        using var sipp = SippRun.AsCallee(scenario, out int port);
        await using var bench = await CallingAsync(port);
        var call = await bench.AgentUpAsync(0);
        await bench.SignalAsync(EngineInputKind.AgentLegDown, call);
        await sipp.AssertDoneAsync();
        Assert.Single(bench.Signals, signal => signal.Kind == EngineInputKind.AgentLegDown);
    }

    [Theory]
    [InlineData("uas_basic")]
    [InlineData("uas_early_media")]
    [InlineData("uas_no_provisional")]
    [InlineData("uas_prack")]
    [InlineData("uas_record_route")]
    [InlineData("uas_lost_bye")]
    public async Task A_phone_that_answers_is_hung_up(string scenario)
    {
        SippRun.SkipWithoutSipp();
        using var sipp = SippRun.AsCallee(scenario, out int port);
        await using var bench = await CallingAsync(port);
        var call = await bench.AgentUpAsync(0);
        bench.Line.Carry(EngineOutput.HangUp(T, call));
        await bench.SignalAsync(EngineInputKind.AgentLegDown, call);
        await sipp.AssertDoneAsync();
    }

    [Theory]
    [InlineData("uac_basic", EndedBy.CalledParty)]
    [InlineData("uac_reinvite", EndedBy.CalledParty)]
    [InlineData("uac_lost_ack", EndedBy.CalledParty)]
    public async Task A_caller_of_SIPp_is_answered(string scenario, EndedBy by)
    {
        SippRun.SkipWithoutSipp();
        await using var bench = await CalledAsync();
        using var sipp = SippRun.AsCaller(scenario, bench.Line.SipEndPoint);
        var inbound = await bench.SignalAsync(signal => signal.Kind == EngineInputKind.InboundCall, "InboundCall");
        bench.Line.Carry(EngineOutput.AnswerCall(T, inbound.Call));
        Assert.Equal((CallResult.Answered, by), await EndOfAsync(bench, inbound.Call));
        await sipp.AssertDoneAsync();
    }

    [Fact]
    public async Task A_caller_of_SIPp_who_gives_up_ends_the_call()
    {
        SippRun.SkipWithoutSipp();
        await using var bench = await CalledAsync();
        using var sipp = SippRun.AsCaller("uac_cancel", bench.Line.SipEndPoint);
        var inbound = await bench.SignalAsync(signal => signal.Kind == EngineInputKind.InboundCall, "InboundCall");
        Assert.Equal((CallResult.Cancelled, EndedBy.CalledParty), await EndOfAsync(bench, inbound.Call));
        await sipp.AssertDoneAsync();
    }

    // A scenario is one call: a trunk would be asked by OPTIONS first, and a phone is not.
    private static Task<LineBench> CallingAsync(int port) =>
        LineBench.StartAsync([], new Dictionary<AgentId, AgentPhone> { [new(0)] = new AgentPhone($"sip:bob@127.0.0.1:{port}") });

    private static Task<LineBench> CalledAsync() => LineBench.StartAsync([LineBench.TrunkTo(1, port: 9) with { Sources = [new IPNetwork(IPAddress.Loopback, 32)] }]);

    private static async Task<(CallResult Result, EndedBy By)> EndOfAsync(LineBench bench, CallId call)
    {
        var ended = await bench.SignalAsync(EngineInputKind.CallEnded, call);
        return (ended.Result, ended.EndedBy);
    }
}
