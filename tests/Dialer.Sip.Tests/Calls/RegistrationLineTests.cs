using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Line;
using Xunit;

namespace Dialer.Sip.Tests.Calls;

/// <summary>A trunk that registers with its PBX, by a digest.</summary>
public sealed class RegistrationLineTests
{
    private const string Realm = "pbx.example";

    private static FarEnd Pbx() => new((call, _) => call.Answer(440), change: options => options with
    {
        Registrar = new SipRegistrarOptions { Realm = Realm, Users = new Dictionary<string, string> { ["1000"] = "secret" }, AuthenticateCalls = false },
    });

    private static TrunkOptions TrunkTo(FarEnd pbx, string password) => LineBench.TrunkTo(1, pbx.Port) with { Register = true, UserName = "1000", Password = password, Domain = Realm };

    [Fact]
    public async Task It_is_registered_before_it_carries_calls_and_not_any_more_when_the_line_has_closed()
    {
        using var pbx = Pbx();
        var bench = await LineBench.StartAsync([TrunkTo(pbx, "secret")]);
        await bench.SignalAsync(signal => signal.Kind == EngineInputKind.TrunkAvailable, "the trunk's registration");
        Assert.Single(pbx.Endpoint.FindBindings("1000"));
        var call = bench.Place();
        await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        await bench.DisposeAsync();
        await LineBench.UntilAsync(() => pbx.Endpoint.FindBindings("1000").Count == 0, "the registration stayed");
    }

    [Fact]
    public async Task One_that_is_refused_is_told_with_its_cause_and_carries_nothing()
    {
        using var pbx = Pbx();
        var refused = new TaskCompletionSource<TrunkReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var bench = await LineBench.StartAsync([TrunkTo(pbx, "wrong")], reported: report =>
        {
            if (report.Condition == TrunkCondition.Unavailable)
                refused.TrySetResult(report);
        });
        var told = await refused.Task.WaitAsync(LineBench.Patience, TestContext.Current.CancellationToken);
        Assert.Contains("REGISTER", told.Cause, StringComparison.Ordinal);
        var ended = await bench.SignalAsync(EngineInputKind.CallEnded, bench.Place());
        Assert.Equal((CallResult.Failed, true), (ended.Result, ended.TrunkFault));
        Assert.Empty(pbx.Calls);
    }
}
