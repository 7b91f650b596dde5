using Dialer.Core.Attempts;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Routing;

namespace Dialer.Core.Engine;

/// <summary>What was said of an attempt that is open, and objections, which bind at once and must not wait for a wrap-up to end.</summary>
internal sealed class WriteUps(Turn turn, Facts facts, Legs legs, DialGate gate, CallControl control)
{
    /// <summary>What is written up where the agent said nothing else.</summary>
    private static readonly Disposition FoundMachine = new("machine", Done: false, WasMachine: true);

    /// <summary>What the agent has said already stands.</summary>
    public void WriteUpAsMachine(Attempt attempt)
    {
        var interaction = attempt.Interaction!;
        interaction.SaidByAgent = true;
        if (interaction.Disposition is not null)
            return;
        interaction.Disposition = FoundMachine;
        DescribeAttempt(attempt, FoundMachine);
    }

    /// <summary>Binds at once whoever said no, by all numbers that are known here; the store knows the rest.</summary>
    public void Objected(Interaction interaction)
    {
        if (interaction.Attempt is { } attempt)
        {
            gate.Objected(attempt.Lead);
            return;
        }
        if (interaction.Party.Length > 0)
            gate.AddDoNotCall(interaction.Party);
        for (int i = 0; i < (interaction.Caller?.Persons.Count ?? 0); i++)
            gate.AddDoNotCall(interaction.Caller!.Persons[i]);
    }

    /// <summary>An attempt that is open: what was said is decided upon anew at its close, and holds as it is after a crash.</summary>
    public void DescribeAttempt(Attempt attempt, Disposition said)
    {
        attempt.Disposition = said;
        if (said.DoNotCall)
            Object(attempt.Lead);
        var soFar = attempt.ToOutcome(turn.Now) with { Result = CallResult.Answered };
        facts.Emit(new EngineOutput
        {
            Kind = EngineOutputKind.ConversationDescribed,
            At = turn.Now,
            Campaign = attempt.Campaign.Id,
            Queue = attempt.Campaign.Group.Queue.Settings.Id,
            Lead = attempt.Lead.Id,
            Attempt = attempt.Id,
            Interaction = attempt.Conversation,
            Call = attempt.Call,
            Agent = attempt.Agent?.Id ?? default,
            TextSlot = attempt.Phone.Number,
            Record = turn.Outbox.AddRecord(new ConversationDescription
            {
                Disposition = said,
                Party = attempt.Phone.Number,
                Next = attempt.Campaign.Settings.Retry.Decide(soFar, attempt.Lead, turn.Now),
            }),
        });
    }

    public void EmitDescribed(Interaction interaction, in ConversationDescription description) =>
        facts.EmitInteraction(EngineOutputKind.ConversationDescribed, interaction, turn.Outbox.AddRecord(description));

    public void Object(string number)
    {
        if (number.Length == 0)
            return;
        gate.AddDoNotCall(number);
        StopRinging();
    }

    public void Object(Objectors people)
    {
        gate.AddDoNotCall(people);
        StopRinging();
    }

    public void Object(DoNotCallEntries entries)
    {
        gate.AddDoNotCall(entries);
        StopRinging();
    }

    public void Object(HopperLead lead)
    {
        gate.Objected(lead);
        StopRinging();
    }

    /// <summary>A phone that rings for us at this moment stops where its person has just said no.</summary>
    public void StopRinging()
    {
        for (int i = legs.OpenAttempts.Count - 1; i >= 0; i--)
            if (legs.OpenAttempts[i] is { State: AttemptState.Dialing or AttemptState.Ringing } attempt
                && gate.CheckRules(attempt.Campaign.Settings, attempt.Lead, attempt.Phone, turn.Now).Refusal == DialRefusal.DoNotCall)
                control.HangUp(attempt);
    }
}
