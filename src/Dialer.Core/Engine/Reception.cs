using System.Diagnostics;
using Dialer.Core.Callers;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>Callers on the way to a queue, or to what is none: rules, doors, menus, recordings, mailboxes, numbers at the PBX.</summary>
internal sealed class Reception(Turn turn, Facts facts, Roster roster, Legs legs, DialGate gate, Trunks trunks, Distribution distribution, Closing closing, Conversations conversations, CallBacks callBacks, Blending blending) : IQueueDoors
{
    /// <summary>Those who are in no queue are here.</summary>
    private readonly Queue _reception = new(new QueueSettings(default, "", [], 0, TimeSpan.Zero, TimeSpan.Zero));
    private readonly List<WayStep> _doorsTried = [];
    private CallerPlan _callerPlan = CallerPlan.Empty;

    public void ConfigureCallers(CallerPlan plan) => _callerPlan = plan;

    /// <summary>What customers are worth is asked first where a rule wants to know, and whom they spoke with where a queue does; nobody waits for the answer longer than a ring.</summary>
    public void Receive(in EngineInput input)
    {
        var visit = new Visit(input.Call, input.Trunk, input.Called, input.Number);
        if (!(_callerPlan.AsksValue || distribution.AsksWhoSpokeLast) || visit.Party.Length == 0)
        {
            Decide(visit);
            return;
        }
        legs.Add(visit.Call, visit);
        visit.Deadline = turn.In(EngineLimits.CallerKnownWithin, DueKind.Visit, visit);
        facts.Emit(EngineOutput.FindCaller(turn.Now, visit.Call, visit.Party));
    }

    public void CallerKnown(Visit visit, Caller? caller)
    {
        legs.Remove(visit.Call);
        turn.Cancel(ref visit.Deadline);
        visit.Caller = caller;
        if (turn.IsDraining)
            TurnAway(visit, 503);
        else
            Decide(visit);
    }

    private void Decide(Visit visit)
    {
        if (visit.Askings++ < CallerRules.MostAskings && _callerPlan.Rules.Decide(visit.FactsAt(turn.Now)) is { } rule)
        {
            visit.Note($"rule {rule.Name}");
            Go(visit, rule.Target);
            return;
        }
        visit.Note("no rule fits");
        if (visit.Walk is { } walk)
            Go(visit, walk.Menu.Person);
        else
            TurnAway(visit, 404);
    }

    public void Go(Visit visit, CallerTarget target)
    {
        turn.Cancel(ref visit.Deadline);
        int status = 480;
        if (target.Kind == CallerTargetKind.Queue)
        {
            _doorsTried.Clear();
            target = CallersWay.Follow(target, this, turn.Now, _doorsTried);
            foreach (var door in _doorsTried)
            {
                visit.Note($"queue {door.Queue} {Words(door.Finding)}");
                status = door.Finding == DoorFinding.Full ? 486 : 480;
                CountTurnedAway(door);
            }
        }
        if (target.Kind is not (CallerTargetKind.HangUp or CallerTargetKind.Rules))
            visit.Note(Words(target));
        switch (target.Kind)
        {
            case CallerTargetKind.Queue: EnterQueue(visit, target.Name); break;
            case CallerTargetKind.Menu: EnterMenu(visit, target.Name); break;
            case CallerTargetKind.Message: Hear(visit, VisitStage.Message, target.Name, target.Name); break;
            case CallerTargetKind.Voicemail: Hear(visit, VisitStage.Greeting, target.Name, CallerTarget.GreetingOf(target.Name)); break;
            case CallerTargetKind.Number: CallNumber(visit, target.Name); break;
            case CallerTargetKind.CallBack: OrderCallBack(visit, target.Name); break;
            case CallerTargetKind.Rules: Decide(visit); break;
            case CallerTargetKind.HangUp: TurnAway(visit, status); break;
        }
    }

    private static string Words(DoorFinding finding) => finding switch
    {
        DoorFinding.Open => "is open",
        DoorFinding.Closed => "is closed",
        DoorFinding.Full => "is full",
        DoorFinding.TooLong => "took too long",
        DoorFinding.Nobody => "has nobody logged in",
    };

    private static string Words(CallerTarget target) => target.Kind switch
    {
        CallerTargetKind.Queue => $"queue {target.Name}",
        CallerTargetKind.Menu => $"menu {target.Name}",
        CallerTargetKind.Message => "a recording",
        CallerTargetKind.Voicemail => $"mailbox {target.Name}",
        CallerTargetKind.Number => $"number {target.Name}",
        CallerTargetKind.CallBack => $"call back by {target.Name}",
        CallerTargetKind.Rules => "the rules again",
        CallerTargetKind.HangUp => "the end",
    };

    bool IQueueDoors.TryGet(string queue, out QueueDoor door, out int waiting, out bool loggedIn)
    {
        var found = roster.QueueNamed(queue);
        (door, waiting, loggedIn) = found is null ? (new QueueDoor(), 0, false) : (found.Settings.Door, found.Inbound.WaitingCount, distribution.HasSomebody(found.Inbound));
        return found is not null;
    }

    private void CountTurnedAway(WayStep step)
    {
        if (roster.QueueNamed(step.Queue) is not { } queue)
            return;
        if (step.Finding == DoorFinding.TooLong)
            queue.Counters.Overflowed++;
        else
            queue.Counters.Refused++;
    }

    /// <summary>Whose number that is: they are not called meanwhile by another, and what they say binds them.</summary>
    public void Occupy(Interaction interaction, Caller caller)
    {
        interaction.Caller = caller;
        distribution.Prefer(interaction, caller.Preferred);
        for (int i = 0; i < caller.Persons.Count; i++)
            gate.Occupy(caller.Persons[i]);
    }

    // ---- In ----

    /// <summary>The call is taken: it is in the store before it is answered.</summary>
    private Interaction AcceptCall(Visit visit, ServiceGroup group)
    {
        var interaction = legs.BeginInteraction(group, visit.Call, null, visit.Party);
        interaction.Visit = visit;
        visit.Interaction = interaction;
        if (roster.TryGetTrunk(visit.Trunk, out var trunk))
        {
            interaction.Trunk = trunk;
            trunk.ChannelsInUse++;
        }
        legs.Open(interaction);
        gate.Occupy(interaction.Party);
        facts.EmitInteraction(EngineOutputKind.InteractionStarted, interaction, -1);
        facts.Emit(EngineOutput.AnswerCall(turn.Now, visit.Call));
        if (visit.Caller is { } caller)
            Occupy(interaction, caller);
        else if (interaction.Party.Length > 0)
            facts.Emit(EngineOutput.FindCaller(turn.Now, visit.Call, interaction.Party));
        return interaction;
    }

    /// <summary>In no queue from now on.</summary>
    private Interaction Guide(Visit visit, VisitStage stage)
    {
        var interaction = visit.Interaction ?? AcceptCall(visit, _reception.Inbound);
        if (interaction.State == InteractionState.Waiting)
            interaction.MoveTo(InteractionState.Guided);
        interaction.Group = _reception.Inbound;
        visit.Stage = stage;
        return interaction;
    }

    private void EnterQueue(Visit visit, string name)
    {
        if (roster.QueueNamed(name) is not { } queue)
        {
            TurnAway(visit, 404);
            return;
        }
        bool isFirst = visit.Interaction is null;
        var interaction = visit.Interaction ?? AcceptCall(visit, queue.Inbound);
        visit.Stage = VisitStage.Left;
        queue.Counters.Offered++;
        if (!isFirst)
        {
            interaction.Group = queue.Inbound;
            if (interaction.State == InteractionState.Guided)
                interaction.MoveTo(InteractionState.Waiting);
        }
        if (visit.Walk is not null || !isFirst)
            EmitSent(visit);
        distribution.Offer(interaction);
        conversations.Match(isFirst ? null : interaction);
        if (interaction.State != InteractionState.Waiting)
            return;
        distribution.LookForSomebody(interaction);
        if (queue.Settings.Door.MaxWait is { } most)
            visit.Deadline = turn.At(Instant.Max(turn.Now, interaction.ArrivedAt + most), DueKind.Visit, visit);
        facts.Emit(EngineOutput.Play(turn.Now, interaction.Call, queue.Settings.Music, loop: true));
        facts.EmitInteraction(EngineOutputKind.InteractionQueued, interaction, -1);
    }

    /// <summary>Has waited as long as the queue allows.</summary>
    private void WaitedTooLong(Visit visit)
    {
        var interaction = visit.Interaction!;
        LeaveQueue(visit, new WayStep(interaction.Queue.Settings.Name, DoorFinding.TooLong), interaction.Queue.Settings.Door.WhenTooLong);
    }

    private void LeaveQueue(Visit visit, WayStep step, CallerTarget target)
    {
        var interaction = visit.Interaction!;
        visit.Note($"queue {step.Queue} {Words(step.Finding)}");
        CountTurnedAway(step);
        distribution.Withdraw(interaction);
        blending.Learn(interaction.Queue, inTime: false);
        turn.Cancel(ref interaction.Deadline);
        interaction.MoveTo(InteractionState.Guided);
        Go(visit, target);
    }

    /// <summary>Nobody who could serve them is logged in any more. False: the queue says nothing of that.</summary>
    public bool SendOn(Interaction interaction)
    {
        if (interaction is not { State: InteractionState.Waiting, Visit: { } visit } || interaction.Queue.Settings.Door.WhenNobody is not { } target || distribution.HasSomebody(interaction.Group))
            return false;
        LeaveQueue(visit, new WayStep(interaction.Queue.Settings.Name, DoorFinding.Nobody), target);
        return true;
    }

    // ---- What is no queue ----

    private void EnterMenu(Visit visit, string name)
    {
        if (_callerPlan.Find(name) is not { } menu)
        {
            TurnAway(visit, 404);
            return;
        }
        Guide(visit, VisitStage.Menu);
        visit.Walk = new MenuWalk(menu);
        Act(visit, visit.Walk.Begin());
    }

    private void Act(Visit visit, MenuAction action)
    {
        switch (action.Kind)
        {
            case MenuActionKind.None:
                break;
            case MenuActionKind.Play or MenuActionKind.Say:
                turn.Cancel(ref visit.Deadline);
                visit.Deadline = turn.In(EngineLimits.PlaybackLimit, DueKind.Visit, visit);
                facts.Emit(EngineOutput.Play(turn.Now, visit.Call, action.Text, loop: false));
                break;
            case MenuActionKind.Listen:
                facts.Emit(EngineOutput.StopPlaying(turn.Now, visit.Call));
                turn.Replace(ref visit.Deadline, turn.Now + action.TimeOut, DueKind.Visit, visit);
                break;
            case MenuActionKind.Ask:
                turn.Replace(ref visit.Deadline, turn.Now + action.TimeOut, DueKind.Visit, visit);
                facts.Emit(new EngineOutput { Kind = EngineOutputKind.AskCompany, At = turn.Now, Call = visit.Call, Interaction = visit.Interaction!.Id, Record = turn.Outbox.AddRecord(new CompanyQuestion(action.Text, visit.Called, visit.Party, [.. visit.Walk!.Entries])) });
                break;
            case MenuActionKind.Leave:
                visit.Keys += visit.Walk!.Keys;
                visit.Note(visit.Walk.Keys.Length == 0 ? "chose nothing" : $"chose {visit.Walk.Keys}");
                Go(visit, action.Target);
                break;
        }
    }

    public void CompanyAnswered(CallId call, CompanyAnswer answer)
    {
        if (legs.TryFind(call, out object? leg) && leg is Interaction { State: InteractionState.Guided, Visit: { Stage: VisitStage.Menu, Walk: { } walk } visit })
            Act(visit, walk.Answered(answer.Word, answer.Says));
        else
            turn.Ignore();
    }

    private void Hear(Visit visit, VisitStage stage, string place, string prompt)
    {
        Guide(visit, stage);
        visit.Place = place;
        visit.Deadline = turn.In(EngineLimits.PlaybackLimit, DueKind.Visit, visit);
        facts.Emit(EngineOutput.Play(turn.Now, visit.Call, prompt, loop: false));
    }

    private void CallNumber(Visit visit, string number)
    {
        var interaction = Guide(visit, VisitStage.Calling);
        visit.Place = number;
        visit.Forward = new CallId(turn.NextId());
        legs.Add(visit.Forward, visit);
        if (interaction.Trunk is { } trunk)
            trunk.ChannelsInUse++;
        visit.Deadline = turn.In(EngineLimits.ForwardRings + EngineLimits.RingGuard, DueKind.Visit, visit);
        facts.Emit(EngineOutput.Play(turn.Now, visit.Call, CallerTarget.RingingPrompt, loop: true));
        facts.Emit(EngineOutput.PlaceCall(turn.Now, default, visit.Trunk, default, visit.Forward, number, EngineLimits.ForwardRings));
    }

    /// <summary>They are called back by the campaign's rules, as soon as these allow it.</summary>
    private void OrderCallBack(Visit visit, string campaignName)
    {
        var campaign = roster.CampaignNamed(campaignName);
        if (campaign is null || visit.Party.Length == 0)
        {
            visit.Note(campaign is null ? "there is no such campaign" : "no number to call back");
            TurnAway(visit, 480);
            return;
        }
        var interaction = Guide(visit, VisitStage.Message);
        var lead = callBacks.LeadOf(visit.Party, interaction.Caller);
        var permission = gate.CheckRules(campaign.Settings, lead, lead.Phones[0], turn.Now);
        var at = permission.IsAllowed ? turn.Now : permission.Until;
        if (at == Instant.Never)
        {
            visit.Note($"the rules never allow it ({permission.Refusal})");
            TurnAway(visit, 480);
            return;
        }
        interaction.CallBackOrdered = true;
        callBacks.Promise(campaign, default, interaction.Id, interaction.Call, default, interaction.Party, at);
        visit.Deadline = turn.In(EngineLimits.PlaybackLimit, DueKind.Visit, visit);
        facts.Emit(EngineOutput.Play(turn.Now, visit.Call, CallerTarget.CallBackPromptOf(campaignName), loop: false));
    }

    private void EmitSent(Visit visit) => facts.Emit(new EngineOutput
    {
        Kind = EngineOutputKind.CallerSent,
        At = turn.Now,
        Queue = visit.Interaction!.Queue.Settings.Id,
        Interaction = visit.Interaction.Id,
        Call = visit.Call,
        SpanSlot = turn.Now - visit.Interaction.ArrivedAt,
        TextSlot = visit.Way,
        Record = -1,
    });

    // ---- What the line says ----

    /// <summary>A caller in no queue.</summary>
    public bool IsGuest(CallId call) => legs.TryFind(call, out object? leg) && leg is Interaction { State: InteractionState.Guided };

    /// <summary>A leg to a number at the PBX.</summary>
    public bool IsForward(CallId call) => legs.TryFind(call, out object? leg) && leg is Visit;

    public void PlaybackEnded(CallId call) => VisitPlayed(GuestOf(call));

    public void DigitPressed(CallId call, char digit) => VisitKey(GuestOf(call), digit);

    private Visit GuestOf(CallId call) => ((Interaction)Leg(call)).Visit!;

    private object Leg(CallId call) => legs.TryFind(call, out object? leg) ? leg : throw new UnreachableException($"call {call.Value} is no leg");

    private void VisitPlayed(Visit visit)
    {
        switch (visit.Stage)
        {
            case VisitStage.Menu:
                turn.Cancel(ref visit.Deadline);
                Act(visit, visit.Walk!.PromptEnded());
                break;
            case VisitStage.Message:
                Leave(visit);
                break;
            case VisitStage.Greeting:
                visit.Stage = VisitStage.Recording;
                turn.Replace(ref visit.Deadline, turn.Now + EngineLimits.LongestVoicemail, DueKind.Visit, visit);
                facts.Emit(new EngineOutput { Kind = EngineOutputKind.RecordMessage, At = turn.Now, Call = visit.Call, Interaction = visit.Interaction!.Id, TextSlot = visit.Place, Record = -1 });
                break;
            case VisitStage.Asking or VisitStage.Recording or VisitStage.Calling or VisitStage.Forwarded or VisitStage.Left:
                turn.Ignore();
                break;
        }
    }

    private void VisitKey(Visit visit, char digit)
    {
        if (visit.Stage == VisitStage.Menu)
            Act(visit, visit.Walk!.Key(digit));
        else if (visit.Stage == VisitStage.Recording && digit == '#')
            Leave(visit);
        else
            turn.Ignore();
    }

    public void VisitDue(Visit visit)
    {
        visit.Deadline = DeadlineHandle.None;
        switch (visit.Stage)
        {
            case VisitStage.Asking: CallerKnown(visit, null); break;
            case VisitStage.Menu when visit.Walk!.State is MenuState.Prompting or MenuState.Saying: Act(visit, visit.Walk.PromptEnded()); break;
            case VisitStage.Menu: Act(visit, visit.Walk!.TimedOut()); break;
            case VisitStage.Message or VisitStage.Greeting or VisitStage.Recording: Leave(visit); break;
            case VisitStage.Calling: Leave(visit); break;
            case VisitStage.Left when visit.Interaction is { State: InteractionState.Waiting, AgentWasLost: false }: WaitedTooLong(visit); break;
            case VisitStage.Forwarded or VisitStage.Left: break;
        }
    }

    public void MessageRecorded(CallId call, string file, TimeSpan length)
    {
        if (!legs.TryFind(call, out object? leg) || leg is not Interaction { Visit: { Stage: VisitStage.Recording } visit } interaction || length < EngineLimits.ShortestVoicemail)
        {
            turn.Ignore();
            return;
        }
        interaction.LeftVoicemail = true;
        facts.Emit(new EngineOutput { Kind = EngineOutputKind.VoicemailLeft, At = turn.Now, Call = call, Interaction = interaction.Id, SpanSlot = length, TextSlot = interaction.Party, Record = turn.Outbox.AddRecord(new Voicemail(visit.Place, file)) });
    }

    public void ForwardAnswered(CallId call)
    {
        var visit = (Visit)Leg(call);
        if (visit.Stage != VisitStage.Calling)
        {
            turn.Ignore();
            return;
        }
        turn.Cancel(ref visit.Deadline);
        visit.Stage = VisitStage.Forwarded;
        facts.Emit(EngineOutput.BridgeLegs(turn.Now, visit.Call, visit.Forward, default, zipTone: false));
        EmitSent(visit);
    }

    /// <summary>The leg to the PBX has ended, or the caller's who is not in the store yet.</summary>
    public void VisitEnded(Visit visit)
    {
        if (visit.Stage == VisitStage.Asking)
        {
            legs.Remove(visit.Call);
            turn.Cancel(ref visit.Deadline);
            visit.Stage = VisitStage.Left;
            return;
        }
        ForgetForward(visit);
        if (visit.Stage is VisitStage.Calling or VisitStage.Forwarded)
            Leave(visit);
    }

    private void ForgetForward(Visit visit)
    {
        if (!legs.Has(visit.Forward))
            return;
        legs.Remove(visit.Forward);
        if (visit.Interaction?.Trunk is { } trunk)
            trunks.FreeChannel(trunk);
    }

    /// <summary>The caller's leg has ended while they were in no queue.</summary>
    public void GuestEnded(Interaction interaction)
    {
        var visit = interaction.Visit!;
        turn.Cancel(ref visit.Deadline);
        if (visit.Stage is VisitStage.Calling or VisitStage.Forwarded)
            facts.Emit(EngineOutput.HangUp(turn.Now, visit.Forward));
        closing.CloseInteraction(interaction, EndOf(visit));
        visit.Stage = VisitStage.Left;
    }

    private static InteractionEnd EndOf(Visit visit)
    {
        var interaction = visit.Interaction!;
        if (interaction.CallBackOrdered)
            return InteractionEnd.CallBackOrdered;
        if (interaction.LeftVoicemail)
            return InteractionEnd.LeftVoicemail;
        return visit.Stage switch
        {
            VisitStage.Menu => InteractionEnd.LeftInMenu,
            VisitStage.Forwarded => InteractionEnd.Forwarded,
            VisitStage.Message => InteractionEnd.HeardMessage,
            VisitStage.Asking or VisitStage.Greeting or VisitStage.Recording or VisitStage.Calling or VisitStage.Left => interaction.HangingUp ? InteractionEnd.Refused : InteractionEnd.CallerHungUp,
        };
    }

    // ---- Out ----

    private void TurnAway(Visit visit, int status)
    {
        if (visit.Interaction is null)
        {
            facts.Emit(EngineOutput.RejectCall(turn.Now, visit.Call, status));
            facts.Emit(new EngineOutput { Kind = EngineOutputKind.CallerRefused, At = turn.Now, Trunk = visit.Trunk, Call = visit.Call, CodeSlot = status, TextSlot = visit.Way, Record = -1 });
            return;
        }
        visit.Stage = VisitStage.Left;
        Leave(visit);
    }

    /// <summary>All was said and done: the line is closed.</summary>
    private void Leave(Visit visit)
    {
        turn.Cancel(ref visit.Deadline);
        if (visit.Stage is VisitStage.Calling or VisitStage.Forwarded && legs.Has(visit.Forward))
            facts.Emit(EngineOutput.HangUp(turn.Now, visit.Forward));
        if (visit.Interaction is { HangingUp: false } interaction)
            conversations.EndByUs(interaction, byAgent: false);
    }
}
