using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Callers;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Handovers;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>
/// People who go from one agent to somebody else, and colleagues who are asked meanwhile: transfers, consultations, conferences. At
/// every moment a person is with one agent, on the way to somebody, with a number at the PBX, or in a queue; a wish that cannot be
/// fulfilled is refused and changes nothing, and one that fails later brings the person back.
/// </summary>
internal sealed partial class Handing(Turn turn, Facts facts, Roster roster, Legs legs, FreeAgents freeAgents, Supply supply, Trunks trunks, Distribution distribution, Conversations conversations)
{
    /// <summary>Consultations for whoever of a queue is free next, longest waiting first.</summary>
    private readonly List<Handover> _waiting = [];

    public HandoverSettings Settings { get; private set; } = HandoverSettings.Default;

    public void Configure(HandoverSettings settings)
    {
        Settings = settings;
        conversations.HoldLimit = settings.HoldLimit;
    }

    // ---- What agents ask for ----

    public void Transfer(in EngineInput input)
    {
        if (FindTalking(input) is not { } agent)
            return;
        var interaction = agent.Interaction!;
        if (interaction.Handover is not null)
            facts.Refuse(agent.Id, "somebody is asked about this conversation: complete that transfer, or end it first");
        else if (input.Queue.Value != 0)
            TransferToQueue(agent, interaction, input.Queue, input.HandoverNote);
        else if (Begin(agent, interaction, input) is { } handover)
            HandOn(agent, handover);
    }

    /// <summary>What comes of it is told to the phone.</summary>
    public void PhoneAsksTransfer(in EngineInput input)
    {
        bool isKnown = roster.TryGetAgent(input.Agent, out var agent) && agent.Leg == input.Call;
        bool isDone = isKnown && Settings.FromPhones && agent is { Interaction: { IsHangingUp: false, Handover: null } interaction, State: AgentState.Talking or AgentState.OnHold }
            && TransferFromPhone(agent, interaction, input);
        if (isKnown)
            facts.Emit(EngineOutput.AnswerTransfer(turn.Now, input.Call, isDone));
        else
            turn.Ignore();
    }

    private bool TransferFromPhone(Agent agent, Interaction interaction, in EngineInput input)
    {
        if (Begin(agent, interaction, input) is not { } handover)
            return false;
        HandOn(agent, handover);
        return true;
    }

    public void Consult(in EngineInput input)
    {
        if (FindTalking(input) is not { } agent)
            return;
        var interaction = agent.Interaction!;
        if (interaction.Handover is not null)
        {
            facts.Refuse(agent.Id, "somebody is asked already: end that first");
            return;
        }
        if (Begin(agent, interaction, input) is not { } handover)
            return;
        if (interaction.State == InteractionState.Connected)
            conversations.Hold(agent, interaction);
        conversations.Unmute(agent);
        facts.EmitStep(ConversationStep.ConsultBegun, interaction, agent.Id, handover.Target);
        facts.Emit(EngineOutput.Play(turn.Now, agent.Leg, CallerTarget.RingingPrompt, loop: true));
        Reach(handover);
    }

    public void Swap(in EngineInput input)
    {
        if (FindAsking(input) is not { } handover)
            return;
        if (handover.State == HandoverState.Speaking)
            BackToPerson(handover);
        else if (handover.State == HandoverState.Aside)
            BackToColleague(handover);
        else
            facts.Refuse(handover.From.Id, handover.State == HandoverState.Joined ? "all three hear each other already" : "whoever is asked has not answered yet");
    }

    public void Conference(in EngineInput input)
    {
        if (FindAsking(input) is not { } handover)
            return;
        if (handover.State is not (HandoverState.Speaking or HandoverState.Aside))
        {
            facts.Refuse(handover.From.Id, handover.State == HandoverState.Joined ? "all three hear each other already" : "whoever is asked has not answered yet");
            return;
        }
        var agent = handover.Asker!;
        if (handover.State == HandoverState.Speaking)
            conversations.Retrieve(agent, handover.Interaction);
        handover.MoveTo(HandoverState.Joined);
        facts.Emit(EngineOutput.JoinLegs(turn.Now, handover.TargetLeg, agent.Leg, agent.Id));
        facts.EmitStep(ConversationStep.Conferenced, handover.Interaction, agent.Id, handover.Target);
    }

    /// <summary>Whoever is asked gets the person; where they have not answered yet, the person waits for that instead of the agent.</summary>
    public void CompleteTransfer(in EngineInput input)
    {
        if (FindAsking(input) is not { } handover)
            return;
        var agent = handover.Asker!;
        var interaction = handover.Interaction;
        if (handover.State != HandoverState.Reaching)
        {
            GiveToTarget(handover);
            PartFrom(agent, interaction);
            conversations.StartWrapUp(agent, interaction);
        }
        else if (handover.Group is { } group && handover.Colleague is null)
        {
            if (OpenQueue(agent, group.Queue.Settings.Id) is not { } queue)
                return;
            End(handover);
            TransferToQueue(agent, interaction, queue.Settings.Id, handover.Note);
        }
        else
        {
            facts.Emit(EngineOutput.StopPlaying(turn.Now, agent.Leg));
            HandOnReaching(handover);
            PartFrom(agent, interaction);
            facts.EmitStep(ConversationStep.TransferBegun, interaction, agent.Id, handover.Target);
            conversations.StartWrapUp(agent, interaction);
        }
    }

    public void EndConsult(in EngineInput input)
    {
        if (FindAsking(input) is { } handover)
            EndAndReturn(handover, null);
    }

    /// <summary>Hold and back mean, while somebody is asked, going from one to the other.</summary>
    public void AgentHold(in EngineInput input) => HoldOrRetrieve(input, HandoverState.Aside);

    public void AgentRetrieve(in EngineInput input) => HoldOrRetrieve(input, HandoverState.Speaking);

    private void HoldOrRetrieve(in EngineInput input, HandoverState from)
    {
        if (conversations.FindAddressed(input) is not { } agent)
            return;
        if (agent.Interaction is { IsHangingUp: false, Handover: { } handover })
        {
            if (handover.State == from && from == HandoverState.Aside)
                BackToColleague(handover);
            else if (handover.State == from)
                BackToPerson(handover);
            else if (handover.State == HandoverState.Reaching && from == HandoverState.Speaking)
                EndAndReturn(handover, null);
            else
                facts.Refuse(agent.Id, "somebody is asked about this conversation: swap, or end that first");
        }
        else if (from == HandoverState.Aside)
            conversations.AgentHold(input);
        else
            conversations.AgentRetrieve(input);
    }

    /// <summary>A colleague who is asked leaves; whose conversation it is ends it.</summary>
    public void AgentHangUp(in EngineInput input)
    {
        if (input.Interaction.Value == 0 && roster.TryGetAgent(input.Agent, out var agent) && agent.Asked is { State: not HandoverState.Reaching } asked)
            TargetGone(asked, "hung up");
        else
            conversations.AgentHangUp(input);
    }

    private Agent? FindTalking(in EngineInput input)
    {
        if (conversations.FindAddressed(input) is not { } agent)
            return null;
        if (agent is { State: AgentState.Talking or AgentState.OnHold, Interaction.IsHangingUp: false })
            return agent;
        facts.Refuse(agent.Id, "no conversation to hand on");
        return null;
    }

    private Handover? FindAsking(in EngineInput input)
    {
        if (conversations.FindAddressed(input) is not { } agent)
            return null;
        if (agent.Interaction is { IsHangingUp: false, Handover: { } handover } && handover.Asker == agent)
            return handover;
        facts.Refuse(agent.Id, "nobody is asked about this conversation");
        return null;
    }

    // ---- Whom ----

    /// <summary>Null: refused, and nothing has changed.</summary>
    private Handover? Begin(Agent agent, Interaction interaction, in EngineInput input)
    {
        Handover? handover;
        if (input.ToAgent.Value != 0)
            handover = ToAgent(agent, interaction, input);
        else if (input.Queue.Value != 0)
            handover = ToQueue(agent, interaction, input);
        else
            handover = ToNumber(agent, interaction, input);
        if (handover is null)
            return null;
        interaction.Handover = handover;
        if (handover.Note is { } note)
            interaction.Note = note;
        return handover;
    }

    private Handover? ToAgent(Agent agent, Interaction interaction, in EngineInput input)
    {
        if (!roster.TryGetAgent(input.ToAgent, out var colleague))
            facts.Refuse(agent.Id, "no such agent to hand on to");
        else if (colleague == agent)
            facts.Refuse(agent.Id, "the person is with this agent already");
        else if (colleague is not { State: AgentState.Ready, IsLeaving: false })
            facts.Refuse(agent.Id, $"agent {colleague.Settings.Name} is not ready");
        else
            return new Handover(interaction, agent, "agent " + colleague.Settings.Name, input.HandoverNote) { Colleague = colleague };
        return null;
    }

    private Handover? ToQueue(Agent agent, Interaction interaction, in EngineInput input)
    {
        if (OpenQueue(agent, input.Queue) is not { } queue)
            return null;
        return new Handover(interaction, agent, "queue " + queue.Settings.Name, input.HandoverNote) { Group = queue.Inbound };
    }

    private Queue? OpenQueue(Agent agent, QueueId id)
    {
        if (!roster.TryGetQueue(id, out var queue))
        {
            facts.Refuse(agent.Id, "no such queue to hand on to");
            return null;
        }
        bool isServed = distribution.HasSomebody(queue.Inbound);
        var found = queue.Settings.Door.Judge(turn.Now, queue.Inbound.WaitingCount, isServed);
        if (found == DoorFinding.Open && isServed)
            return queue;
        facts.Refuse(agent.Id, $"queue {queue.Settings.Name} " + (found is DoorFinding.Closed ? "is closed" : found is DoorFinding.Full ? "is full" : "has nobody logged in"));
        return null;
    }

    private Handover? ToNumber(Agent agent, Interaction interaction, in EngineInput input)
    {
        string number = input.ToNumber;
        if (!Settings.Allows(number))
            facts.Refuse(agent.Id, number.Length == 0 ? "nobody is named to hand on to" : $"the configuration does not let agents hand people on to {number}");
        else if (TrunkFor(interaction) is not { IsAvailable: true, FreeChannels: > 0 } trunk)
            facts.Refuse(agent.Id, "no line to the PBX is free");
        else
            return new Handover(interaction, agent, number, input.HandoverNote) { Trunk = trunk };
        return null;
    }

    private Trunk? TrunkFor(Interaction interaction)
    {
        if (Settings.Trunk is { } named && roster.TryGetTrunk(named, out var trunk))
            return trunk;
        return interaction.Attempt?.Trunk ?? interaction.Trunk;
    }

    // ---- On the way ----

    private void HandOn(Agent agent, Handover handover)
    {
        var interaction = handover.Interaction;
        if (agent.State == AgentState.Talking)
            facts.Emit(EngineOutput.UnbridgeLegs(turn.Now, interaction.Call, agent.Leg));
        HandOnReaching(handover);
        PartFrom(agent, interaction);
        facts.EmitStep(ConversationStep.TransferBegun, interaction, agent.Id, handover.Target);
        Reach(handover);
        conversations.StartWrapUp(agent, interaction);
    }

    /// <summary>From now on the person waits for whoever is meant.</summary>
    private void HandOnReaching(Handover handover)
    {
        var interaction = handover.Interaction;
        turn.Cancel(ref interaction.Deadline);
        handover.Asker = null;
        interaction.WasHandedOn = true;
        interaction.MoveTo(InteractionState.HandedOn);
        distribution.End(interaction);
        facts.Emit(EngineOutput.Play(turn.Now, interaction.Call, handover.Trunk is null ? interaction.Queue.Settings.Music : CallerTarget.RingingPrompt, loop: true));
    }

    /// <summary>The agent has the person no more; what there is to say is written up once it is settled who has.</summary>
    public void PartFrom(Agent agent, Interaction interaction)
    {
        conversations.CountTalk(agent, interaction);
        interaction.LeaveToOthers(agent);
        agent.Interaction = null;
        agent.Beside = interaction.Id;
        supply.Move(agent, AgentState.WrapUp, "handed on");
    }

    private void Reach(Handover handover)
    {
        if (handover.Colleague is { } colleague)
            Offer(handover, colleague);
        else if (handover.Group is { } group)
        {
            if (distribution.AgentFor(group) is { IsLeaving: false } free)
            {
                Offer(handover, free);
                return;
            }
            _waiting.Add(handover);
            turn.Replace(ref handover.Deadline, turn.Now + EngineLimits.ColleagueWithin, DueKind.Handover, handover);
        }
        else
            CallNumber(handover, handover.Trunk!);
    }

    /// <summary>The colleague sees the conversation before the voice comes.</summary>
    private void Offer(Handover handover, Agent colleague)
    {
        handover.Colleague = colleague;
        colleague.Asked = handover;
        colleague.IsDedicated = true;
        supply.Move(colleague, AgentState.Reserved, "a colleague's conversation");
        facts.EmitStep(ConversationStep.Offered, handover.Interaction, colleague.Id, "by agent " + handover.From.Settings.Name);
        turn.Replace(ref handover.Deadline, turn.Now + Settings.ShownBefore, DueKind.Handover, handover);
    }

    /// <summary>One who was handed on has waited for this agent, who sees first who it is.</summary>
    public void OfferWaiting(Interaction interaction, Agent agent)
    {
        turn.Cancel(ref interaction.Deadline);
        if (interaction.Visit is { } visit)
            turn.Cancel(ref visit.Deadline);
        if (interaction.Attempt is { } attempt)
            turn.Cancel(ref attempt.Deadline);
        interaction.MoveTo(InteractionState.HandedOn);
        interaction.Handover = new Handover(interaction, interaction.Agent!, "agent " + agent.Settings.Name, interaction.Note) { Asker = null };
        Offer(interaction.Handover, agent);
    }

    private void CallNumber(Handover handover, Trunk trunk)
    {
        handover.Leg = new CallId(turn.NextId());
        legs.Add(handover.Leg, handover);
        trunk.ChannelsInUse++;
        turn.Replace(ref handover.Deadline, turn.Now + Settings.RingFor + EngineLimits.RingGuard, DueKind.Handover, handover);
        facts.Emit(EngineOutput.PlaceCall(turn.Now, default, trunk.Settings.Id, default, handover.Leg, handover.Target, Settings.RingFor));
    }

    /// <summary>A free agent is asked before they get a person: a colleague and a person wait for them both.</summary>
    public bool TakesConsultation(Agent agent)
    {
        if (agent.IsLeaving)
            return false;
        foreach (var handover in _waiting)
            foreach (var member in agent.Memberships)
                if (member.Group == handover.Group)
                {
                    _waiting.Remove(handover);
                    Offer(handover, agent);
                    return true;
                }
        return false;
    }

    public void Due(Handover handover)
    {
        handover.Deadline = DeadlineHandle.None;
        switch (handover.State)
        {
            case HandoverState.Reaching when handover.Interaction.IsHangingUp: break;
            case HandoverState.Reaching when handover.Colleague is not null: TargetThere(handover); break;
            case HandoverState.Reaching: TargetGone(handover, handover.Group is null ? "no answer" : "nobody was free in time"); break;
            case HandoverState.Speaking or HandoverState.Aside or HandoverState.Joined or HandoverState.Given: break;
            case HandoverState.Over: ForgetLeg(handover); break;
        }
    }

    // ---- There ----

    public bool IsTarget(CallId call) => legs.TryFind(call, out object? leg) && leg is Handover;

    public void LegAnswered(CallId call)
    {
        if (legs.TryFind(call, out object? leg) && leg is Handover { State: HandoverState.Reaching, Interaction.IsHangingUp: false } handover)
            TargetThere(handover);
        else
            turn.Ignore();
    }

    private void TargetThere(Handover handover)
    {
        turn.Cancel(ref handover.Deadline);
        if (handover.Asker is { } agent)
            SpeakWith(handover, agent);
        else if (handover.Colleague is { } colleague)
        {
            var interaction = handover.Interaction;
            handover.MoveTo(HandoverState.Over);
            interaction.Handover = null;
            colleague.Asked = null;
            Take(interaction, colleague);
            facts.EmitStep(ConversationStep.Transferred, interaction, handover.From.Id, handover.Target);
        }
        else
            GiveToNumber(handover);
    }

    private void SpeakWith(Handover handover, Agent agent)
    {
        handover.MoveTo(HandoverState.Speaking);
        BridgeToColleague(handover, agent, zipTone: true);
        if (handover.Colleague is { } colleague)
        {
            colleague.Beside = handover.Interaction.Id;
            colleague.TalkingSince = turn.Now;
            supply.Move(colleague, AgentState.Talking, "asked by a colleague");
        }
        facts.EmitStep(ConversationStep.Consulted, handover.Interaction, agent.Id, handover.Target);
    }

    private void BridgeToColleague(Handover handover, Agent agent, bool zipTone) => facts.Emit(handover.Colleague is { } colleague
        ? EngineOutput.BridgeLegs(turn.Now, agent.Leg, colleague.Leg, colleague.Id, zipTone)
        : EngineOutput.BridgeLegs(turn.Now, handover.Leg, agent.Leg, agent.Id, zipTone: false));

    private void BackToPerson(Handover handover)
    {
        var agent = handover.Asker!;
        handover.MoveTo(HandoverState.Aside);
        conversations.Retrieve(agent, handover.Interaction);
        facts.Emit(EngineOutput.Play(turn.Now, handover.TargetLeg, handover.Interaction.Queue.Settings.Music, loop: true));
        facts.EmitStep(ConversationStep.BackWithPerson, handover.Interaction, agent.Id, handover.Target);
    }

    private void BackToColleague(Handover handover)
    {
        var agent = handover.Asker!;
        handover.MoveTo(HandoverState.Speaking);
        conversations.Hold(agent, handover.Interaction);
        BridgeToColleague(handover, agent, zipTone: false);
        facts.EmitStep(ConversationStep.Consulted, handover.Interaction, agent.Id, handover.Target);
    }

    /// <summary>Whoever was asked has the person from now on; the agent's part is the caller's to end.</summary>
    private void GiveToTarget(Handover handover)
    {
        var interaction = handover.Interaction;
        turn.Cancel(ref interaction.Deadline);
        interaction.WasHandedOn = true;
        handover.Asker = null;
        if (handover.Colleague is not { } colleague)
        {
            interaction.MoveTo(InteractionState.HandedOn);
            distribution.End(interaction);
            GiveToNumber(handover);
            return;
        }
        handover.MoveTo(HandoverState.Over);
        interaction.Handover = null;
        colleague.Asked = null;
        colleague.Beside = default;
        colleague.Interaction = interaction;
        distribution.Give(interaction, colleague);
        distribution.Follow(colleague);
        colleague.TalkingSince = turn.Now;
        colleague.Calls++;
        if (interaction.State == InteractionState.OnHold)
            interaction.MoveTo(InteractionState.Connected);
        interaction.Agent = colleague;
        interaction.SaidByAgent = false;
        if (interaction.Attempt is { } attempt)
            attempt.Agent = colleague;
        facts.Emit(EngineOutput.BridgeLegs(turn.Now, interaction.Call, colleague.Leg, colleague.Id, zipTone: false, Conversations.QueueOfCaller(interaction)));
        facts.EmitInteraction(EngineOutputKind.InteractionConnected, interaction, -1);
        facts.EmitStep(ConversationStep.Transferred, interaction, handover.From.Id, handover.Target);
    }

    private void GiveToNumber(Handover handover)
    {
        handover.MoveTo(HandoverState.Given);
        facts.Emit(EngineOutput.BridgeLegs(turn.Now, handover.Interaction.Call, handover.Leg, default, zipTone: false));
        facts.EmitStep(ConversationStep.Transferred, handover.Interaction, handover.From.Id, handover.Target);
    }

    /// <summary>An agent who is free, or has just given this person on, gets them.</summary>
    public void Take(Interaction interaction, Agent agent)
    {
        turn.Cancel(ref agent.Deadline);
        interaction.ParkedAt = 0;
        if (interaction.Attempt is { } attempt)
        {
            turn.Cancel(ref attempt.Deadline);
            attempt.Agent = agent;
            if (attempt.State == AttemptState.Waiting)
                attempt.MoveTo(AttemptState.Connected);
        }
        conversations.Bridge(interaction, agent);
    }
}
