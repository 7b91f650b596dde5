using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Time;

namespace Dialer.Core.Engine.State;

/// <summary>
/// The one gate that every call to the public passes, at the instant of dialing. Asks the questions of <see cref="GateRule"/> in
/// their order and refuses for the first that says no. A campaign's own rules and those that bind at the called place hold together.
/// </summary>
public sealed class DialGate
{
    /// <summary>How soon to ask again for a person who is in a call: conversations end unforeseen.</summary>
    private static readonly TimeSpan AskAgainDuringCall = TimeSpan.FromSeconds(15);

    private static readonly GateRule[] Rules = Enum.GetValues<GateRule>();

    private readonly DoNotCallList _doNotCall = new();
    private readonly HashSet<PersonId> _objectors = [];
    private readonly NumberMemory _memory = new();
    private readonly PeopleInCalls _inCalls = new();

    /// <param name="number">E.164.</param>
    public void AddDoNotCall(string number) => _doNotCall.Add(number, DoNotCallMark.Company);

    public void AddDoNotCall(DoNotCallEntries entries) => _doNotCall.Add(entries);

    /// <summary>The numbers are off that list, and stay on others; the people took their objection back.</summary>
    public void RemoveDoNotCall(DoNotCallRemoval removal)
    {
        _doNotCall.Remove(removal.Entries);
        for (int i = 0; i < removal.Persons.Count; i++)
            _objectors.Remove(removal.Persons[i]);
    }

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

    /// <summary>Call when an attempt starts: it counts against the limits of its number and of its person.</summary>
    /// <param name="person">0: not known.</param>
    public void AttemptStarted(CampaignSettings campaign, string number, Instant now, PersonId person = default)
    {
        _memory.Learn(campaign.Calling);
        if (RemembersCalls)
            _memory.Add(number, campaign.Id, CallHistoryKind.Attempt, now, person);
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
        if (outcome.Disposition is { } said && campaign.Calling.IsRefusal(said.Code))
            Remember(CallHistoryKind.Refusal, campaign, outcome.Number, lead, now);
        if (outcome.Verdict == CpaVerdict.AnsweringMachine || outcome.Disposition is { WasMachine: true })
            _memory.Add(outcome.Number, campaign.Id, CallHistoryKind.Machine, now);
    }

    private void Remember(CallHistoryKind kind, CampaignSettings campaign, string number, HopperLead? lead, Instant now)
    {
        _memory.Add(number, campaign.Id, kind, now);
        for (int i = 0; i < (lead?.Phones.Count ?? 0); i++)
            if (lead!.Phones[i].Number != number)
                _memory.Add(lead.Phones[i].Number, campaign.Id, kind, now);
    }

    /// <summary>May this number be dialed at this instant? Allocates nothing when it may.</summary>
    public DialPermission Check(CampaignSettings campaign, HopperLead lead, LeadPhone phone, Instant now) => FirstRefusal(campaign, lead, phone, now, Rules.Length);

    /// <summary>What the rules alone say of that instant, were the person in no call.</summary>
    public DialPermission CheckRules(CampaignSettings campaign, HopperLead lead, LeadPhone phone, Instant now) => FirstRefusal(campaign, lead, phone, now, (int)GateRule.NotInCall);

    /// <summary>The answer to each question, those after a refusal included.</summary>
    public IReadOnlyList<RuleVerdict> Explain(CampaignSettings campaign, HopperLead lead, LeadPhone phone, Instant now) =>
        [.. Rules.Select(rule => new RuleVerdict(rule, Judge(rule, campaign, lead, phone, now)))];

    /// <summary>The same for each number of a lead.</summary>
    public IReadOnlyList<NumberVerdict> Explain(CampaignSettings campaign, HopperLead lead, Instant now) =>
        [.. lead.Phones.Select(phone => new NumberVerdict(phone.Number, phone.Dead, Explain(campaign, lead, phone, now), AllowedFrom(campaign, lead, phone, now)))];

    /// <summary>From when on every rule would allow the call, if nothing happened until then; Never: not under these rules, or not within <see cref="MostSteps"/> changes.</summary>
    public Instant AllowedFrom(CampaignSettings campaign, HopperLead lead, LeadPhone phone, Instant now)
    {
        for (int step = 0; step < MostSteps; step++)
        {
            var permission = CheckRules(campaign, lead, phone, now);
            if (permission.IsAllowed || permission.Until == Instant.Never)
                return permission.IsAllowed ? now : Instant.Never;
            now = Instant.Max(permission.Until, now + TimeSpan.FromTicks(1));
        }
        return Instant.Never;
    }

    private const int MostSteps = 64;

    private DialPermission FirstRefusal(CampaignSettings campaign, HopperLead lead, LeadPhone phone, Instant now, int rules)
    {
        for (int i = 0; i < rules; i++)
        {
            var permission = Judge(Rules[i], campaign, lead, phone, now);
            if (!permission.IsAllowed)
                return permission;
        }
        return DialPermission.Allowed;
    }

    private DialPermission Judge(GateRule rule, CampaignSettings campaign, HopperLead lead, LeadPhone phone, Instant now) => rule switch
    {
        GateRule.Number => ForGood(NumberRefusal(campaign.Calling, phone.Number)),
        GateRule.Destination => ForGood(IsAllowedDestination(campaign.Calling, phone.Number) ? DialRefusal.None : DialRefusal.DestinationNotAllowed),
        GateRule.DoNotCall => CheckDoNotCall(campaign, lead, phone, now),
        GateRule.Consent => CheckConsent(campaign, lead, phone, now),
        GateRule.RestAfterRefusal or GateRule.RestAfterAbandon or GateRule.RestAfterMachine or GateRule.Attempts => CheckHistory(rule, campaign, lead, phone, now),
        GateRule.CallingHours => CheckWindow(campaign.Calling, lead, phone, now),
        GateRule.NotInCall => _inCalls.Contains(lead) ? new DialPermission(DialRefusal.AlreadyInCall, now + AskAgainDuringCall) : DialPermission.Allowed,
    };

    private static DialPermission ForGood(DialRefusal refusal) => refusal == DialRefusal.None ? DialPermission.Allowed : new DialPermission(refusal, Instant.Never);

    private static DialRefusal NumberRefusal(CallingRules rules, string number) => NumberPlan.Classify(number) switch
    {
        NumberClass.Ordinary => DialRefusal.None,
        NumberClass.Emergency => DialRefusal.EmergencyNumber,
        NumberClass.Premium => DialRefusal.PremiumNumber,
        NumberClass.Short => rules.InternalNumbers.Contains(number) ? DialRefusal.None : DialRefusal.InvalidNumber,
        NumberClass.Malformed => DialRefusal.InvalidNumber,
    };

    /// <summary>An extension of one's own exchange is in no country.</summary>
    private static bool IsAllowedDestination(CallingRules rules, string number)
    {
        if (rules.InternalNumbers.Contains(number))
            return true;
        bool allowed = rules.AllowedPrefixes.Count == 0;
        for (int i = 0; i < rules.AllowedPrefixes.Count && !allowed; i++)
            allowed = number.StartsWith(rules.AllowedPrefixes[i], StringComparison.Ordinal);
        if (!allowed || rules.Countries.Count == 0)
            return allowed;
        string? country = NumberOrigin.Of(number).Country;
        for (int i = 0; i < rules.Countries.Count; i++)
            if (rules.Countries[i] == country)
                return true;
        return false;
    }

    private DialPermission CheckDoNotCall(CampaignSettings campaign, HopperLead lead, LeadPhone phone, Instant now)
    {
        var until = _objectors.Contains(lead.Person) ? Instant.Never : _doNotCall.Until(phone.Number, campaign.Id, now);
        return until == Instant.Epoch ? DialPermission.Allowed : new DialPermission(DialRefusal.DoNotCall, until);
    }

    private static DialPermission CheckConsent(CampaignSettings campaign, HopperLead lead, LeadPhone phone, Instant now)
    {
        var bound = new BoundRules(campaign.Calling, lead, phone, now);
        while (bound.TryNext(out var rules, out _))
            if (!HasConsent(rules, lead.Consent, now))
                return new DialPermission(DialRefusal.NoConsent, Instant.Never);
        return DialPermission.Allowed;
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

    private DialPermission CheckHistory(GateRule rule, CampaignSettings campaign, HopperLead lead, LeadPhone phone, Instant now)
    {
        var (number, person) = (_memory.Find(phone.Number), _memory.Find(lead.Person));
        if (number is null && person is null)
            return DialPermission.Allowed;
        var until = now;
        var bound = new BoundRules(campaign.Calling, lead, phone, now);
        while (bound.TryNext(out var rules, out _))
            until = Instant.Max(until, rule switch
            {
                GateRule.RestAfterRefusal => RestsUntil(number?.RefusedAt, rules.RestAfterRefusal),
                GateRule.RestAfterAbandon => RestsUntil(number?.AbandonedAt, rules.RestAfterAbandon),
                GateRule.RestAfterMachine => RestsUntil(number?.MachineAt, rules.RestAfterMachine),
                _ => FreeFrom(rules.Limits, campaign.Id, number, person, now),
            });
        return until <= now ? DialPermission.Allowed : new DialPermission(RefusalOf(rule), until);
    }

    private static DialRefusal RefusalOf(GateRule rule) => rule switch
    {
        GateRule.RestAfterRefusal => DialRefusal.RestAfterRefusal,
        GateRule.RestAfterAbandon => DialRefusal.RestAfterAbandon,
        GateRule.RestAfterMachine => DialRefusal.RestAfterMachine,
        _ => DialRefusal.TooManyAttempts,
    };

    private static Instant RestsUntil(Instant? since, TimeSpan rest) =>
        since is { } at && at != Instant.Epoch && rest > TimeSpan.Zero ? at + rest : Instant.Epoch;

    /// <summary>A limit of a person holds for each number as well: not every lead's person is known.</summary>
    private static Instant FreeFrom(IReadOnlyList<AttemptLimit> limits, CampaignId campaign, NumberMemory.Entry? number, NumberMemory.Entry? person, Instant now)
    {
        var free = now;
        for (int i = 0; i < limits.Count; i++)
        {
            if (number is not null)
                free = Instant.Max(free, number.FreeFrom(limits[i], campaign, now));
            if (person is not null && limits[i].Scope == LimitScope.Person)
                free = Instant.Max(free, person.FreeFrom(limits[i], campaign, now));
        }
        return free;
    }

    /// <summary>
    /// On the clock that the lead's row names, and on the one at the number's place where that is another; without hours only the day
    /// matters, by the clock of Greenwich for want of another.
    /// </summary>
    private static DialPermission CheckWindow(CallingRules calling, HopperLead lead, LeadPhone phone, Instant now)
    {
        var known = lead.TimeZone ?? phone.TimeZone;
        var (clock, place) = (known ?? TimeZoneInfo.Utc, phone.TimeZone ?? known ?? TimeZoneInfo.Utc);
        var refusal = DialRefusal.None;
        var bound = new BoundRules(calling, lead, phone, now);
        while (refusal == DialRefusal.None && bound.TryNext(out var rules, out string? region))
        {
            if (known is null && rules.Hours.Count > 0)
                return new DialPermission(DialRefusal.UnknownTimeZone, Instant.Never);
            refusal = CallingWindow.Check(rules, region, clock, now);
            if (refusal == DialRefusal.None)
                refusal = CallingWindow.Check(rules, region, place, now);
        }
        return refusal == DialRefusal.None ? DialPermission.Allowed : new DialPermission(refusal, NextOpening(calling, lead, phone, clock, place, now));
    }

    /// <summary>The first instant that all rules allow which bind then.</summary>
    private static Instant NextOpening(CallingRules calling, HopperLead lead, LeadPhone phone, TimeZoneInfo clock, TimeZoneInfo place, Instant now)
    {
        var from = now;
        for (int step = 0; step < MostSteps; step++)
        {
            var opening = from;
            var bound = new BoundRules(calling, lead, phone, from);
            while (opening != Instant.Never && bound.TryNext(out var rules, out string? region))
                opening = CallingWindow.NextOpening(rules, region, clock, place, opening);
            if (opening == from || opening == Instant.Never)
                return opening;
            from = opening;
        }
        return Instant.Never;
    }
}
