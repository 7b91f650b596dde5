using System.Diagnostics;
using Dialer.Core.Attempts;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine.State;

/// <summary>One attempt at run time; pooled. Its call has the same number as the attempt.</summary>
internal sealed class Attempt
{
    public AttemptId Id { get; private set; }
    public CallId Call => new(Id.Value);
    public Campaign Campaign { get; private set; } = null!;

    /// <summary>Whose channel it holds: the campaign may dial by another by now.</summary>
    public Trunk Trunk { get; private set; } = null!;

    /// <summary>The trunk that had the call at its end, as the line says; default: it does not say.</summary>
    public TrunkId ServedBy;

    /// <summary>It is out, and nothing was heard of it.</summary>
    public bool IsUnheard;
    public HopperLead Lead { get; private set; } = null!;
    public LeadPhone Phone { get; private set; } = null!;
    public int Segment { get; private set; }

    /// <summary>What was known of it before it was dialed, and what was made of that.</summary>
    public CallTraits Traits { get; private set; }
    public LeadChance Chance { get; private set; }
    public AttemptState State { get; private set; }


    /// <summary>What the network said, or what the tones before or after the answer meant.</summary>
    public CallResult Result;
    public CpaVerdict Verdict;
    public float Confidence;

    /// <summary>A live verdict was taken back.</summary>
    public RevocationCause Revoked;
    public Instant RevokedAt;

    /// <summary>The moment for the message came while an agent had the call.</summary>
    public bool MessageDue;

    /// <summary>The prompt that says who calls is playing to a screening service.</summary>
    public bool Screened;
    public Disposition? Disposition;
    public bool Abandoned;
    public bool MessageLeft;

    /// <summary>The line broke while it was with an agent.</summary>
    public bool CutOff;
    public bool TrunkFault;
    public EndedBy EndedBy;

    /// <summary>The agent ended the call; the line only knows that we did.</summary>
    public bool AgentHungUp;
    public int SipStatus;
    public int Q850Cause;
    public string? Phrase;
    public string? ReasonText;
    public Instant StartedAt;
    public Instant RingingAt;
    public Instant AnsweredAt;
    public Instant ClassifiedAt;
    public Instant ConnectedAt;
    public Instant EndedAt;

    /// <summary>The agent reserved for or in conversation with this call; stays for the record once the call has ended.</summary>
    public Agent? Agent;
    public Interaction? Interaction;

    /// <summary>The last conversation it came to; stays for the facts once that has closed. 0: none.</summary>
    public InteractionId Conversation;

    /// <summary>How much of the way from the answer to the agent's ear was measured.</summary>
    public HeardSoFar HeardSoFar;

    /// <summary>What an agent said meanwhile of an earlier conversation with this person; holds unless this attempt comes to a conversation of its own.</summary>
    public RetryDecision? SaidMeanwhile;

    /// <summary>Dialed for one agent (preview, promised callback): it is no demand on the others.</summary>
    public bool Dedicated;

    /// <summary>Dialed in agentless mode: the person hears the prompt, and no agent is owed to them.</summary>
    public bool ForPrompt;

    /// <summary>The announcement started, or an agent got the call, before the verdict: what it counts as is open.</summary>
    public bool CountOpen;

    /// <summary>The pacer was told what the answer was.</summary>
    public bool AnswerObserved;

    /// <summary>Ring guard, abandon deadline, hang-up guard: what ends the present state.</summary>
    public DeadlineHandle Deadline;
    public DeadlineHandle AnalysisDeadline;

    /// <summary>The instant by which a person must have an agent; Never while the clock has not started.</summary>
    public Instant AbandonAt;

    /// <summary>Position among the campaign's calls in flight; -1: not among them.</summary>
    public int InFlightIndex;

    /// <summary>Position among all open attempts.</summary>
    public int OpenIndex;

    // Answered calls whose verdict is open: two lists a campaign, with and without a reserved agent.
    public Attempt? PreviousOpen;
    public Attempt? NextOpen;
    public OpenAnswers? OpenIn;

    /// <summary>Next free one in the pool.</summary>
    public Attempt? NextFree;

    public void Begin(AttemptId id, Campaign campaign, HopperLead lead, LeadPhone phone, int segment, Instant now, in CallTraits traits = default, LeadChance chance = default)
    {
        Id = id;
        Campaign = campaign;
        Trunk = campaign.Trunk;
        ServedBy = default;
        Lead = lead;
        Phone = phone;
        Segment = segment;
        Traits = traits;
        Chance = chance;
        State = AttemptState.Dialing;
        campaign.Places.Add(AttemptState.Dialing);
        Result = CallResult.None;
        Verdict = CpaVerdict.None;
        Confidence = 0;
        Revoked = RevocationCause.None;
        RevokedAt = Instant.Never;
        MessageDue = Screened = false;
        Disposition = null;
        Abandoned = MessageLeft = CutOff = TrunkFault = AgentHungUp = Dedicated = ForPrompt = CountOpen = AnswerObserved = false;
        EndedBy = EndedBy.Network;
        SipStatus = Q850Cause = 0;
        Phrase = ReasonText = null;
        IsUnheard = false;
        StartedAt = now;
        RingingAt = AnsweredAt = ClassifiedAt = ConnectedAt = EndedAt = AbandonAt = Instant.Never;
        Agent = null;
        Interaction = null;
        Conversation = default;
        SaidMeanwhile = null;
        HeardSoFar = HeardSoFar.Nothing;
        InFlightIndex = -1;
    }

    /// <summary>The verdict, or what it became.</summary>
    public CpaVerdict Heard => Revoked == RevocationCause.None ? Verdict : CpaVerdict.AnsweringMachine;

    public void MoveTo(AttemptState next)
    {
        if (!AttemptTransitions.Allows(State, next))
            throw new UnreachableException($"attempt {Id.Value}: {State} to {next}");
        Campaign.Places.Move(State, next);
        State = next;
    }

    /// <summary>All that is known, for the record.</summary>
    public AttemptOutcome ToOutcome(Instant now) => new()
    {
        Attempt = Id,
        Campaign = Campaign.Id,
        Lead = Lead.Id,
        Call = Call,
        Number = Phone.Number,
        Result = Result,
        Verdict = Verdict,
        Confidence = Confidence,
        Revoked = Revoked,
        RevokedAt = RevokedAt,
        Disposition = Disposition,
        Abandoned = Abandoned,
        MessageLeft = MessageLeft,
        CutOff = CutOff,
        Counted = !TrunkFault,
        Agent = ConnectedAt == Instant.Never ? null : Agent?.Id,
        EndedBy = AgentHungUp ? EndedBy.Agent : EndedBy,
        SipStatus = SipStatus,
        Q850Cause = Q850Cause,
        Phrase = Phrase,
        ReasonText = ReasonText,
        StartedAt = StartedAt,
        RingingAt = RingingAt,
        AnsweredAt = AnsweredAt,
        ClassifiedAt = ClassifiedAt,
        ConnectedAt = ConnectedAt,
        EndedAt = EndedAt,
        ClosedAt = now,
    };
}
