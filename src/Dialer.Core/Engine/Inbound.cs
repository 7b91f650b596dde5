using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>Callers who come in, and keys pressed on any leg.</summary>
public sealed partial class DialerEngine
{
    private readonly List<Interaction> _openInbound = [];

    private void InboundCall(in EngineInput input)
    {
        if (_legs.ContainsKey(input.Call.Value) || input.Call.Value < CallId.FirstInbound)
            IgnoredSignals++;
        else if (_draining)
            Emit(EngineOutput.RejectCall(_now, input.Call, 503));
        else if (!_queues.TryGetValue(input.Queue.Value, out var queue))
            Emit(EngineOutput.RejectCall(_now, input.Call, 404));
        else if (queue.Inbound.WaitingCount >= queue.Settings.MaxWaiting)
        {
            queue.Counters.Refused++;
            Emit(EngineOutput.RejectCall(_now, input.Call, 486));
        }
        else
            Accept(input, queue);
    }

    private void Accept(in EngineInput input, Queue queue)
    {
        var interaction = BeginInteraction(queue.Inbound, input.Call, null, input.Number);
        if (_trunks.TryGetValue(input.Trunk.Value, out var trunk))
        {
            interaction.Trunk = trunk;
            trunk.ChannelsInUse++;
        }
        interaction.OpenIndex = _openInbound.Count;
        _openInbound.Add(interaction);
        _legs.Add(input.Call.Value, interaction);
        _gate.Occupy(interaction.Party);
        queue.Counters.Offered++;
        EmitInteraction(EngineOutputKind.InteractionStarted, interaction, -1);
        Emit(EngineOutput.AnswerCall(_now, input.Call));
        if (interaction.Party.Length > 0)
            Emit(EngineOutput.FindCaller(_now, input.Call, interaction.Party));
        if (TakeReady(queue.Inbound) is { } agent)
        {
            Bridge(interaction, agent);
            return;
        }
        queue.Inbound.AddWaiting(interaction);
        LookForSomebody(interaction);
        Emit(EngineOutput.Play(_now, input.Call, queue.Settings.Music, loop: true));
        EmitInteraction(EngineOutputKind.InteractionQueued, interaction, -1);
    }

    /// <summary>Whose number that is: they are not called meanwhile by another, and what they say binds them.</summary>
    private void CallerFound(CallId call, Caller caller)
    {
        if (!_legs.TryGetValue(call.Value, out object? leg) || leg is not Interaction { Caller: null } interaction)
        {
            IgnoredSignals++;
            return;
        }
        interaction.Caller = caller;
        for (int i = 0; i < caller.Persons.Count; i++)
            _gate.Occupy(caller.Persons[i]);
    }

    private void ForgetCaller(Interaction interaction)
    {
        _gate.Release(interaction.Party);
        for (int i = 0; i < (interaction.Caller?.Persons.Count ?? 0); i++)
            _gate.Release(interaction.Caller!.Persons[i]);
    }

    /// <summary>Binds at once whoever said no, by all numbers that are known here; the store knows the rest.</summary>
    private void Objected(Interaction interaction)
    {
        if (interaction.Attempt is { } attempt)
        {
            _gate.Objected(attempt.Lead);
            return;
        }
        if (interaction.Party.Length > 0)
            _gate.AddDoNotCall(interaction.Party);
        for (int i = 0; i < (interaction.Caller?.Persons.Count ?? 0); i++)
            _gate.AddDoNotCall(interaction.Caller!.Persons[i]);
    }

    private void InboundEnded(Interaction interaction)
    {
        ReleaseInbound(interaction);
        switch (interaction.State)
        {
            case InteractionState.Waiting:
                CloseInteraction(interaction, EndOfWaiting(interaction));
                break;
            case InteractionState.Connected or InteractionState.OnHold:
                EndConversation(interaction);
                break;

            // The leg is forgotten when its call has ended: nothing comes for it afterwards.
            case InteractionState.WrapUp or InteractionState.Closed:
                break;
        }
    }

    private static InteractionEnd EndOfWaiting(Interaction interaction)
    {
        if (interaction.AgentWasLost)
            return EndOfConversation(interaction);
        if (interaction.NobodyThere)
            return InteractionEnd.NobodyThere;
        return interaction.HangingUp ? InteractionEnd.Interrupted : InteractionEnd.CallerHungUpInQueue;
    }

    private void ReleaseInbound(Interaction interaction)
    {
        _legs.Remove(interaction.Call.Value);
        _deadlines.Cancel(ref interaction.Deadline);
        if (interaction.Trunk is { } trunk)
            FreeChannel(trunk);
    }

    /// <summary>Who waits while nobody is logged in who could take the call would wait for ever: it has an end.</summary>
    private void LookForSomebody(Interaction interaction)
    {
        _deadlines.Cancel(ref interaction.Deadline);
        interaction.Deadline = In(EngineLimits.NobodyThere, DueKind.NobodyThere, interaction);
    }

    private void NobodyThere(Interaction interaction)
    {
        interaction.Deadline = DeadlineHandle.None;
        if (interaction.State != InteractionState.Waiting)
            return;
        if (HasSomebody(interaction.Group))
        {
            LookForSomebody(interaction);
            return;
        }
        interaction.NobodyThere = true;
        if (interaction.Attempt is { } attempt)
            HangUp(attempt, "nobody is logged in");
        else
            EndByUs(interaction, byAgent: false);
    }

    private bool HasSomebody(ServiceGroup group)
    {
        foreach (var agent in _agentList)
            if (agent.State != AgentState.LoggedOut)
                foreach (var member in agent.Memberships)
                    if (member.Group == group)
                        return true;
        return false;
    }

    private void InboundHangUpGuard(Interaction interaction)
    {
        interaction.Deadline = DeadlineHandle.None;
        InboundEnded(interaction);
    }

    private void DigitPressed(CallId call, char digit)
    {
        if (!_legs.TryGetValue(call.Value, out object? leg))
            IgnoredSignals++;
        else if (leg is Agent agent)
            AgentKey(agent, digit);
        else if (leg is Attempt { State: AttemptState.Prompting, Screened: false } attempt)
            PromptKey(attempt, digit);
        else
            IgnoredSignals++;
    }

    private void AgentKey(Agent agent, char digit)
    {
        switch (agent.Keys.Press(digit, _now, out int argument))
        {
            case PhoneCommand.None: break;
            case PhoneCommand.Ready: AgentReady(agent.Id); break;
            case PhoneCommand.Pause: AgentNotReady(agent.Id, "phone"); break;
            case PhoneCommand.HangUp: AgentHangUp(EngineInput.AgentHangUp(agent.Id)); break;
            case PhoneCommand.Disposition: DispositionByKey(agent, argument); break;
            case PhoneCommand.LeaveMessage: AgentLeaveMessage(EngineInput.AgentLeaveMessage(agent.Id)); break;
        }
    }

    private void DispositionByKey(Agent agent, int number)
    {
        var list = agent.Interaction?.Attempt?.Campaign.Settings.KeyDispositions ?? CampaignSettings.DefaultKeyDispositions;
        if (number < list.Count)
            DescribePresent(agent, list[number]);
        else
            Refuse(agent.Id, "no disposition of that number");
    }

    /// <summary>Agentless: the prompt is played to a person; a key reaches the queue.</summary>
    private void Prompt(Attempt attempt)
    {
        LeaveFlight(attempt);
        if (attempt.Campaign.Settings.Message is not { } message)
        {
            HangUp(attempt, "no prompt to play");
            return;
        }
        attempt.MoveTo(AttemptState.Prompting, _now, "prompt");
        Replace(ref attempt.Deadline, _now + EngineLimits.PlaybackLimit, DueKind.PlaybackLimit, attempt);
        Emit(EngineOutput.Play(_now, attempt.Call, message, loop: false));
    }

    private void PromptKey(Attempt attempt, char digit)
    {
        var settings = attempt.Campaign.Settings;
        if (digit == settings.OptOutKey)
        {
            DescribeAttempt(attempt, OptedOut);
            HangUp(attempt, "opted out");
        }
        else if (digit == settings.TransferKey)
            Transfer(attempt);
        else
            IgnoredSignals++;
    }

    private static readonly Disposition OptedOut = new("opted-out", Done: true, DoNotCall: true);

    /// <summary>This person asked for an agent, and waits with music for as long as they like: no abandon deadline.</summary>
    private void Transfer(Attempt attempt)
    {
        _deadlines.Cancel(ref attempt.Deadline);
        Emit(EngineOutput.StopPlaying(_now, attempt.Call));
        if (TakeReady(attempt.Campaign.Group) is { } agent)
        {
            Connect(attempt, agent);
            return;
        }
        WaitForAgent(attempt);
        _deadlines.Cancel(ref attempt.Deadline);
        LookForSomebody(attempt.Interaction!);
        Emit(EngineOutput.Play(_now, attempt.Call, attempt.Campaign.Group.Queue.Settings.Music, loop: true));
    }
}
