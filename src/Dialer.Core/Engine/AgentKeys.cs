using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;

namespace Dialer.Core.Engine;

/// <summary>Keys pressed on any leg.</summary>
internal sealed class AgentKeys(Turn turn, Facts facts, Legs legs, Handing handing, Parking parking, Answers answers, Revoking revoking, AgentDesk desk, Descriptions descriptions)
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
        switch (agent.Keys.Press(digit, turn.Now, out int argument, out string number))
        {
            case PhoneCommand.None: break;
            case PhoneCommand.Ready: desk.AgentReady(agent.Id); break;
            case PhoneCommand.Pause: desk.AgentNotReady(agent.Id, "phone"); break;
            case PhoneCommand.HangUp: handing.AgentHangUp(EngineInput.AgentHangUp(agent.Id)); break;
            case PhoneCommand.Disposition: DispositionByKey(agent, argument); break;
            case PhoneCommand.LeaveMessage: revoking.AgentLeaveMessage(EngineInput.AgentLeaveMessage(agent.Id)); break;
            case var handover when handing.Settings.FromPhones: HandOverByKey(agent, handover, number); break;
            default: turn.Ignore(); break;
        }
    }

    private void HandOverByKey(Agent agent, PhoneCommand command, string number)
    {
        switch (command)
        {
            case PhoneCommand.HoldOrBack when agent.Interaction?.Handover is not null: handing.Swap(EngineInput.AgentSwap(agent.Id)); break;
            case PhoneCommand.HoldOrBack when agent.State == AgentState.OnHold: handing.AgentRetrieve(EngineInput.AgentRetrieve(agent.Id)); break;
            case PhoneCommand.HoldOrBack: handing.AgentHold(EngineInput.AgentHold(agent.Id)); break;
            case PhoneCommand.Consult when number.Length == 0: handing.EndConsult(EngineInput.AgentEndConsult(agent.Id)); break;
            case PhoneCommand.Consult: handing.Consult(EngineInput.AgentConsult(agent.Id, default, number)); break;
            case PhoneCommand.Conference: handing.Conference(EngineInput.AgentConference(agent.Id)); break;
            case PhoneCommand.HandOn when number.Length == 0: handing.CompleteTransfer(EngineInput.AgentCompleteTransfer(agent.Id)); break;
            case PhoneCommand.HandOn: handing.Transfer(EngineInput.AgentTransfer(agent.Id, default, number)); break;
            case PhoneCommand.Park when number.Length == 0: parking.Park(EngineInput.AgentPark(agent.Id)); break;
            case PhoneCommand.Park: parking.PickUp(EngineInput.AgentPickUp(agent.Id, default, int.TryParse(number, out int place) ? place : -1)); break;
            default: turn.Ignore(); break;
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
