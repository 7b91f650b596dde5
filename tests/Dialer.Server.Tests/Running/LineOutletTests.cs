using System.Collections.Concurrent;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Server.Outlets;
using Dialer.Server.Running;
using Xunit;

namespace Dialer.Server.Tests.Running;

/// <summary>Write-ahead: no call leaves before its claim is on disk, and nothing else waits for the disk.</summary>
public sealed class LineOutletTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly BlockingCollection<EngineOutput> _carried = [];
    private readonly BlockingCollection<EngineInput> _signals = [];
    private readonly LineOutlet _outlet;
    private long _durable;

    public LineOutletTests()
    {
        _outlet = new LineOutlet((in EngineOutput order) => _carried.Add(order), () => 0, () => Volatile.Read(ref _durable), _signals.Add);
        _outlet.Start();
    }

    [Fact]
    public void A_call_waits_for_its_claim_and_other_orders_do_not()
    {
        Give(1, PlaceCall(10));
        Give(1, EngineOutput.HangUp(Instant.Epoch, new CallId(5)));
        Assert.Equal(EngineOutputKind.HangUp, NextOrder().Kind);
        Assert.Empty(_carried);
        MakeDurable(1);
        Assert.Equal(new CallId(10), NextOrder().Call);
    }

    [Fact]
    public void Calls_leave_in_the_order_of_their_claims()
    {
        Give(1, PlaceCall(10));
        Give(2, PlaceCall(11), PlaceCall(12));
        Give(3, PlaceCall(13));
        MakeDurable(2);
        Assert.Equal([10L, 11L, 12L], new[] { NextOrder(), NextOrder(), NextOrder() }.Select(order => order.Call.Value));
        MakeDurable(3);
        Assert.Equal(13L, NextOrder().Call.Value);
    }

    [Fact]
    public void A_call_that_is_hung_up_before_it_left_is_never_dialed()
    {
        Give(1, PlaceCall(10));
        Give(1, EngineOutput.HangUp(Instant.Epoch, new CallId(10)));
        Assert.True(_signals.TryTake(out var ended, Patience));
        Assert.Equal((EngineInputKind.CallEnded, new CallId(10), CallResult.Cancelled, EndedBy.Dialer), (ended.Kind, ended.Call, ended.Result, ended.EndedBy));
        MakeDurable(1);
        Give(2, EngineOutput.HangUp(Instant.Epoch, new CallId(99)));
        Assert.Equal(EngineOutputKind.HangUp, NextOrder().Kind);
    }

    [Fact]
    public void A_caller_is_answered_once_the_store_has_them_and_what_follows_waits_in_order()
    {
        var caller = new CallId(CallId.FirstInbound);
        Give(5, EngineOutput.AnswerCall(Instant.Epoch, caller), EngineOutput.Play(Instant.Epoch, caller, "music", loop: true));
        Give(9, PlaceCall(10));
        Give(9, EngineOutput.BridgeLegs(Instant.Epoch, caller, new CallId(3), new AgentId(1), zipTone: true), EngineOutput.HangUp(Instant.Epoch, new CallId(99)));
        Assert.Equal(new CallId(99), NextOrder().Call);
        Assert.Empty(_carried);
        MakeDurable(5);
        Assert.Equal([EngineOutputKind.AnswerCall, EngineOutputKind.Play, EngineOutputKind.BridgeLegs], new[] { NextOrder(), NextOrder(), NextOrder() }.Select(order => order.Kind));
        Give(9, EngineOutput.HangUp(Instant.Epoch, caller));
        Assert.Equal((EngineOutputKind.HangUp, caller), (NextOrder() is var end ? end.Kind : default, end.Call));
        MakeDurable(9);
        Assert.Equal(EngineOutputKind.PlaceCall, NextOrder().Kind);
    }

    [Fact]
    public void A_caller_who_is_ended_before_the_answer_left_is_answered_and_ended_in_that_order()
    {
        var caller = new CallId(CallId.FirstInbound + 1);
        Give(5, EngineOutput.AnswerCall(Instant.Epoch, caller), EngineOutput.HangUp(Instant.Epoch, caller));
        MakeDurable(5);
        Assert.Equal([EngineOutputKind.AnswerCall, EngineOutputKind.HangUp], new[] { NextOrder(), NextOrder() }.Select(order => order.Kind));
        Assert.Empty(_signals);
    }

    [Fact]
    public void A_call_whose_claim_is_refused_is_never_dialed()
    {
        Give(1, PlaceCall(10), PlaceCall(11));
        _outlet.Refuse(new CallId(10));
        MakeDurable(1);
        Assert.Equal(new CallId(11), NextOrder().Call);
        Assert.True(_signals.TryTake(out var ended, Patience));
        Assert.Equal((new CallId(10), CallResult.Cancelled), (ended.Call, ended.Result));
    }

    [Fact]
    public async Task All_orders_given_before_the_stop_are_carried()
    {
        for (int i = 1; i <= 500; i++)
            Give(0, EngineOutput.HangUp(Instant.Epoch, new CallId(i)));
        await _outlet.StopAsync();
        Assert.Equal(500, _carried.Count);
    }

    [Fact]
    public async Task A_line_that_fails_is_told_to_the_owner()
    {
        await using var outlet = new LineOutlet((in EngineOutput _) => throw new InvalidOperationException("broken"), () => 0, () => 0, _signals.Add);
        outlet.Start();
        var outbox = new Outbox();
        outbox.Add(EngineOutput.HangUp(Instant.Epoch, new CallId(1)));
        outlet.Take(outbox, 0);
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => outlet.Ended.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Equal("broken", failure.Message);
    }

    [Fact]
    public async Task An_outlet_that_stands_still_says_that_it_is_behind_and_fails_only_at_its_capacity()
    {
        using var hold = new ManualResetEventSlim();
        await using var outlet = new LineOutlet((in EngineOutput _) => hold.Wait(Patience), () => 0, () => 0, _signals.Add);
        bool isRelieved = false;
        var relieved = new TaskCompletionSource();
        outlet.Relieved = () =>
        {
            isRelieved = true;
            relieved.TrySetResult();
        };
        outlet.Start();
        var outbox = new Outbox();
        for (int i = 0; i < LineOutlet.CongestedAt + 2; i++)
            outbox.Add(EngineOutput.HangUp(Instant.Epoch, new CallId(i)));
        outlet.Take(outbox, 0);
        Assert.True(outlet.IsCongested);
        Assert.False(isRelieved);
        hold.Set();
        await relieved.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.False(outlet.IsCongested);
    }

    /// <summary>Orders wait in one place, and that place is the one that says so.</summary>
    [Fact]
    public async Task A_line_that_carries_nothing_out_is_given_no_more_than_its_share()
    {
        int inLine = 0;
        await using var outlet = new LineOutlet((in EngineOutput order) =>
        {
            Interlocked.Increment(ref inLine);
            _carried.Add(order);
        }, () => Volatile.Read(ref inLine), () => 0, _signals.Add);
        var relieved = new TaskCompletionSource();
        outlet.Relieved = relieved.SetResult;
        outlet.Start();
        var outbox = new Outbox();
        for (int i = 0; i < LineOutlet.MostInLine + LineOutlet.CongestedAt + 2; i++)
            outbox.Add(EngineOutput.HangUp(Instant.Epoch, new CallId(i)));
        outlet.Take(outbox, 0);
        for (int i = 0; i < LineOutlet.MostInLine; i++)
            Assert.Equal(i, NextOrder().Call.Value);
        Assert.True(outlet.IsCongested);
        Assert.Empty(_carried);
        for (int carried = LineOutlet.MostInLine; carried < LineOutlet.MostInLine + LineOutlet.CongestedAt + 2; carried++)
        {
            // The line has carried all of its share out.
            if (carried % LineOutlet.MostInLine == 0)
            {
                Volatile.Write(ref inLine, 0);
                outlet.LineHasCarried();
            }
            Assert.Equal(carried, NextOrder().Call.Value);
        }
        await relieved.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.False(outlet.IsCongested);
    }

    [Fact]
    public void A_full_outlet_ends_the_program_rather_than_losing_an_order()
    {
        var outlet = new LineOutlet((in EngineOutput _) => { }, () => 0, () => 0, _signals.Add);
        var outbox = new Outbox();
        for (int i = 0; i < LineOutlet.Capacity; i++)
            outbox.Add(EngineOutput.HangUp(Instant.Epoch, new CallId(i)));
        outlet.Take(outbox, 0);
        Assert.Throws<OutletFullException>(() => outlet.Take(outbox, 0));
    }

    public async ValueTask DisposeAsync()
    {
        await _outlet.DisposeAsync();
        _carried.Dispose();
        _signals.Dispose();
    }

    private static EngineOutput PlaceCall(long call) =>
        EngineOutput.PlaceCall(Instant.Epoch, new CampaignId(1), new TrunkId(1), new AttemptId(call), new CallId(call), "+33199000000", TimeSpan.FromSeconds(28));

    private void Give(long stored, params EngineOutput[] orders)
    {
        var outbox = new Outbox();
        foreach (var order in orders)
            outbox.Add(order);
        _outlet.Take(outbox, stored);
    }

    private void MakeDurable(long through)
    {
        Volatile.Write(ref _durable, through);
        _outlet.DurableMoved();
    }

    private EngineOutput NextOrder()
    {
        Assert.True(_carried.TryTake(out var order, Patience));
        return order;
    }
}
