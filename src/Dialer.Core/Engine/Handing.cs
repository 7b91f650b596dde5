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
internal sealed class Handing(Turn turn, Facts facts, Roster roster, Legs legs, FreeAgents freeAgents, Supply supply, Trunks trunks, Distribution distribution, Conversations conversations)
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
            case HandoverState.Reaching: NotReached(handover, handover.Group is null ? "no answer" : "nobody was free in time"); break;
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

    // ---- Not there, or there no more ----

    /// <summary>The leg to a number has ended.</summary>
    public void LegEnded(Handover handover, in EngineInput ended)
    {
        ForgetLeg(handover);
        if (handover.State == HandoverState.Over)
            return;
        if (handover.State == HandoverState.Given && ended.EndedBy != EndedBy.Network && !handover.Interaction.IsHangingUp)
            conversations.EndByUs(handover.Interaction, byAgent: false);
        else if (handover.State == HandoverState.Reaching)
            NotReached(handover, ended.Result switch
            {
                CallResult.Busy => "busy",
                CallResult.NoAnswer => "no answer",
                _ => "not reached",
            });
        else
            TargetGone(handover, ended.EndedBy == EndedBy.Network ? "the line broke" : "hung up");
    }

    private void ForgetLeg(Handover handover)
    {
        turn.Cancel(ref handover.Deadline);
        if (handover.Leg == CallId.None || !legs.Has(handover.Leg))
            return;
        legs.Remove(handover.Leg);
        if (handover.Trunk is { } trunk)
            trunks.FreeChannel(trunk);
    }

    private void NotReached(Handover handover, string why)
    {
        if (handover.Interaction.IsHangingUp)
            End(handover);
        else if (handover.Asker is not null)
            EndAndReturn(handover, why);
        else
            ComesBack(handover, why);
    }

    /// <summary>Whoever was asked, or has the person, is gone: the person is with the agent again, or comes back.</summary>
    private void TargetGone(Handover handover, string why)
    {
        if (handover.Interaction.IsHangingUp)
            End(handover);
        else if (handover.Asker is not null)
            EndAndReturn(handover, why);
        else
            ComesBack(handover, why);
    }

    private void ComesBack(Handover handover, string why)
    {
        var interaction = handover.Interaction;
        distribution.End(interaction);
        End(handover);
        facts.EmitStep(ConversationStep.CameBack, interaction, handover.From.Id, $"{handover.Target}: {why}");
        ReturnTo(handover.From, interaction);
    }

    /// <summary>The agent is with the person, and with nobody else.</summary>
    private void EndAndReturn(Handover handover, string? why)
    {
        var agent = handover.Asker!;
        var interaction = handover.Interaction;
        bool wasJoined = handover.State == HandoverState.Joined;
        End(handover);
        facts.EmitStep(ConversationStep.ConsultEnded, interaction, agent.Id, why is null ? handover.Target : $"{handover.Target}: {why}");
        if (interaction.State == InteractionState.OnHold)
            conversations.Retrieve(agent, interaction);
        else if (wasJoined)
            facts.Emit(EngineOutput.BridgeLegs(turn.Now, interaction.Call, agent.Leg, agent.Id, zipTone: false, Conversations.QueueOfCaller(interaction)));
    }

    /// <summary>Whoever is meant is let go; the person stays where they are.</summary>
    private void End(Handover handover)
    {
        var before = handover.State;
        turn.Cancel(ref handover.Deadline);
        _waiting.Remove(handover);
        handover.Interaction.Handover = null;
        handover.MoveTo(HandoverState.Over);
        if (before == HandoverState.Reaching && handover.Asker is { LegIsUp: true } listener)
            facts.Emit(EngineOutput.StopPlaying(turn.Now, listener.Leg));
        if (handover.Leg != CallId.None && legs.Has(handover.Leg))
        {
            facts.Emit(EngineOutput.HangUp(turn.Now, handover.Leg));
            handover.Deadline = turn.In(EngineLimits.HangUpGuard, DueKind.Handover, handover);
        }
        if (handover.Colleague is not { } colleague || colleague.Asked != handover)
            return;
        colleague.Asked = null;
        if (before == HandoverState.Reaching)
        {
            freeAgents.Tell(colleague, keepIdleSince: true);
            return;
        }
        if (before is HandoverState.Speaking or HandoverState.Joined && handover.Asker is { } asker)
            facts.Emit(EngineOutput.UnbridgeLegs(turn.Now, colleague.Leg, asker.Leg));
        else
            facts.Emit(EngineOutput.StopPlaying(turn.Now, colleague.Leg));
        supply.Move(colleague, AgentState.WrapUp, "was asked by a colleague");
        colleague.Beside = default;
        freeAgents.Tell(colleague, keepIdleSince: false);
    }

    /// <summary>The agent who had them last, if free; else whoever of their queue is; else before all others.</summary>
    public void ReturnTo(Agent last, Interaction interaction)
    {
        bool writesItUp = last.State == AgentState.WrapUp && last.Interaction is null && last.Beside == interaction.Id && !last.LegIsSilent;
        var group = interaction.Home ?? interaction.Group;
        interaction.Group = group;
        interaction.Home = null;
        if (writesItUp || last is { State: AgentState.Ready, IsLeaving: false })
            Take(interaction, last);
        else if (distribution.AgentFor(group) is { } free)
            Take(interaction, free);
        else
            Wait(interaction, first: true);
    }

    private void Wait(Interaction interaction, bool first)
    {
        interaction.MoveTo(InteractionState.Waiting);
        interaction.ParkedAt = 0;
        interaction.WaitingSince = turn.Now;
        distribution.LookForSomebody(interaction);
        facts.EmitInteraction(EngineOutputKind.InteractionQueued, interaction, -1);
        facts.Emit(EngineOutput.Play(turn.Now, interaction.Call, interaction.Queue.Settings.Music, loop: true));
        distribution.Offer(interaction, goesFirst: first);
        conversations.Match();
    }

    // ---- To a queue ----

    private void TransferToQueue(Agent agent, Interaction interaction, QueueId id, string? note)
    {
        if (OpenQueue(agent, id) is not { } queue)
            return;
        interaction.Note = note ?? interaction.Note;
        interaction.WasHandedOn = true;
        turn.Cancel(ref interaction.Deadline);
        if (agent.State == AgentState.Talking)
            facts.Emit(EngineOutput.UnbridgeLegs(turn.Now, interaction.Call, agent.Leg));
        facts.EmitStep(ConversationStep.TransferBegun, interaction, agent.Id, "queue " + queue.Settings.Name);
        interaction.Home ??= interaction.Group;
        interaction.Group = queue.Inbound;
        distribution.End(interaction);
        interaction.MoveTo(InteractionState.HandedOn);
        PartFrom(agent, interaction);
        if (interaction.Visit is { } visit && queue.Settings.Door.MaxWait is { } most)
            turn.Replace(ref visit.Deadline, turn.Now + most, DueKind.Visit, visit);
        Wait(interaction, first: false);
        conversations.StartWrapUp(agent, interaction);
    }

    /// <summary>Nobody who could serve them is logged in any more: one who was handed on goes back to where they came from. False: that is no better.</summary>
    public bool SendBack(Interaction interaction)
    {
        if (interaction is not { State: InteractionState.Waiting, IsHangingUp: false, Home: { } home } || distribution.HasSomebody(interaction.Group) || !distribution.HasSomebody(home))
            return false;
        distribution.Withdraw(interaction);
        interaction.MoveTo(InteractionState.HandedOn);
        facts.EmitStep(ConversationStep.CameBack, interaction, interaction.Agent!.Id, $"queue {interaction.Queue.Settings.Name}: nobody is logged in");
        ReturnTo(interaction.Agent, interaction);
        return true;
    }

    // ---- Limits ----

    public void HoldLimit(Interaction interaction)
    {
        interaction.Deadline = DeadlineHandle.None;
        if (interaction is not { State: InteractionState.OnHold, IsHangingUp: false, Agent: { } agent } || agent.Interaction != interaction)
            return;
        facts.EmitStep(ConversationStep.HeldTooLong, interaction, agent.Id);
        if (interaction.Handover is not { } handover)
            conversations.Retrieve(agent, interaction);
        else if (handover.State == HandoverState.Speaking)
            BackToPerson(handover);
        else
            EndAndReturn(handover, "not reached in time");
    }

    // ---- What is lost ----

    /// <summary>The other party's leg is gone: whoever is asked about them is free.</summary>
    public void PersonLeft(Interaction interaction)
    {
        if (interaction.Handover is { } handover)
            End(handover);
    }

    /// <summary>How a conversation ended that no agent had.</summary>
    public static InteractionEnd EndOf(Interaction interaction)
    {
        if (interaction.Handover is { State: HandoverState.Given })
            return InteractionEnd.Forwarded;
        return interaction.IsHangingUp ? InteractionEnd.Interrupted : InteractionEnd.LeftInTransfer;
    }

    /// <summary>An agent whose phone is lost, whose state has moved already, was asked by a colleague.</summary>
    public void ColleagueLost(Handover asked)
    {
        if (asked.State == HandoverState.Reaching)
            NotReached(asked, "was lost");
        else
            TargetGone(asked, "was lost");
    }

    /// <summary>The phone of the agent who asks is lost. True: in a conference, whoever else is in it keeps the person.</summary>
    public bool KeepsPerson(Interaction interaction)
    {
        if (interaction.Handover is not { } handover)
            return false;
        if (handover.State != HandoverState.Joined || interaction.IsHangingUp)
        {
            End(handover);
            return false;
        }
        interaction.LeaveToOthers(handover.Asker!);
        GiveToTarget(handover);
        return true;
    }
}
