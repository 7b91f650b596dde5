using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.State;
using Dialer.Core.Routing;
using Xunit;

namespace Dialer.Core.Tests.Engine;

/// <summary>The five tables, written out once more by hand: from each state, the states that may follow.</summary>
public sealed class TransitionTests
{
    [Theory]
    [InlineData(AgentState.LoggedOut, "NotReady")]
    [InlineData(AgentState.NotReady, "LoggedOut NotReady Ready Talking")]
    [InlineData(AgentState.Ready, "LoggedOut NotReady Reserved Talking")]
    [InlineData(AgentState.Reserved, "LoggedOut NotReady Ready Talking")]
    [InlineData(AgentState.Talking, "LoggedOut OnHold WrapUp")]
    [InlineData(AgentState.OnHold, "LoggedOut Talking WrapUp")]
    [InlineData(AgentState.WrapUp, "LoggedOut NotReady Ready Talking")]
    public void An_agent_may_go(AgentState from, string to) => Assert.Equal(to, Following<AgentState>(next => AgentTransitions.Allows(from, next)));

    [Theory]
    [InlineData("Dialing", "Ringing Analysing Waiting Connected Prompting HangingUp Closed")]
    [InlineData("Ringing", "Analysing Waiting Connected Prompting HangingUp Closed")]
    [InlineData("Analysing", "Waiting Connected AwaitingMessage LeavingMessage Announcing Prompting HangingUp Closed")]
    [InlineData("Waiting", "Connected AwaitingMessage LeavingMessage Announcing HangingUp Closed")]
    [InlineData("Connected", "Waiting AwaitingMessage LeavingMessage HangingUp WrapUp Closed")]
    [InlineData("AwaitingMessage", "LeavingMessage HangingUp Closed")]
    [InlineData("LeavingMessage", "HangingUp Closed")]
    [InlineData("Announcing", "HangingUp Closed")]
    [InlineData("Prompting", "Waiting Connected HangingUp Closed")]
    [InlineData("HangingUp", "WrapUp Closed")]
    [InlineData("WrapUp", "Closed")]
    [InlineData("Closed", "")]
    public void An_attempt_may_go(string from, string to) =>
        Assert.Equal(to, Following<AttemptState>(next => AttemptTransitions.Allows(Enum.Parse<AttemptState>(from), next)));

    [Theory]
    [InlineData("Waiting", "Connected Closed Guided HandedOn")]
    [InlineData("Guided", "Waiting Closed")]
    [InlineData("Connected", "Waiting OnHold WrapUp Parked HandedOn")]
    [InlineData("OnHold", "Waiting Connected WrapUp Parked HandedOn")]
    [InlineData("Parked", "Waiting Connected Closed")]
    [InlineData("HandedOn", "Waiting Connected Closed")]
    [InlineData("WrapUp", "Closed")]
    [InlineData("Closed", "")]
    public void An_interaction_may_go(string from, string to) =>
        Assert.Equal(to, Following<InteractionState>(next => InteractionTransitions.Allows(Enum.Parse<InteractionState>(from), next)));

    [Theory]
    [InlineData(CampaignState.Idle, "Running Stopped")]
    [InlineData(CampaignState.Running, "Paused Stopped Finished")]
    [InlineData(CampaignState.Paused, "Running Stopped")]
    [InlineData(CampaignState.Stopped, "Running")]
    [InlineData(CampaignState.Finished, "Running Stopped")]
    public void A_campaign_may_go(CampaignState from, string to) => Assert.Equal(to, Following<CampaignState>(next => CampaignTransitions.Allows(from, next)));

    [Theory]
    [InlineData("Reaching", "Speaking Given Over")]
    [InlineData("Speaking", "Aside Joined Given Over")]
    [InlineData("Aside", "Speaking Joined Given Over")]
    [InlineData("Joined", "Given Over")]
    [InlineData("Given", "Over")]
    [InlineData("Over", "")]
    public void A_handover_may_go(string from, string to) =>
        Assert.Equal(to, Following<HandoverState>(next => HandoverTransitions.Allows(Enum.Parse<HandoverState>(from), next)));

    private static string Following<T>(Func<T, bool> allows)
        where T : struct, Enum => string.Join(' ', Enum.GetValues<T>().Where(allows));
}
