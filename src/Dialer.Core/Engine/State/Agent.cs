using System.Diagnostics;
using Dialer.Core.Agents;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Books;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Time;

namespace Dialer.Core.Engine.State;

/// <summary>One agent at run time. Only the engine writes it; the state moves through <see cref="MoveTo"/> alone.</summary>
internal sealed class Agent(AgentSettings settings)
{
    public AgentSettings Settings { get; set; } = settings;
    public AgentId Id => Settings.Id;
    public AgentState State { get; private set; }

    /// <summary>Since when the present state lasts.</summary>
    public Instant Since { get; private set; }

    /// <summary>Since when without a call; kept through a reservation that came to nothing.</summary>
    public Instant IdleSince { get; set; }

    /// <summary>Since when the present conversation lasts, holds included.</summary>
    public Instant TalkingSince { get; set; }

    /// <summary>Why NotReady.</summary>
    public string? Reason { get; private set; }

    /// <summary>The nailed-up leg; None while logged out.</summary>
    public CallId Leg { get; set; }
    public bool LegIsUp { get; set; }

    /// <summary>The leg is up and nothing comes from it: nobody is given to this agent until it is heard again.</summary>
    public bool LegIsSilent { get; set; }

    /// <summary>Asked to be ready before the phone leg was up.</summary>
    public bool ReadyAsked { get; set; }
    public LeavingTo Leaving { get; set; }
    public string? LeavingReason { get; set; }
    public Instant LeavingSince { get; set; }

    /// <summary>The attempt this agent is promised to, from dialing on (preview, callback) or while it is analysed.</summary>
    public Attempt? Reserved { get; set; }

    /// <summary>Reserved for a preview or for a call dialed for this agent alone, and so no supply for the others' calls.</summary>
    public bool IsDedicated { get; set; }

    /// <summary>The conversation, until its wrap-up has ended.</summary>
    public Interaction? Interaction { get; set; }

    /// <summary>
    /// Beside another agent in a conversation: asked, offered a person, or in the conference; null: no. Whose conversation it is stands in it.
    /// </summary>
    public Handover? Asked { get; set; }

    /// <summary>The conversation that is another's, or nobody's, and that the agent is asked in or still writes up; 0: none.</summary>
    public InteractionId Beside { get; set; }

    /// <summary>Which conversation the agent's state is about; 0: none.</summary>
    public InteractionId Conversation => Interaction?.Id ?? Beside;

    /// <summary>Nothing is heard of the agent by those whom they speak with.</summary>
    public bool Muted { get; set; }

    /// <summary>The lead shown to the agent, and the campaign it belongs to.</summary>
    public HopperLead? Preview { get; set; }
    public Campaign? PreviewCampaign { get; set; }

    /// <summary>What its time-out does: as the campaign said when it was shown.</summary>
    public PreviewTimeOut PreviewTimeOut { get; set; }

    /// <summary>The preview was accepted, and waits for a channel or the call rate.</summary>
    public bool PreviewAccepted { get; set; }

    /// <summary>Wrap-up limit, preview limit, log-in guard or the bound of a deferred pause: one at a time.</summary>
    public DeadlineHandle Deadline;

    /// <summary>The network took the phone: until when, and after which wait, it is called again; Epoch: it is not.</summary>
    public Instant RecallUntil { get; set; } = Instant.Epoch;
    public TimeSpan RecallAfter { get; set; }
    public DeadlineHandle RecallDeadline;

    /// <summary>It was at work then.</summary>
    public bool RecallToReady { get; set; }

    /// <summary>The campaign whose pacing counts on this agent next. Of several it is one at a time, so that two do not dial on the same agent.</summary>
    public Campaign? Serves { get; set; }
    public Membership[] Memberships { get; set; } = [];
    public BookedAs Booked { get; set; }

    /// <summary>Pieces of work held that are no calls; and these leave no room for a call.</summary>
    public int Works { get; set; }
    public bool IsOccupied { get; set; }

    /// <summary>Free for a call.</summary>
    public bool TakesCalls => State == AgentState.Ready && !IsOccupied;

    /// <summary>As the distributor knows him: takes work; is kept for a call that may become one.</summary>
    public bool IsRouted { get; set; }
    public bool IsKept { get; set; }
    public int BusyIndex { get; set; } = -1;

    /// <summary>Keys pressed so far after a star, and when the last one was.</summary>
    public PhoneKeys Keys;
    public StateTimes Times;

    /// <summary>Counted where there are ceilings.</summary>
    public Strain Strain = new();
    public long Calls { get; set; }

    /// <summary>The rest that is due after the present conversation; zero: none.</summary>
    public TimeSpan RestAt(Instant now) => Settings.Ceilings is { } ceilings ? Strain.RestAt(ceilings, now) : TimeSpan.Zero;

    public bool IsLeaving => Leaving != LeavingTo.Stay;

    public void MoveTo(AgentState next, Instant now, string? reason)
    {
        if (!AgentTransitions.Allows(State, next))
            throw new UnreachableException($"agent {Id.Value}: {State} to {next}");
        Times.Add(State, now - Since);
        if (Settings.Ceilings is { } ceilings)
            Strain.Add(State, Since, now, ceilings.Rest);
        State = next;
        Since = now;
        Reason = next == AgentState.NotReady ? reason : null;
    }
}
