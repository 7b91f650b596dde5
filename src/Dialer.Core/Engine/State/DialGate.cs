using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Time;

namespace Dialer.Core.Engine.State;

/// <summary>
/// The one gate that every call to the public passes, at the instant of dialing. Refuses for the first of these that
/// holds: what the number is, the do-not-call list, consent, rest and limits of the number, the calling window, a call
/// with the same person that is going on.
/// </summary>
public sealed class DialGate
{
    /// <summary>How soon to ask again for a person who is in a call: conversations end unforeseen.</summary>
    private static readonly TimeSpan AskAgainDuringCall = TimeSpan.FromSeconds(15);

    private readonly HashSet<string> _doNotCall = new(StringComparer.Ordinal);
    private readonly HashSet<PersonId> _objectors = [];
    private readonly NumberMemory _memory = new();
    private readonly PeopleInCalls _inCalls = new();

    /// <param name="number">E.164.</param>
    public void AddDoNotCall(string number) => _doNotCall.Add(number);

    /// <summary>A person whom nobody may call any more, by whatever number a list has.</summary>
    public void AddDoNotCall(PersonId person)
    {
        if (person.Value != 0)
            _objectors.Add(person);
    }

    public void AddDoNotCall(Objectors people)
    {
        for (int i = 0; i < people.Persons.Count; i++)
            AddDoNotCall(people.Persons[i]);
        for (int i = 0; i < people.Numbers.Count; i++)
            AddDoNotCall(people.Numbers[i]);
    }

    /// <summary>The lead's person said no: it binds all numbers of theirs, those that other lists have included.</summary>
    public void Objected(HopperLead lead)
    {
        AddDoNotCall(lead.Person);
        for (int i = 0; i < lead.Phones.Count; i++)
            AddDoNotCall(lead.Phones[i].Number);
    }

    /// <summary>What earlier runs dialed, so that limits hold across a restart.</summary>
    public void Restore(CallHistory history) => _memory.Restore(history);

    /// <summary>Is there any rule that counts earlier calls?</summary>
    public bool RemembersCalls => _memory.Reach > TimeSpan.Zero;

    /// <summary>Call when a campaign is configured: from then on the gate remembers as far back as its rules count.</summary>
    public void Configure(CampaignSettings campaign) => _memory.Learn(campaign.Calling);

    /// <summary>Call when an attempt starts: it counts against the limits of its number.</summary>
    public void AttemptStarted(CampaignSettings campaign, string number, Instant now)
    {
        _memory.Learn(campaign.Calling);
        if (RemembersCalls)
            _memory.Add(number, campaign.Id, CallHistoryKind.Attempt, now);
    }

    /// <summary>Call when an attempt starts: nobody else rings this person, by any number, until <see cref="Release(HopperLead)"/>.</summary>
    public void Occupy(HopperLead lead) => _inCalls.Add(lead);

    /// <summary>Call when the attempt closes, and not before: what the person said is known only then.</summary>
    public void Release(HopperLead lead) => _inCalls.Remove(lead);

    /// <summary>The same for a person who called us, by the number shown.</summary>
    public void Occupy(string caller) => _inCalls.Add(caller);

    public void Release(string caller) => _inCalls.Remove(caller);

    /// <summary>The same, once it is known who that is.</summary>
    public void Occupy(PersonId caller) => _inCalls.Add(caller);

    public void Release(PersonId caller) => _inCalls.Remove(caller);

    /// <summary>Call when an attempt closes: refusals and abandons give the person a rest, by every number of the lead; an objection ends it.</summary>
    /// <param name="lead">Null: nothing but the number is known.</param>
    public void AttemptClosed(CampaignSettings campaign, in AttemptOutcome outcome, Instant now, HopperLead? lead = null)
    {
        if (outcome.Disposition is { DoNotCall: true })
        {
            AddDoNotCall(outcome.Number);
            if (lead is not null)
                Objected(lead);
        }
        if (!RemembersCalls)
            return;
        if (outcome.Abandoned)
            Remember(CallHistoryKind.Abandon, campaign, outcome.Number, lead, now);
        if (outcome.Disposition is { } said && campaign.Calling.RefusalCodes.Contains(said.Code))
            Remember(CallHistoryKind.Refusal, campaign, outcome.Number, lead, now);
    }

    private void Remember(CallHistoryKind kind, CampaignSettings campaign, string number, HopperLead? lead, Instant now)
    {
        _memory.Add(number, campaign.Id, kind, now);
        for (int i = 0; i < (lead?.Phones.Count ?? 0); i++)
            if (lead!.Phones[i].Number != number)
                _memory.Add(lead.Phones[i].Number, campaign.Id, kind, now);
    }

    /// <summary>May this number be dialed at this instant? Allocates nothing when it may.</summary>
    public DialPermission Check(CampaignSettings campaign, HopperLead lead, LeadPhone phone, Instant now)
    {
        var permission = CheckRules(campaign, lead, phone, now);
        return permission.IsAllowed && _inCalls.Contains(lead) ? new DialPermission(DialRefusal.AlreadyInCall, now + AskAgainDuringCall) : permission;
    }

    /// <summary>What the rules alone say of that instant, were the person in no call.</summary>
    public DialPermission CheckRules(CampaignSettings campaign, HopperLead lead, LeadPhone phone, Instant now)
    {
        var rules = campaign.Calling;
        var refusal = CheckNumber(rules, phone.Number);
        if (refusal == DialRefusal.None && (_doNotCall.Contains(phone.Number) || _objectors.Contains(lead.Person)))
            refusal = DialRefusal.DoNotCall;
        if (refusal == DialRefusal.None && !HasConsent(rules, lead.Consent, now))
            refusal = DialRefusal.NoConsent;
        if (refusal != DialRefusal.None)
            return new DialPermission(refusal, Instant.Never);
        var rested = rules.NeedsHistory ? CheckHistory(campaign, phone.Number, now) : DialPermission.Allowed;
        return rested.IsAllowed ? CheckWindow(rules, lead, phone, now) : rested;
    }

    private static DialRefusal CheckNumber(CallingRules rules, string number) => NumberPlan.Classify(number) switch
    {
        NumberClass.Ordinary => HasAllowedPrefix(rules.AllowedPrefixes, number) ? DialRefusal.None : DialRefusal.DestinationNotAllowed,
        NumberClass.Emergency => DialRefusal.EmergencyNumber,
        NumberClass.Premium => DialRefusal.PremiumNumber,
        NumberClass.Short => rules.InternalNumbers.Contains(number) ? DialRefusal.None : DialRefusal.InvalidNumber,
        NumberClass.Malformed => DialRefusal.InvalidNumber,
    };

    private static bool HasAllowedPrefix(IReadOnlyList<string> prefixes, string number)
    {
        for (int i = 0; i < prefixes.Count; i++)
            if (number.StartsWith(prefixes[i], StringComparison.Ordinal))
                return true;
        return prefixes.Count == 0;
    }

    private static bool HasConsent(CallingRules rules, Consent consent, Instant now)
    {
        if (!rules.ConsentRequired)
            return true;
        if (consent.State != ConsentState.Given)
            return false;
        if (rules.ConsentValidFor == TimeSpan.Zero)
            return true;
        long? since = consent.Since?.ToDateTime(TimeOnly.MinValue).Ticks - DateTimeOffset.UnixEpoch.Ticks;
        return since is { } ticks && new Instant(ticks) + rules.ConsentValidFor > now;
    }

    private DialPermission CheckHistory(CampaignSettings campaign, string number, Instant now)
    {
        if (_memory.Find(number) is not { } entry)
            return DialPermission.Allowed;
        var rules = campaign.Calling;
        if (IsResting(entry.RefusedAt, rules.RestAfterRefusal, now))
            return new DialPermission(DialRefusal.RestAfterRefusal, entry.RefusedAt + rules.RestAfterRefusal);
        if (IsResting(entry.AbandonedAt, rules.RestAfterAbandon, now))
            return new DialPermission(DialRefusal.RestAfterAbandon, entry.AbandonedAt + rules.RestAfterAbandon);
        var free = now;
        for (int i = 0; i < rules.Limits.Count; i++)
            free = Instant.Max(free, entry.FreeFrom(rules.Limits[i], campaign.Id, now));
        return free <= now ? DialPermission.Allowed : new DialPermission(DialRefusal.TooManyAttempts, free);
    }

    private static bool IsResting(Instant since, TimeSpan rest, Instant now) =>
        since != Instant.Epoch && rest > TimeSpan.Zero && now < since + rest;

    /// <summary>On the clock that the lead's row names, and on the one at the number's place where that is another.</summary>
    private static DialPermission CheckWindow(CallingRules rules, HopperLead lead, LeadPhone phone, Instant now)
    {
        var clock = lead.TimeZone ?? phone.TimeZone;
        if (clock is null)
            return rules.Hours.Count > 0 ? new DialPermission(DialRefusal.UnknownTimeZone, Instant.Never) : CheckWithoutClock(rules, lead, now);
        var refusal = CallingWindow.Check(rules, lead.Region, clock, now);
        if (refusal == DialRefusal.None && phone.TimeZone is { } place)
            refusal = CallingWindow.Check(rules, lead.Region, place, now);
        return refusal == DialRefusal.None
            ? DialPermission.Allowed
            : new DialPermission(refusal, CallingWindow.NextOpening(rules, lead.Region, clock, phone.TimeZone ?? clock, now));
    }

    /// <summary>Without hours only the day matters: by the clock of Greenwich, for want of another.</summary>
    private static DialPermission CheckWithoutClock(CallingRules rules, HopperLead lead, Instant now)
    {
        var refusal = CallingWindow.Check(rules, lead.Region, TimeZoneInfo.Utc, now);
        return refusal == DialRefusal.None ? DialPermission.Allowed : new DialPermission(refusal, CallingWindow.NextOpening(rules, lead.Region, TimeZoneInfo.Utc, now));
    }
}
