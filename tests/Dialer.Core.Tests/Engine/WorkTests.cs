using Dialer.Core.Agents;
using Dialer.Core.Channels;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Routing.Policies;
using Xunit;

namespace Dialer.Core.Tests.Engine;

/// <summary>What is no call: posted, offered, accepted, answered, closed, beside calls and under the same rules.</summary>
public sealed class WorkTests
{
    private static readonly AgentId Ana = new(1);
    private readonly Desk _desk;

    public WorkTests()
    {
        _desk = new Desk();
        Configure(Ana, [new ChannelCapacity(Channel.Chat, 2), new ChannelCapacity(Channel.Letter, 1)]);
    }

    private void Configure(AgentId id, IReadOnlyList<ChannelCapacity> channels, bool finishes = false)
    {
        _desk.Do(EngineInput.ConfigureAgent(new AgentSettings(id, $"agent {id.Value}", [], [Desk.Campaign]) { Channels = channels, FinishesWrittenWork = finishes }));
        _desk.LogIn(id);
        _desk.Do(EngineInput.AgentReady(id));
    }

    private InteractionId Post(Channel channel, QueueId? queue = null, int? priority = null)
    {
        _desk.Do(EngineInput.PostWork(queue ?? Desk.Queue, new PostedWork(channel, $"{channel} 1") { Priority = priority }));
        return _desk.Last(EngineOutputKind.InteractionStarted).Interaction;
    }

    private CallId Comes(long number = 0)
    {
        var call = new CallId(CallId.FirstInbound + number);
        _desk.Do(EngineInput.InboundCall(call, Desk.Trunk, Desk.Queue, ""));
        return call;
    }

    private int Holder(InteractionId id) => _desk.Seen.LastOrDefault(output => output.Kind == EngineOutputKind.InteractionOffered && output.Interaction == id).Agent.Value;

    private static Disposition Done => new("done");

    [Fact]
    public void A_letter_is_offered_accepted_answered_and_closed()
    {
        var letter = Post(Channel.Letter);
        Assert.Equal(1, Holder(letter));
        Assert.Equal(0, _desk.Count(EngineOutputKind.InteractionQueued));
        _desk.Do(EngineInput.AnswerWork(Ana, letter));
        Assert.Contains("accept", _desk.Last(EngineOutputKind.CommandRefused).Reason, StringComparison.Ordinal);
        _desk.Wait(30);
        _desk.Do(EngineInput.AcceptWork(Ana, letter));
        _desk.Do(EngineInput.AnswerWork(Ana, letter));
        _desk.Do(EngineInput.AnswerWork(Ana, letter));
        _desk.Wait(600);
        _desk.Do(EngineInput.CloseWork(Ana, letter, Done));
        Assert.Equal((1, 1), (_desk.Count(EngineOutputKind.WorkAnswered), _desk.Count(EngineOutputKind.InteractionConnected)));
        var record = Assert.Single(_desk.Records);
        Assert.Equal((letter, Channel.Letter, "Letter 1", InteractionEnd.Handled, Ana, "done"), (record.Interaction, record.Channel, record.Party, record.End, record.Agent, record.Disposition!.Code));
        _desk.Do(EngineInput.CloseWork(Ana, letter, Done));
        Assert.Equal(CommandRefusal.StaleInteraction, _desk.Last(EngineOutputKind.CommandRefused).CommandRefusal);
    }

    [Fact]
    public void As_many_as_the_agent_may_hold_and_no_call_on_top_of_a_chat()
    {
        InteractionId[] chats = [Post(Channel.Chat), Post(Channel.Chat), Post(Channel.Chat)];
        Assert.Equal([1, 1, 0], chats.Select(Holder));
        var call = Comes();
        Assert.Equal(AgentState.Ready, _desk.StateOf(Ana));
        _desk.Start(5);
        Assert.Equal(0, _desk.Count(EngineOutputKind.PlaceCall)); // nobody is free to talk to whoever answers
        _desk.Do(EngineInput.CloseWork(Ana, chats[0], Done));
        Assert.Equal(1, Holder(chats[2]));
        _desk.Do(EngineInput.CloseWork(Ana, chats[1], Done));
        _desk.Do(EngineInput.CloseWork(Ana, chats[2], Done));
        Assert.Equal((AgentState.Talking, call), (_desk.StateOf(Ana), _desk.Last(EngineOutputKind.BridgeLegs).Call));
    }

    [Theory]
    [InlineData(false, AgentState.Talking)]
    [InlineData(true, AgentState.Ready)]
    public void A_call_may_interrupt_a_letter_or_waits_for_its_end(bool finishes, AgentState state)
    {
        Configure(new AgentId(2), [new ChannelCapacity(Channel.Letter, 1)], finishes);
        _desk.Do(EngineInput.AgentNotReady(Ana, "lunch"));
        Assert.Equal(2, Holder(Post(Channel.Letter)));
        Comes();
        Assert.Equal(state, _desk.StateOf(new AgentId(2)));
    }

    [Fact]
    public void What_is_not_accepted_in_time_or_declined_waits_in_its_place()
    {
        var letter = Post(Channel.Letter);
        _desk.Do(EngineInput.AgentNotReady(Ana, "lunch"));
        _desk.Wait(119.9);
        Assert.Equal(0, _desk.Count(EngineOutputKind.InteractionQueued));
        _desk.Wait(0.1);
        Assert.Equal(1, _desk.Count(EngineOutputKind.InteractionQueued));
        Configure(new AgentId(2), [new ChannelCapacity(Channel.Letter, 1)]);
        Assert.Equal(2, Holder(letter));
        _desk.Do(EngineInput.AcceptWork(Ana, letter));
        Assert.Equal(CommandRefusal.StaleInteraction, _desk.Last(EngineOutputKind.CommandRefused).CommandRefusal);
        _desk.Do(EngineInput.AgentNotReady(new AgentId(2), "lunch"));
        _desk.Do(EngineInput.DeclineWork(new AgentId(2), letter));
        _desk.Do(EngineInput.AgentReady(Ana));
        Assert.Equal(1, Holder(letter));
    }

    [Fact]
    public void Whose_agent_logs_out_goes_to_another_and_what_nobody_wants_is_taken_back()
    {
        var (letter, fax) = (Post(Channel.Letter), Post(Channel.Fax));
        Assert.Equal((1, 0), (Holder(letter), Holder(fax)));
        _desk.Do(EngineInput.AcceptWork(default, letter));
        _desk.Do(EngineInput.AgentLogOut(Ana));
        Configure(new AgentId(2), [new ChannelCapacity(Channel.Letter, 1)]);
        Assert.Equal(2, Holder(letter));
        _desk.Do(EngineInput.CloseWork(default, fax, Done));
        Assert.Equal(InteractionEnd.Withdrawn, Assert.Single(_desk.Records).End);
        _desk.Do(EngineInput.Drain(TimeSpan.FromSeconds(1)));
        Assert.Equal(InteractionEnd.Interrupted, _desk.Records[^1].End);
    }

    [Fact]
    public void A_gold_letter_near_its_target_is_not_passed_by_a_bronze_call()
    {
        var letters = new QueueId(2);
        QueueSettings Queue(QueueId id, TimeSpan target) => new(id, $"queue {id.Value}", [], 0, target, TimeSpan.Zero) { Group = new QueueGroup("desk", RoutingPolicies.SpecialistsFirst) };
        _desk.Do(EngineInput.ConfigureQueue(Queue(letters, TimeSpan.FromHours(8))));
        _desk.Do(EngineInput.ConfigureQueue(Queue(Desk.Queue, TimeSpan.FromSeconds(60))));
        _desk.Do(EngineInput.AgentNotReady(Ana, "lunch"));
        var letter = Post(Channel.Letter, letters);
        _desk.Wait((8 * 3600) - 30);
        Comes();
        _desk.Wait(10);
        _desk.Do(EngineInput.AgentReady(Ana)); // 20 s are left to the letter, 50 s to the call, which may come on top of it
        EngineOutputKind[] order = [.. _desk.Seen.Where(output => output.Kind is EngineOutputKind.InteractionOffered or EngineOutputKind.BridgeLegs).Select(output => output.Kind)];
        Assert.Equal([EngineOutputKind.InteractionOffered, EngineOutputKind.BridgeLegs], order);
        Assert.Equal(1, Holder(letter));
    }
}
