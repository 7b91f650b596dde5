using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;

namespace Dialer.Core.Engine;

/// <summary>Keys pressed on any leg.</summary>
internal sealed class AgentKeys(Turn turn, Facts facts, Legs legs, Conversations conversations, Answers answers, Revoking revoking, AgentDesk desk, Descriptions descriptions)
{
    public void DigitPressed(CallId call, char digit)
    {
        if (!legs.TryFind(call, out object? leg))
            turn.Ignore();
        else if (leg is Agent agent)
            AgentKey(agent, digit);
        else if (leg is Attempt { State: AttemptState.Prompting, Screened: false } attempt)
            answers.PromptKey(attempt, digit);
        else
            turn.Ignore();
    }

    private void AgentKey(Agent agent, char digit)
    {
        switch (agent.Keys.Press(digit, turn.Now, out int argument))
        {
            case PhoneCommand.None: break;
            case PhoneCommand.Ready: desk.AgentReady(agent.Id); break;
            case PhoneCommand.Pause: desk.AgentNotReady(agent.Id, "phone"); break;
            case PhoneCommand.HangUp: conversations.AgentHangUp(EngineInput.AgentHangUp(agent.Id)); break;
            case PhoneCommand.Disposition: DispositionByKey(agent, argument); break;
            case PhoneCommand.LeaveMessage: revoking.AgentLeaveMessage(EngineInput.AgentLeaveMessage(agent.Id)); break;
        }
    }

    private void DispositionByKey(Agent agent, int number)
    {
        var list = agent.Interaction?.Attempt?.Campaign.Settings.KeyDispositions ?? CampaignSettings.DefaultKeyDispositions;
        if (number < list.Count)
            descriptions.DescribePresent(agent, list[number]);
        else
            facts.Refuse(agent.Id, "no disposition of that number");
    }
}
